"""How flags add up to the rank of a person-case.

A flag adds points, which are log-odds: each point multiplies the odds that something is wrong by e. A port
without history goes by the severity of each flag; one with history by how rarely such flags come up among the
same peers (`rarity`). Points fade with time and are capped per family. The sum only ranks cases for people to
look at; it decides nothing about anyone.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from access.detection.rarity import Kind, Rarity
from access.detection.rule import Family, Flag, Parameter
from access.enums import Severity

_START = date(2026, 11, 22)

EVEN_CHANCE = Parameter(
    "even_chance",
    math.log(0.998 / 0.002),
    "log-odds",
    "from one person-day in 500 to one in two: ten cases a day among 5,000 people are what "
    "one analyst can look at; start value",
    _START,
)
HALF_LIFE = Parameter(
    "half_life",
    30,
    "days",
    "an old symptom tells less about now; start value, to be replayed on own history",
    _START,
)
FAMILY_CAP = Parameter(
    "family_cap",
    1.8,
    "times the strongest flag of the family",
    "below 2, so that any number of copies of one symptom stays under two independent ones",
    _START,
)
STRENGTH_CAP = Parameter(
    "strength_cap",
    1.5,
    "times the points of the severity",
    "volume alone must not lift a flag to the next severity",
    _START,
)
DETERMINISTIC = Parameter(
    "deterministic",
    0.9,
    "score",
    "a critical flag rests on a contradiction in the records, not on odds: such cases stand above all others",
    _START,
)
SEVERITY_POINTS: Mapping[Severity, Parameter] = {
    severity: Parameter(f"points_{severity.name.lower()}", value, "log-odds", reason, _START)
    for severity, value, reason in (
        (Severity.CRITICAL, 6.0, "nearly an even chance on its own"),
        (Severity.HIGH, 2.0, "odds times 7; start value"),
        (Severity.MEDIUM, 1.0, "odds times 2.7; start value"),
        (Severity.INFORMATIONAL, 0.3, "odds times 1.3; adds to others, never opens a case"),
    )
}


@dataclass(frozen=True, slots=True)
class CaseScore:
    """`score` ranks cases from 0 (nothing) to below 1; `points` and `by_family` say what made it.

    `bypass`: a critical flag stands, whatever the points. `opens_case`: more than informational flags.
    """

    score: float
    points: float
    by_family: Mapping[Family, float]
    bypass: bool
    opens_case: bool


def flag_points(severity: Severity, strength: float = 1.0) -> float:
    """Log-odds of one flag at its own time. `strength` counts from 1 to the cap."""
    return SEVERITY_POINTS[severity].value * min(max(strength, 1.0), STRENGTH_CAP.value)


def faded(points: float, since: datetime, at: datetime) -> float:
    """What is left of the points at `at`; a flag from the future counts in full."""
    age = max(0.0, (at - since).total_seconds())
    return float(points * 0.5 ** (age / HALF_LIFE.duration.total_seconds()))


def combine(
    flags: Iterable[Flag], at: datetime, prior: float = 0.0, rarity: Rarity | None = None
) -> CaseScore:
    """The score of one person's open flags at a moment. The same finding given twice counts once.

    `prior` are the log-odds that stood before any finding (`suitability_prior`, X04). They move the rank of a
    case that findings open, and nothing else. `rarity` is what the port's own history says of such findings;
    without it the severities speak alone.
    """
    once = {(flag.rule, flag.key): flag for flag in flags}.values()
    families: defaultdict[Family, list[float]] = defaultdict(list)
    for family, points in _points_by_severity(once, at) if rarity is None else _points(once, at, rarity):
        families[family].append(points)
    by_family = {
        family: min(math.fsum(points), FAMILY_CAP.value * max(points))
        for family, points in sorted(families.items())
    }
    total = math.fsum(by_family.values())
    bypass = any(flag.severity == Severity.CRITICAL for flag in once)
    opens_case = any(flag.severity != Severity.INFORMATIONAL for flag in once)
    ranked = total + prior if opens_case else total
    return CaseScore(_rank(ranked, bypass), total, by_family, bypass, opens_case)


def _points_by_severity(flags: Collection[Flag], at: datetime) -> Iterator[tuple[Family, float]]:
    for flag in flags:
        yield flag.family, faded(flag.points, flag.last_at, at)


def _points(flags: Collection[Flag], at: datetime, rarity: Rarity) -> Iterator[tuple[Family, float]]:
    """What findings of each kind weigh together: how surprising it is to find them on so many days."""
    kinds: defaultdict[Kind, list[Flag]] = defaultdict(list)
    for flag in flags:
        kinds[Kind(flag.rule, flag.severity)].append(flag)
    for kind, alike in kinds.items():
        days = len({flag.due_at.date() for flag in alike})
        # Above 1 for a strong finding, below it where outcomes have taught to trust the rule less.
        strength = max(flag.points for flag in alike) / SEVERITY_POINTS[kind.severity].value
        if strength <= 0:
            continue
        surprise = max(0.0, rarity.surprise(kind, alike[0].person, days) + math.log(strength))
        if kind.severity == Severity.INFORMATIONAL:
            surprise *= SEVERITY_POINTS[kind.severity].value
        yield alike[0].family, faded(surprise, max(flag.last_at for flag in alike), at)


def _rank(points: float, bypass: bool) -> float:
    """Points to a number from 0 to 1, one half at EVEN_CHANCE; above DETERMINISTIC only with a critical flag.

    Not the chance itself, which would come so close to 1 that strong cases could no longer be told apart.
    """
    share = points / (points + EVEN_CHANCE.value)
    floor = DETERMINISTIC.value
    return floor + (1 - floor) * share if bypass else floor * share
