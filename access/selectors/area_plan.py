"""The areas of a port as gates judge them, all of them in a few queries: for the plan, pages and previews."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta
from functools import cached_property
from zoneinfo import ZoneInfo

from django.utils import timezone

from access.gate.facts import AreaFacts
from access.gate.isps import IspsLevel, RosterRule
from access.gate.lockdown import Lockdown as LockdownFacts
from access.gate.opening_hours import OpeningHours, Span
from access.gate.passage import AntiPassback, AntiPassbackMode
from access.gate.requirement import Requirements
from access.models import Area, Lockdown, OpeningSpan, OtherDay, Training
from access.selectors.isps_level import Levels, levels_of
from access.zoning.nesting import chain_of, inside_of
from access.zoning.wording import Asked, asked_by
from accounts.models import Port

ALL_DAY = (Span(time(0), time(0)),)


@dataclass(frozen=True)
class AreaPlan:
    """The areas of a port at one moment by code: rows with their parents, facts with those around.

    `trainings` are the names of the port's trainings by code.
    """

    port: Port
    areas: dict[str, Area]
    facts: dict[str, AreaFacts]
    levels: Levels
    trainings: dict[str, str]

    @cached_property
    def parents(self) -> dict[str, str]:
        return {code: area.parent.code if area.parent else "" for code, area in self.areas.items()}

    def asked_by(self, code: str) -> list[Asked]:
        """What this area itself asks, in words."""
        return asked_by(self.facts[code], self.trainings)

    def inside(self, code: str) -> list[Area]:
        """The areas that lie in this one, at whatever depth, by code."""
        return [self.areas[each] for each in sorted(inside_of(code, self.parents))]

    def around(self, code: str) -> list[Area]:
        """The areas that this one lies in, innermost first."""
        return [self.areas[each] for each in chain_of(code, self.parents)[1:]]

    def effective_level(self, code: str) -> IspsLevel:
        """The highest of the levels of the port, the area and those around it."""
        return max([self.levels.port, *(each.isps_level for each in self.facts[code].chain)])


def area_plan(port: Port, *, at: datetime) -> AreaPlan:
    """Every area of a port with what it asks now, in seven queries however many there are."""
    rows = {area.pk: area for area in Area.objects.filter(port=port).order_by("code")}
    for area in rows.values():
        area.parent = rows[area.parent_id] if area.parent_id else None
        area.port = port
    areas = {area.code: area for area in rows.values()}
    parents = {area.code: area.parent.code if area.parent else "" for area in rows.values()}
    levels = levels_of(port, at=at)
    hours, closed = _hours(rows.values()), _lockdowns(port)
    own = {
        area.code: AreaFacts(
            code=area.code,
            required_level_rank=area.level,
            needs=requirements_of(area, hours.get(area.pk)),
            isps_level=levels.areas[area.pk],
            lockdown=closed.get(area.pk),
            anti_passback=_anti_passback(area),
        )
        for area in rows.values()
    }
    facts = {}
    for code, area_facts in own.items():
        around = chain_of(code, parents)[1:]
        facts[code] = replace(area_facts, within=tuple(around), around=tuple(own[each] for each in around))
    trainings = dict(Training.objects.filter(port=port).values_list("code", "name"))
    return AreaPlan(port, areas, facts, levels, trainings)


def requirements_of(area: Area, hours: OpeningHours | None) -> Requirements:
    """What the row of an area asks by itself."""
    return Requirements(
        trainings=frozenset(area.trainings),
        is_restricted=area.is_restricted,
        biometric=area.biometric,
        escort_allowed=area.escort_allowed,
        two_person_seconds=area.two_person_seconds,
        roster=RosterRule(area.roster),
        hours=(hours,) if hours else (),
        vehicles_allowed=area.vehicles_allowed,
        vehicle_booking=area.vehicle_booking,
    )


def _hours(areas: Iterable[Area]) -> dict[int, OpeningHours]:
    """By area; one without any span never closes, one with other days only closes on those."""
    zones = {area.pk: area.zone for area in areas}
    weeks: defaultdict[int, dict[int, tuple[Span, ...]]] = defaultdict(dict)
    days: defaultdict[int, dict[int, tuple[Span, ...]]] = defaultdict(dict)
    for row in OpeningSpan.objects.filter(area_id__in=zones).order_by("opens"):
        span = Span(row.opens, row.closes)
        where, key = (
            (days[row.area_id], row.other_day_id) if row.other_day_id else (weeks[row.area_id], row.weekday)
        )
        where[key or 0] = (*where.get(key or 0, ()), span)
    other: defaultdict[int, dict[int, OtherDay]] = defaultdict(dict)
    for day in OtherDay.objects.filter(area_id__in=zones):
        other[day.area_id][day.pk] = day
    return {
        pk: OpeningHours(
            zone=ZoneInfo(zones[pk]) if zones[pk] else timezone.get_default_timezone(),
            week=weeks.get(pk) or dict.fromkeys(range(7), ALL_DAY),
            other_days={day.day: days[pk].get(day.pk, ()) for day in other[pk].values()},
        )
        for pk in weeks.keys() | other.keys()
    }


def _lockdowns(port: Port) -> dict[int, LockdownFacts]:
    """By area; of several each must let a function through."""
    found: dict[int, LockdownFacts] = {}
    for row in Lockdown.objects.filter(port=port, ended_at=None, area__isnull=False):
        passing = frozenset(row.passing)
        standing = found.get(row.area_id or 0)
        found[row.area_id or 0] = LockdownFacts(standing.passing & passing if standing else passing)
    return found


def _anti_passback(area: Area) -> AntiPassback | None:
    if not area.passback_mode:
        return None
    seconds, hours = area.passback_seconds, area.passback_forgets_hours
    return AntiPassback(
        AntiPassbackMode(area.passback_mode),
        period=None if seconds is None else timedelta(seconds=seconds),
        forgets_after=None if hours is None else timedelta(hours=hours),
    )
