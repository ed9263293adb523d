"""Forms of decisions: the proposal, and the second officer's answer to it."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms

from screening.enums import Outcome


class ProposalForm(forms.Form):
    """A proposal. `longest` is the last day that the policy supports; a refusal has no end."""

    outcome = forms.ChoiceField(widget=forms.HiddenInput, choices=Outcome.choices())
    reason = forms.CharField(
        label="Reason",
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text="The findings you weighed and why. The second officer reads it, and it goes on record.",
    )
    valid_until = forms.DateField(
        label="Valid until", widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )

    def __init__(self, *args: Any, longest: date | None, months: int = 0, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if longest is None:
            del self.fields["valid_until"]
            return
        field = self.fields["valid_until"]
        field.initial = longest
        field.help_text = (
            f"At the longest {longest:%-d %B %Y}: the policy supports {months} months in this case."
        )


class AnswerForm(forms.Form):
    """The second officer's answer."""

    AGREE, RETURN = "countersign", "return"

    answer = forms.ChoiceField(
        label="Your decision",
        widget=forms.RadioSelect,
        choices=[
            (AGREE, "I agree: countersign it"),
            (RETURN, "I do not agree: return it to the case officer"),
        ],
    )
    reason = forms.CharField(
        label="Reason",
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="Why you agree or what is missing. It goes on record.",
    )
