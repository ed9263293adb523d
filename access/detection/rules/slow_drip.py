"""D15: unexplained look-ups creep up week by week."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from statistics import median

from access.detection.rule import Family, Given, Hit, Parameter, Rule, Tried
from access.detection.unexplained import LookUp
from access.detection.window import Feed, Window
from access.detection.without_reason import without_reason
from access.detection.wording import counted, day
from access.enums import Severity
from access.need_to_know.work_order import WINDOW

_START = date(2026, 11, 22)

PARAMETERS = tuple(
    Parameter(name, value, unit, reason, _START)
    for name, value, unit, reason in (
        ("slack", 0.5, "standard deviations", "what a week may exceed its usual by; start value"),
        ("alarm", 5, "standard deviations", "what may add up; start value"),
        ("weeks", 26, "weeks", "half a year; start value"),
        ("least_weeks", 6, "weeks", "before that no usual week is known; start value"),
        ("objects", 5, "objects", "what adds up must be more than a handful; start value"),
    )
)

_WEEK = timedelta(weeks=1)


@dataclass(frozen=True, slots=True)
class Drift:
    """How far the weeks up to one have gone beyond the usual, in objects."""

    since: date
    usual: float
    excess: float
    alarm: float


def unexplained_look_ups_creep_up(window: Window, given: Given) -> Iterator[Hit]:
    """Week after week the person looked up more without a reason than in a usual week of their own.

    Small excesses add up (CUSUM with half a standard deviation of slack, alarm at five, over 26 weeks). A
    coerced employee begins with little: threats at sports clubs and petrol stations turn stable people
    (Dutch police interviews, 2023). Judged when a week is over.
    """
    by_person = window.once(without_reason)
    first, last = monday(window.since) - _WEEK, monday(window.until)
    for person, look_ups in by_person.items():
        weeks = _by_week(look_ups)
        worked = {monday(fact.at) for fact in window.data_by_person[person]}
        for week in sorted(weeks):
            if first <= week <= last:
                drift = _drift(weeks, worked, week, given)
                if drift is not None and drift.excess > max(drift.alarm, given.number("objects")):
                    yield _hit(person, week, drift, weeks)


def monday(at: datetime) -> date:
    """The Monday that the week of this moment began with, in UTC."""
    on = day(at)
    return on - timedelta(days=on.weekday())


def _by_week(look_ups: Sequence[LookUp]) -> Mapping[date, Mapping[str, LookUp]]:
    """The objects of each week, each with its first look-up."""
    weeks: defaultdict[date, dict[str, LookUp]] = defaultdict(dict)
    for each in look_ups:
        weeks[monday(each.fact.at)].setdefault(each.fact.object, each)
    return weeks


def _drift(
    weeks: Mapping[date, Mapping[str, LookUp]], worked: set[date], week: date, given: Given
) -> Drift | None:
    """The drift at the end of that week, or None while too few weeks are known."""
    begin = week - (given.number("weeks") - 1) * _WEEK
    known = sorted(one for one in worked if begin <= one <= week)
    if len(known) < given.number("least_weeks"):
        return None
    counts = [len(weeks.get(one, {})) for one in known]
    usual = median(counts[:-1])
    deviation = max(1.0, math.sqrt(usual))
    excess, since = 0.0, known[-1]
    for one, count in zip(known, counts, strict=True):
        if excess == 0.0:
            since = one
        excess = max(0.0, excess + count - usual - given.number("slack") * deviation)
    return Drift(since, usual, excess, given.number("alarm") * deviation)


def _hit(person: str, week: date, drift: Drift, weeks: Mapping[date, Mapping[str, LookUp]]) -> Hit:
    each = [
        look_up
        for one, objects in sorted(weeks.items())
        if drift.since <= one <= week
        for look_up in objects.values()
    ]
    counts = [len(objects) for one, objects in sorted(weeks.items()) if drift.since <= one <= week]
    due = datetime.combine(week + _WEEK, time(), UTC)
    return Hit(
        person=person,
        key=f"{person}:{week}",
        events=tuple(look_up.fact.id for look_up in each),
        first_at=each[0].fact.at,
        last_at=each[-1].fact.at,
        due_at=due,
        text=(
            f"{counted(sum(counts), 'object')} looked up without a reason since the week of {drift.since}, "
            f"by week {', '.join(map(str, counts))}; a usual week of this person has {drift.usual:g}."
        ),
        strength=drift.excess / drift.alarm,
        objects=tuple(sorted({look_up.fact.object for look_up in each})),
        tried=(
            Tried("one_week", "What exceeds a usual week added up; it is not taken back in quiet weeks."),
        ),
    )


RULE = Rule(
    id="D15",
    version=1,
    family=Family.DATA,
    severity=Severity.MEDIUM,
    title="Slow drip of unexplained look-ups",
    innocent=(
        "A new role or customer whose orders are not delivered yet; a system of orders being replaced; or a "
        "season."
    ),
    parameters=PARAMETERS,
    look_back=timedelta(weeks=28),
    detect=unexplained_look_ups_creep_up,
    needs=frozenset({Feed.DATA, Feed.WORK_ORDERS}),
    reach=WINDOW,
    stopped_by=frozenset({Feed.WORK_ORDERS}),
)
