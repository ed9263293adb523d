"""Forms of devices at readers and of signing keys."""

from __future__ import annotations

from django import forms

from access.enums import DeviceStanding


class DeviceFilters(forms.Form):
    """What narrows the list of readers."""

    text = forms.CharField(label="Reader or gate", required=False, max_length=60)
    standing = forms.ChoiceField(
        label="Device", required=False, choices=[("", "Any"), *DeviceStanding.choices()]
    )


class DeviceReasonForm(forms.Form):
    """Why a device or a key is taken out."""

    reason = forms.CharField(
        label="Reason",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="What happened. It goes on record.",
    )
