"""The form with which a supervisor confirms work outside the roster."""

from __future__ import annotations

from typing import Any

from django import forms

MOMENT = "%Y-%m-%dT%H:%M"


class ConfirmDutyForm(forms.Form):
    """Who works where, from when to when, and what the work is."""

    who = forms.CharField(
        label="Badge or person", max_length=60, help_text="The number of a badge, or the number of a person."
    )
    area = forms.ChoiceField(label="Area")
    starts_at = forms.DateTimeField(
        label="From", widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format=MOMENT)
    )
    ends_at = forms.DateTimeField(
        label="Until",
        help_text="At most 24 hours later; longer work belongs on the roster.",
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format=MOMENT),
    )
    remote = forms.BooleanField(
        label="Works from outside the port",
        required=False,
        help_text="May read critical cargo data from there, as far as the work explains it. Opens no gate.",
    )
    reason = forms.CharField(label="The work", max_length=500, widget=forms.Textarea(attrs={"rows": 2}))

    def __init__(self, *args: Any, areas: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["area"].choices = areas
