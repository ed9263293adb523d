"""What one field says about whether two records are one person."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from portsec.kernel.words import Word


class Agreement(Word):
    AGREE = "agree", "Agrees", "bad"
    PARTIAL = "partial", "Partly agrees", "wait"
    DIFFER = "differ", "Differs", "good"
    MISSING = "missing", "Not known", "mute"


@dataclass(frozen=True, slots=True)
class Evidence:
    """One line of the explanation.

    `field` is name, kind, birth_date, nationality, sex, birth_place or document. `weight` is what the
    field gave to the figure (the name to the score, all others to the priority), from -1 to 1.
    """

    field: str
    verdict: Agreement
    weight: float
    sentence: str

    def as_data(self) -> dict[str, Any]:
        return {
            "field": self.field,
            "verdict": self.verdict.value,
            "weight": self.weight,
            "sentence": self.sentence,
        }
