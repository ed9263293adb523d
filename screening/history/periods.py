"""Periods of days: what they cover, what they leave open, where they meet."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import combinations

from portsec.kernel.errors import InvalidInput
from screening.saying import gettext_noop

# Regulation (EU) 2015/1998, point 11.1: a gap is more than 28 days (the mark is M: commonly stated; the same
# figure stands in BS 7858:2006). Half a month of forgotten days is no gap.
GAP_DAYS = 28
HISTORY_YEARS = 5  # Regulation (EU) 2015/1998, points 11.1.3 and 11.1.4: the last five years
ONE_DAY = timedelta(days=1)
IN_THE_FUTURE = gettext_noop("This day lies in the future. Leave it out.")


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """A stretch of days, first and last day included."""

    since: date
    until: date

    def __post_init__(self) -> None:
        if self.until < self.since:
            raise InvalidInput(
                f"{self.until} lies before {self.since}.",
                fields={"until": gettext_noop("The end lies before the beginning.")},
            )

    @property
    def days(self) -> int:
        return (self.until - self.since).days + 1

    def meets(self, other: Period) -> bool:
        """Whether the two share a day."""
        return self.since <= other.until and other.since <= self.until

    def holds(self, other: Period) -> bool:
        """Whether every day of the other is one of this."""
        return self.since <= other.since and other.until <= self.until


def window(today: date, *, years: int = HISTORY_YEARS) -> Period:
    """The days that a history must account for: the last years up to today.

    A window that would begin on 29 February begins on 28 February, which is one day more, never less.
    """
    try:
        since = today.replace(year=today.year - years)
    except ValueError:
        since = today.replace(year=today.year - years, day=28)
    return Period(since, today)


def period(since: date, until: date | None, *, today: date) -> Period:
    """The days that a row tells of; a row without end lasts until today.

    Raises InvalidInput naming the field: a day in the future, or an end before the beginning.
    """
    for name, day in (("since", since), ("until", until)):
        if day is not None and day > today:
            raise InvalidInput(f"{day} lies in the future.", fields={name: IN_THE_FUTURE})
    return Period(since, until or today)


def merged(periods: Iterable[Period], *, bridge_days: int = 0) -> tuple[Period, ...]:
    """The same days as few periods: touching and overlapping ones become one.

    `bridge_days`: holes of at most so many days are closed.
    """
    found: list[Period] = []
    for each in sorted(periods):
        if found and (each.since - found[-1].until).days - 1 <= bridge_days:
            found[-1] = Period(found[-1].since, max(found[-1].until, each.until))
        else:
            found.append(each)
    return tuple(found)


def uncovered(periods: Iterable[Period], within: Period) -> tuple[Period, ...]:
    """The stretches of the window on which no period lies, in order."""
    found = []
    day = within.since
    for each in merged(periods):
        if each.until < day:
            continue
        if each.since > within.until:
            break
        if each.since > day:
            found.append(Period(day, each.since - ONE_DAY))
        if each.until >= within.until:
            return tuple(found)
        day = each.until + ONE_DAY
    return (*found, Period(day, within.until))


def gaps(periods: Iterable[Period], within: Period, *, longer_than: int = GAP_DAYS) -> tuple[Period, ...]:
    """Uncovered stretches of more than so many days."""
    return tuple(hole for hole in uncovered(periods, within) if hole.days > longer_than)


def overlaps(periods: Sequence[Period]) -> tuple[tuple[int, int, Period], ...]:
    """Each pair of periods, by their places, that share days, and the shared days.

    Two jobs at a time are allowed; they are named, so that somebody can look.
    """
    return tuple(
        (first, second, Period(max(a.since, b.since), min(a.until, b.until)))
        for (first, a), (second, b) in combinations(enumerate(periods), 2)
        if a.meets(b)
    )


def is_explained(gap: Period, explanations: Iterable[Period], *, longer_than: int = GAP_DAYS) -> bool:
    """Whether what was said of the gap leaves no stretch of it that would be a gap by itself."""
    return not gaps(explanations, gap, longer_than=longer_than)
