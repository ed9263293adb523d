"""Look-ups of sensitive logistics data, each with what explains it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from access.detection.explaining import Answer, Explainer
from access.detection.facts import CRITICAL, SENSITIVE_CLASSES, DataFact
from access.enums import DataResult

NOT_LOGISTICS = frozenset(
    {
        "account",
        "application",
        "area",
        "assessment",
        "audit_log",
        "badge",
        "grant",
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
        return self.fact.rank >= CRITICAL


def sensitive_look_ups(events: Iterable[DataFact], explainer: Explainer) -> Iterator[LookUp]:
    """All sensitive look-ups among these events, in their order."""
    for fact in events:
        if is_sensitive_look(fact):
            yield LookUp(fact, explainer.answer(fact), explainer.risk(fact.object, fact.at))


def is_sensitive_look(fact: DataFact) -> bool:
    if fact.field_class not in SENSITIVE_CLASSES or not fact.is_look or fact.result != DataResult.OK:
        return False
    return bool(fact.person) and bool(fact.object) and fact.object_type not in NOT_LOGISTICS
