"""The form that asks what a gate would answer."""

from __future__ import annotations

from typing import Any

from django import forms

from access.enums import Direction
from access.models.area import ISPS_LEVELS

AS_IT_IS = [("", "As it is"), *ISPS_LEVELS]


class WhatIfForm(forms.Form):
    """Who, where, which way, when and at which level. It changes nothing, so it is asked by address."""

    who = forms.CharField(
        label="Badge or person",
        max_length=60,
        help_text="The number of a badge, or the number of a person.",
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    place = forms.ChoiceField(label="Gate or area")
    way = forms.ChoiceField(
        label="Way", widget=forms.RadioSelect, choices=Direction.choices(), initial=Direction.IN.value
    )
    at = forms.DateTimeField(
        label="When",
        required=False,
        help_text="Empty is now.",
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
    )
    level = forms.ChoiceField(label="ISPS level of the port", required=False, choices=AS_IT_IS)
    escort = forms.CharField(
        label="Badge of an escort", max_length=40, required=False, help_text="If somebody comes along."
    )

    def __init__(self, *args: Any, places: list[tuple[str, list[tuple[str, str]]]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["place"].choices = places
