"""Forms for an answer that cannot be had."""

from __future__ import annotations

from typing import Any

from django import forms

from screening.enums import UnobtainableReason
from screening.services.proof import ProofInput
from screening.suitability.words import ProofKind


class ProofForm(forms.Form):
    """One proof in place of the answer."""

    kind = forms.ChoiceField(label="Proof", choices=[("", "Choose a proof"), *ProofKind.choices()])
    from_whom = forms.CharField(
        label="From whom", max_length=120, help_text="Name and office of whoever gave it."
    )
    dated_on = forms.DateField(
        label="Dated", widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    document = forms.CharField(
        label="Document", required=False, max_length=80, help_text="Its reference in the file."
    )
    note = forms.CharField(
        label="Note", required=False, max_length=300, help_text="What was said, where there is no document."
    )

    def proof(self) -> ProofInput:
        values: dict[str, Any] = dict(self.cleaned_data)
        return ProofInput(**values | {"kind": ProofKind(values["kind"])})


class GiveUpForm(forms.Form):
    """Why no answer can be had."""

    reason = forms.ChoiceField(
        label="Why can no answer be had?", widget=forms.RadioSelect, choices=UnobtainableReason.choices()
    )
