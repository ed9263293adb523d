"""Says what is to be erased, and when. It erases nothing itself."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from screening.enums import ApplicationState
from screening.retention.policy import OF_A_CASE, RetentionPolicy, Row
from screening.retention.words import CountedFrom, DataClass
from screening.suitability.windows import add_months


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseFacts:
    """A closed case as retention sees it.

    `final_on` is None while an appeal is open; `valid_until` None where no clearance came of it; `erased`
    are the classes that are gone already.
    """

    outcome: ApplicationState
    closed_on: date
    final_on: date | None
    valid_until: date | None = None
    erased: frozenset[DataClass] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonFacts:
    """A person as retention sees them.

    `open_cases`: a case is not erased yet. `last_case_erased_on` is None where there never was a case;
    `ends` are the last days of clearances, permits and bans. `in_use`: a badge, say, still stands.
    """

    open_cases: bool
    last_case_erased_on: date | None
    ends: tuple[date, ...] = ()
    in_use: bool = False


@dataclass(frozen=True, slots=True)
class Due:
    """A class of data and the day from which it may no longer be kept; None while that is not known."""

    data_class: DataClass
    row: Row
    on: date | None


def case_dues(policy: RetentionPolicy, facts: CaseFacts) -> tuple[Due, ...]:
    """For each class that a case still holds, the day on which it goes.

    Nothing goes before the decision is final: until then it may be needed to contest or defend it.
    """
    found = []
    for data_class in OF_A_CASE:
        if data_class not in facts.erased:
            row = policy.row(data_class, facts.outcome)
            found.append(Due(data_class, row, _goes_on(row, facts)))
    return tuple(found)


def due_now(dues: Iterable[Due], *, today: date) -> tuple[Due, ...]:
    """Those whose day has come, however long ago: after a standstill nothing is passed over."""
    return tuple(due for due in dues if due.on is not None and due.on <= today)


def identity_due(policy: RetentionPolicy, facts: PersonFacts) -> Due:
    """When the person's name goes: with the last case, and not before the last clearance, permit or ban."""
    row = policy.row(DataClass.IDENTITY)
    if facts.open_cases or facts.in_use or not (facts.last_case_erased_on or facts.ends):
        return Due(DataClass.IDENTITY, row, None)
    if facts.last_case_erased_on is None:
        without_case = policy.row(DataClass.CASE_FILE, ApplicationState.GRANTED)
        return Due(DataClass.IDENTITY, row, add_months(max(facts.ends), without_case.months))
    latest = max((facts.last_case_erased_on, *facts.ends))
    return Due(DataClass.IDENTITY, row, add_months(latest, row.months))


def _goes_on(row: Row, facts: CaseFacts) -> date | None:
    if facts.final_on is None:
        return None
    start = {
        CountedFrom.FINALITY: facts.final_on,
        CountedFrom.CLOSING: facts.closed_on,
        CountedFrom.VALIDITY_END: facts.valid_until or facts.closed_on,
    }[row.counted_from]
    return max(add_months(start, row.months), facts.final_on)
