"""Look-ups of sensitive logistics data, each with what explains it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from access.detection.explaining import Answer
from access.detection.facts import DataFact
from access.detection.window import Window
from access.enums import DataResult, FieldClass

NOT_LOGISTICS = frozenset(
    {
        "account",
        "application",
        "area",
        "assessment",
        "badge",
        "person",
        "person_case",
        "report",
        "vetting_file",
        "zone",
    }
)
"""Object types that hold people and controls, not cargo; reading those files is for other rules."""


@dataclass(frozen=True, slots=True)
class LookUp:
    """A successful S2 or S3 look-up by a known person, with its explanation and the risk of its object."""

    fact: DataFact
    answer: Answer
    risk: int

    @property
    def unexplained(self) -> float:
        """1 when nothing explains it, 0.5 when only something self-made does, 0 when work does."""
        return 1.0 - self.answer.weight

    @property
    def is_critical_class(self) -> bool:
        return self.fact.rank >= FieldClass.S3.rank


def sensitive_look_ups(window: Window) -> Iterator[LookUp]:
    """All sensitive look-ups of the window, in the order of time."""
    for fact in window.data_events:
        if _is_sensitive_look(fact):
            risk = window.explainer.risk(fact.object, fact.at)
            yield LookUp(fact, window.explainer.answer(fact), risk)


def _is_sensitive_look(fact: DataFact) -> bool:
    shown = fact.rank >= FieldClass.S2.rank and fact.is_look and fact.result == DataResult.OK
    named = bool(fact.person) and bool(fact.object)
    return shown and named and fact.object_type not in NOT_LOGISTICS
