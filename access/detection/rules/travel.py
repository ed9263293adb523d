"""P01: one badge is at two places in less time than anybody needs from one to the other."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise

from access.detection.facts import GateFact
from access.detection.rule import Family, Given, Hit, Parameter, Rule, Tried, Unjudged
from access.detection.ways import Ways
from access.detection.window import Feed, Window
from access.detection.wording import counted, day, length, moment
from access.enums import Severity

_START = date(2026, 11, 22)

PARAMETERS = (
    Parameter("share", 70, "% of the minimum", "the fastest read may have been by car; start value", _START),
    Parameter(
        "clock_badges",
        4,
        "badges a day",
        "so many impossible ways at one reader are its clock, not their holders; start value",
        _START,
    ),
)


@dataclass(frozen=True, slots=True)
class Leap:
    """Two reads of one badge, one after the other, that nobody can have made; `minimum` is what it takes."""

    badge: str
    before: GateFact
    after: GateFact
    minimum: timedelta

    @property
    def taken(self) -> timedelta:
        return self.after.at - self.before.at


def impossible_travel(window: Window, given: Given) -> Iterator[Hit | Unjudged]:
    """A badge was read at two readers with less time between than anybody needs for the way.

    A badge that is lent, rented or copied is at two places; renting one out cost EUR 5,000 (Dutch prosecution
    service, 2016). The times are the port's own, measured or learned from its fastest ways; between a door
    inside one terminal and another terminal it is at least the way between their gates. One finding per badge
    and day. A reader at which several badges make impossible ways on one day has a wrong clock.
    """
    leaps = [
        leap
        for badge, events in window.gate_by_badge.items()
        if badge
        for leap in _leaps(badge, events, window.once(Ways), given.number("share") / 100)
    ]
    clocks = _wrong_clocks(leaps, given.number("clock_badges"))
    yield from (_unjudged(reader, on, badges) for (reader, on), badges in sorted(clocks.items()))
    days: defaultdict[tuple[str, date], list[Leap]] = defaultdict(list)
    for leap in leaps:
        on = day(leap.after.at)
        if (leap.before.reader, on) not in clocks and (leap.after.reader, on) not in clocks:
            days[leap.badge, on].append(leap)
    for (_, on), of_day in days.items():
        yield _hit(window, on, of_day)


def _leaps(badge: str, events: Sequence[GateFact], ways: Ways, share: float) -> Iterator[Leap]:
    for before, after in pairwise(events):
        if before.reader == after.reader:
            continue
        least = ways.minimum(before, after)
        if least is not None and after.at - before.at < share * least:
            yield Leap(badge, before, after, least)


def _wrong_clocks(leaps: Iterable[Leap], least: float) -> dict[tuple[str, date], int]:
    """Readers and days with impossible ways of so many badges."""
    badges: defaultdict[tuple[str, date], set[str]] = defaultdict(set)
    for leap in leaps:
        for reader in (leap.before.reader, leap.after.reader):
            badges[reader, day(leap.after.at)].add(leap.badge)
    return {place: len(each) for place, each in badges.items() if len(each) >= least}


def _unjudged(reader: str, on: date, badges: int) -> Unjudged:
    begin = datetime.combine(on, time(), UTC)
    detail = f"On {on} {badges} badges made impossible ways at reader {reader}: its clock seems to be wrong."
    return Unjudged("reader_clock", detail, begin, begin + timedelta(days=1))


def _hit(window: Window, on: date, leaps: Sequence[Leap]) -> Hit:
    worst = min(leaps, key=lambda leap: (leap.taken / leap.minimum, leap.after.id))
    badge = worst.badge
    events = {fact.id: fact for leap in leaps for fact in (leap.before, leap.after)}.values()
    return Hit(
        person=window.holder(worst.after) or f"badge:{badge}",
        key=f"{badge}:{on}",
        events=tuple(fact.id for fact in events),
        first_at=leaps[0].before.at,
        last_at=leaps[-1].after.at,
        text=(
            f"Badge {badge} was read at {worst.before.reader} on {moment(worst.before.at)} and "
            f"{length(worst.taken)} later at {worst.after.reader}; nobody makes that way in less than "
            f"{length(worst.minimum)}. {counted(len(leaps), 'impossible way')} on that day."
        ),
        tried=(Tried("reader_clock", "Too few other badges made such ways at these readers that day."),),
    )


RULE = Rule(
    id="P01",
    version=2,
    family=Family.PHYSICAL,
    severity=Severity.CRITICAL,
    title="Impossible travel",
    innocent=(
        "The clock of a reader or of its controller runs wrong; a reader saw the badge in a passing "
        "vehicle; a new way or door made the minimum time too long."
    ),
    parameters=PARAMETERS,
    look_back=timedelta(days=2),
    detect=impossible_travel,
    needs=frozenset({Feed.GATE, Feed.TRAVEL_TIMES}),
    reach=timedelta(days=1),
)
