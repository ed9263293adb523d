"""The form in which an officer answers four questions about one adverse item."""

from __future__ import annotations

from typing import Any

from django import forms

from screening.enums import TriageAnswer
from screening.suitability.triage import ALLOWED, QUESTIONS, Suggestions


class TriageForm(forms.Form):
    """Four questions; what the rules suggest stands beside each and is never ticked in advance."""

    reason = forms.CharField(
        label="Reason",
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Needed where your answers differ from what the rules suggest. It goes on record.",
    )
    field_order = (*QUESTIONS, "reason")

    def __init__(self, *args: Any, suggestions: Suggestions, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, question in QUESTIONS.items():
            suggested = suggestions[name]
            self.fields[name] = forms.ChoiceField(
                label=question,
                widget=forms.RadioSelect,
                choices=[(word.value, word.label) for word in TriageAnswer if word in ALLOWED[name]],
                help_text=f"The rules suggest: {suggested.answer.label.lower()}. {suggested.sentence}",
            )
        self.order_fields(self.field_order)

    def answers(self) -> dict[str, TriageAnswer]:
        return {name: TriageAnswer(self.cleaned_data[name]) for name in QUESTIONS}
