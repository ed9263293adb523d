"""What somebody who watches the gates has chosen to see."""

from __future__ import annotations

from typing import Any

from django import forms

from access.models import Badge, Gate
from access.selectors.live import MOST_GATES, Watched

LONGEST_SERIAL = Badge._meta.get_field("serial").max_length or 0


class WatchForm(forms.Form):
    """Up to four gates side by side, and a badge to follow. The address holds both."""

    gate = forms.MultipleChoiceField(
        label="Gates side by side", required=False, widget=forms.CheckboxSelectMultiple
    )
    badge = forms.CharField(label="Follow badge", required=False, max_length=LONGEST_SERIAL)

    def __init__(self, *args: Any, gates: list[Gate], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.gates = gates
        self.fields["gate"].choices = [(gate.code, gate.name) for gate in gates]

    def clean_gate(self) -> list[str]:
        codes: list[str] = self.cleaned_data["gate"]
        if len(codes) > MOST_GATES:
            raise forms.ValidationError(f"Choose at most {MOST_GATES} gates.")
        return codes

    def watched(self) -> Watched:
        """What is chosen; everything where the address says something else than a choice."""
        if not self.is_valid():
            return Watched()
        codes = set(self.cleaned_data["gate"])
        chosen = tuple(gate for gate in self.gates if gate.code in codes)[:MOST_GATES]
        return Watched(chosen, self.cleaned_data["badge"].strip())
