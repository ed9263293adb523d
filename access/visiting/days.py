"""On how many days somebody may be led in as a visitor. Days are calendar days of the port.

The same bounds as for escorted permits hold, and both count together, whoever the host is: or who needs a
clearance would come as a visitor of ten hosts instead.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from access.enums import VisitState
from portsec.kernel.verdict import Verdict, all_of, allow, deny
from screening.kinds.escort import LONGEST, MOST_DAYS_A_YEAR, Stay, days_in_fullest_year
from screening.kinds.words import PermitKind

LONGEST_VISIT = LONGEST[PermitKind.ESCORTED_SHORT]
"""Days from the first to the last of one visit, as for a short escorted permit (French port code, R.5332)."""

FURTHEST_AHEAD = timedelta(days=90)
"""How far ahead a visit is announced. House proposal, November 2026: later plans change, and names wait."""

DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Planned:
    """One visit as days: what was announced, and between which days the visitor was really there."""

    state: VisitState
    first: date
    last: date
    arrived: date | None = None
    left: date | None = None


def days_between(first: date, last: date) -> frozenset[date]:
    """Every day from the first to the last, both included; none when the last lies before."""
    return frozenset(first + number * DAY for number in range((last - first).days + 1))


def days_of(visit: Planned, today: date) -> frozenset[date]:
    """The days that a visit takes: those that somebody was there, and those that are still announced.

    Days on which nobody came are given back, also those of a visit that was announced and lapsed.
    """
    match visit.state:
        case VisitState.ANNOUNCED:
            return days_between(max(visit.first, today), visit.last)
        case VisitState.ARRIVED:
            begun = visit.arrived or visit.first
            return days_between(begun, max(visit.last, today))
        case VisitState.LEFT:
            begun = visit.arrived or visit.first
            return days_between(begun, visit.left or begun)
        case _:
            return frozenset()


def days_taken(visits: Iterable[Planned], today: date) -> frozenset[date]:
    """The days of all these visits. A day with two hosts is one day."""
    return frozenset().union(*(days_of(visit, today) for visit in visits))


def days_with(wanted: frozenset[date], taken: frozenset[date], permits: Iterable[Stay]) -> int:
    """Days under escort in the fullest rolling year that touches the wanted days, those included."""
    single = [Stay(day, day, 1) for day in wanted | taken]
    held = list(permits)
    return max(
        (
            days_in_fullest_year(stay, [*(other for other in single if other != stay), *held])
            for stay in single
            if stay.first in wanted
        ),
        default=0,
    )


def may_take(
    first: date, last: date, *, today: date, taken: frozenset[date], permits: Iterable[Stay]
) -> Verdict:
    """Whether a visit may take these days, with every reason why not."""
    if last < first or first < today:
        return deny("visit_days_past", "The days must begin today or later, and end after they begin.")
    span = (last - first).days + 1
    verdicts = [allow()]
    if span > LONGEST_VISIT:
        verdicts.append(
            deny("visit_too_long", f"One visit lasts {LONGEST_VISIT} days at the longest; this has {span}.")
        )
    if first - today > FURTHEST_AHEAD:
        verdicts.append(
            deny("visit_too_far_ahead", f"A visit is announced {FURTHEST_AHEAD.days} days ahead at most.")
        )
    elif span <= LONGEST_VISIT:
        verdicts.append(within_the_year(days_between(first, last), taken, permits))
    return all_of(*verdicts)


def within_the_year(wanted: frozenset[date], taken: frozenset[date], permits: Iterable[Stay]) -> Verdict:
    """Whether the rolling year has room for these days.

    Australian visitor identification cards, as practice: 28 days in a year, whoever the sponsor is.
    """
    total = days_with(wanted, taken, permits)
    if total <= MOST_DAYS_A_YEAR:
        return allow()
    return deny(
        "visit_year_used_up",
        f"With this visit the person is here under escort on {total} days of a rolling year, counting every "
        f"host; {MOST_DAYS_A_YEAR} are allowed. Who comes more often needs a clearance.",
    )
