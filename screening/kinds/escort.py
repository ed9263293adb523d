"""How long somebody without a clearance may be let in under escort. Days are calendar days of the port."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from screening.kinds.words import PermitKind

# Days from the first to the last of a permit. France: a short title of at most 7 days; a temporary one of at
# most two months, which may follow once more (port code, art. R.5332; domain notes 2.1, checked).
LONGEST = {PermitKind.ESCORTED_SHORT: 7, PermitKind.ESCORTED_TEMPORARY: 60}
# Days on site under escort in a rolling year, whoever sponsors them. Australia, visitor identification cards:
# 28 days in a year (domain notes 2.6, checked). A temporary permit says how many of its days may be used.
MOST_DAYS_A_YEAR = 28
ROLLING_YEAR = timedelta(days=365)
# Nobody is led here under escort (domain notes 2.6, a proposal). Gates hold areas against this list.
EXCLUDED_SECTORS = ("reefer stacks", "empty depot", "control room")


@dataclass(frozen=True, slots=True)
class Stay:
    """One permit: its first and last day, and on how many of its days the person may be on site."""

    first: date
    last: date
    days: int


def longest_end(kind: PermitKind, first: date) -> date:
    """The last day that a permit of this kind may have."""
    return first + timedelta(days=LONGEST[kind] - 1)


def days_in_fullest_year(stay: Stay, others: Iterable[Stay]) -> int:
    """Days on site that stand in the fullest rolling year that touches this stay.

    A permit that reaches into a year counts with all its days: on which of them somebody comes is not known
    before. The sum only grows where a permit begins, so the years that end on such a day are looked at.
    """
    stays = [stay, *others]
    latest = stay.last + ROLLING_YEAR - timedelta(days=1)
    ends = {other.first for other in stays if stay.first <= other.first <= latest}
    return max(_days_in_year_before(end, stays) for end in ends)


def _days_in_year_before(end: date, stays: list[Stay]) -> int:
    start = end - ROLLING_YEAR + timedelta(days=1)
    return sum(other.days for other in stays if other.last >= start and other.first <= end)
