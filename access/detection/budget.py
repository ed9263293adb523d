"""How many person-cases the desk looks at in a day, which these are, and the threshold that follows."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from access.detection.rule import Family, Parameter
from access.detection.score import CaseScore
from access.enums import Severity
from access.gate.isps import IspsLevel

_START = date(2026, 11, 22)

CASES = Parameter(
    "cases",
    2,
    "cases a day per 1,000 people",
    "half an hour a case: ten cases of 5,000 people are one analyst's day; start value",
    _START,
)
LEVEL_FACTOR: Mapping[IspsLevel, Parameter] = {
    level: Parameter(f"factor_level_{level.value}", factor, "times the budget", reason, _START)
    for level, factor, reason in (
        (IspsLevel.NORMAL, 1, "the budget is made for this level"),
        (IspsLevel.HEIGHTENED, 1.5, "level matrix of the domain notes, section 2; start value"),
        (IspsLevel.EXCEPTIONAL, 2, "level matrix of the domain notes, section 2; start value"),
    )
}


@dataclass(frozen=True, slots=True)
class Standing:
    """An open case as it stands now. `since` is when it was opened."""

    case: str
    score: CaseScore
    since: datetime

    @property
    def order(self) -> tuple[bool, float, datetime, str]:
        """Critical ones first, then by score; of equals the one that has waited longest."""
        return not self.score.bypass, -self.score.score, self.since, self.case


@dataclass(frozen=True, slots=True)
class Desk:
    """What is looked at today, highest first, and what waits. `threshold` is the lowest score of today's."""

    today: tuple[Standing, ...]
    waiting: tuple[Standing, ...]
    threshold: float


def budget(people: int, level: IspsLevel = IspsLevel.NORMAL) -> int:
    """How many cases a day a port with so many people can look at; at least one."""
    return max(1, round(people * CASES.value / 1000 * LEVEL_FACTOR[level].value))


def desk(cases: Iterable[Standing], size: int) -> Desk:
    """The `size` highest cases. Critical ones are on the desk however many there are, and take its places."""
    ranked = sorted((case for case in cases if case.score.opens_case), key=lambda case: case.order)
    critical = sum(case.score.bypass for case in ranked)
    places = max(size, critical)
    today = tuple(ranked[:places])
    return Desk(today, tuple(ranked[places:]), today[-1].score.score if today else 0.0)


def threshold(days: Sequence[Sequence[float]], size: int) -> float:
    """The score from which on the past days would have brought at most `size` new cases a day.

    `days` holds for each day the scores of the cases that were new then. 0 when even all of them fit.
    """
    scores = sorted((score for day in days for score in day), reverse=True)
    allowed = size * len(days)
    if len(scores) <= allowed:
        return 0.0
    # The first one that no longer fits must stay out, and so must its equals.
    return math.nextafter(scores[allowed], math.inf)


def raised(severity: Severity, family: Family, level: IspsLevel) -> Severity:
    """How severe a finding is at this level: at level 3 even what only informs opens cases, save X and G."""
    informs = severity is Severity.INFORMATIONAL and family in {Family.DATA, Family.PHYSICAL}
    return Severity.MEDIUM if informs and level is IspsLevel.EXCEPTIONAL else severity
