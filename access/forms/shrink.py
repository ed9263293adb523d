"""Forms of the shrinker."""

from __future__ import annotations

from django import forms

from access.shrinking.words import ShrinkState


class ShrinkFilters(forms.Form):
    state = forms.ChoiceField(
        label="State", required=False, choices=[("", "Any state"), *ShrinkState.choices()]
    )
