"""The form of a remedy's result."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms

from screening.deciding.words import RemedyState
from screening.forms.decision import LONGEST_TEXT, GrantTerms


class ResultForm(GrantTerms):
    """What becomes of a remedy."""

    result = forms.ChoiceField(
        label="Result",
        widget=forms.RadioSelect,
        choices=[choice for choice in RemedyState.choices() if choice[0] != RemedyState.LODGED.value],
    )
    reason = forms.CharField(
        label="Reason",
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text="It goes on record.",
    )
    field_order = ("result", "reason", "valid_until", "conditions", "escort_only")

    def __init__(self, *args: Any, longest: date | None, months: int = 0, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.limit_end(longest, months)
