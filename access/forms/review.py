"""Forms of reviews."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms

KEEP, REMOVE = "keep", "remove"


class LineForm(forms.Form):
    """One line of a review."""

    answer = forms.ChoiceField(
        label="Your answer", widget=forms.RadioSelect, choices=[(KEEP, "Keep"), (REMOVE, "Remove")]
    )
    reason = forms.CharField(label="Reason", max_length=500, required=False)

    def __init__(self, *args: Any, must_say: bool, **kwargs: Any) -> None:
        """`must_say`: critical data and corrections are answered with a reason."""
        super().__init__(*args, **kwargs)
        self.fields["reason"].required = must_say


class LinesForm(forms.Form):
    """Several lines at once."""

    lines = forms.TypedMultipleChoiceField(label="Lines", coerce=int)
    answer = forms.ChoiceField(label="Answer", choices=[(KEEP, "Keep"), (REMOVE, "Remove")])

    def __init__(self, *args: Any, lines: Sequence[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["lines"].choices = [(number, str(number)) for number in lines]


class ReviewFilters(forms.Form):
    state = forms.ChoiceField(
        label="State", required=False, choices=[("", "All"), ("open", "Open"), ("closed", "Closed")]
    )
