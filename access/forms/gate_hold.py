"""The form with which a gate is held or opened again."""

from __future__ import annotations

from django import forms


class HoldForm(forms.Form):
    """Why; it goes on record and is shown to everybody who looks at the gate."""

    reason = forms.CharField(label="Reason", max_length=500, widget=forms.Textarea(attrs={"rows": 2}))
