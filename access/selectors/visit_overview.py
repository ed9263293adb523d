"""Visitors who should have left by now, and what a host sees of the weeks ahead."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils import timezone

from access.enums import VisitState
from access.models import Visit
from access.selectors.visit import on_site
from access.selectors.visit_facts import visit_areas
from access.visiting.arrival import VisitArea
from access.visiting.overstay import OnSite, overstay
from portsec.kernel.scope import Scope

WEEK = 7


@dataclass(frozen=True, slots=True)
class Overdue:
    """A visitor who should have left, and why."""

    visit: Visit
    reason: str


@dataclass(frozen=True, slots=True)
class Day:
    """One day of a calendar with the visits that take it."""

    day: date
    visits: tuple[Visit, ...]
    is_today: bool


def overstay_of(visit: Visit, *, at: datetime) -> str:
    """Why this visitor should have left; empty when all is well or nobody is there."""
    if visit.state_word is not VisitState.ARRIVED:
        return ""
    return _overstay(visit, visit_areas(visit.port, visit.areas, at=at), at)


def overdue_visits(*, scope: Scope, at: datetime) -> list[Overdue]:
    """Visitors in reach who should have left, the longest there first."""
    present = list(on_site(scope=scope))
    areas: dict[int, tuple[VisitArea, ...]] = {}
    for visit in present:
        if visit.port_id not in areas:
            codes = {code for each in present if each.port_id == visit.port_id for code in each.areas}
            areas[visit.port_id] = visit_areas(visit.port, codes, at=at)
    found = ((visit, _overstay(visit, areas[visit.port_id], at)) for visit in present)
    return [Overdue(visit, reason) for visit, reason in found if reason]


def _overstay(visit: Visit, areas: Sequence[VisitArea], at: datetime) -> str:
    own = [area for area in areas if area.code in visit.areas]
    card_ends_at = visit.badge.valid_until if visit.badge else None
    closed = bool(own) and not any(area.is_open for area in own)
    return overstay(OnSite(visit.arrived_at or at, card_ends_at, closed), at)


def weeks(visits: Iterable[Visit], *, at: datetime, count: int) -> Sequence[Sequence[Day]]:
    """Some weeks from this one's Monday on, each day with the visits that take it."""
    today = timezone.localdate(at)
    monday = today - timedelta(days=today.weekday())
    end = monday + timedelta(days=count * WEEK)
    taken: defaultdict[date, list[Visit]] = defaultdict(list)
    for visit in visits:
        day = max(visit.first_day, monday)
        while day <= visit.last_day and day < end:
            taken[day].append(visit)
            day += timedelta(days=1)
    days = [monday + timedelta(days=number) for number in range(count * WEEK)]
    whole = [Day(day, tuple(taken[day]), day == today) for day in days]
    return [whole[start : start + WEEK] for start in range(0, len(whole), WEEK)]
