"""The form in which an employer reports that a person left."""

from __future__ import annotations

from django import forms


class LeavingForm(forms.Form):
    left_on = forms.DateField(
        label="Last day of work", widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
