"""The form in which an officer says whether a listed entry is the person."""

from __future__ import annotations

from django import forms

from screening.enums import HitState

# The grounds that practice accepts; the officer's own words are added to them.
GROUNDS = [
    ("", "In my own words"),
    ("The date of birth differs by more than a year.", "Date of birth differs by more than a year"),
    ("The sex differs.", "Sex differs"),
    ("The place of birth differs.", "Place of birth differs"),
    ("The document number differs.", "Document number differs"),
    ("The photograph shows another person.", "Photograph shows another person"),
    ("The authority confirmed the person's identity.", "Identity confirmed by the authority"),
    ("Only one part of the name is alike.", "Only one part of the name is alike"),
]


class HitDecisionForm(forms.Form):
    state = forms.ChoiceField(
        label="Is this the same person?",
        widget=forms.RadioSelect,
        choices=[
            (HitState.DIFFERENT.value, "No, a different person"),
            (HitState.SAME.value, "Yes, the same person – this cannot be taken back"),
            (HitState.UNSURE.value, "Unsure – it will be weighed by the deciding officers"),
        ],
    )
    ground = forms.ChoiceField(label="Ground", required=False, choices=GROUNDS)
    reason = forms.CharField(
        label="Reason",
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="What you compared and what it showed. It goes on record.",
    )

    def full_reason(self) -> str:
        """The chosen ground and the officer's words."""
        return f"{self.cleaned_data['ground']} {self.cleaned_data['reason'].strip()}".strip()


class PersonHitForm(HitDecisionForm):
    """The same outside a case, where "same" waits for a second officer."""

    state = forms.ChoiceField(
        label="Is this the same person?",
        widget=forms.RadioSelect,
        choices=[
            (HitState.DIFFERENT.value, "No, a different person"),
            (HitState.SAME.value, "Yes, the same person – takes two officers"),
            (HitState.UNSURE.value, "Unsure – more must be found out first"),
        ],
    )
