"""The plan of a port's areas, and one area."""

from __future__ import annotations

from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views import View

from access.gate.isps import IspsLevel
from access.isps_preview.measures import LEVEL_WORDS
from access.models import Area, OtherDay
from access.selectors.area_page import (
    access_area,
    badges_that_open,
    gates_by_area,
    nodes_of,
    own_and_inherited,
    people_inside,
    ports_with_areas,
)
from access.selectors.area_plan import area_plan
from access.selectors.isps_level import counting_change
from access.selectors.timeline import told
from access.services.opening_hours import week_of, words_of_day
from access.zoning.week import bars_of
from accounts.doors import Requires
from accounts.roles import Capability
from ledger.selectors.entry import entries_about
from portsec.kernel import clock

READERS = (Capability.MANAGE_AREAS, Capability.WATCH_GATES, Capability.VIEW_BADGES)
LEVEL_TONES = {IspsLevel.NORMAL: "good", IspsLevel.HEIGHTENED: "wait", IspsLevel.EXCEPTIONAL: "bad"}
DAYS_AHEAD = 12  # other days named on the page


class AreaMap(Requires, View):
    """All areas as boxes in each other: level, what they ask, the gates on their borders."""

    capability = READERS

    def get(self, request: HttpRequest) -> HttpResponse:
        now = clock.now()
        plans = [area_plan(port, at=now) for port in ports_with_areas(scope=request.scope)]
        context = {
            "plans": [
                {"port": plan.port, "nodes": nodes_of(plan), "level_chip": level_chip(plan.levels.port)}
                for plan in plans
            ],
            "own_ports": request.scope.ports(Capability.MANAGE_AREAS.value),
        }
        return render(request, "access/area_map.html", context)


class AreaDetail(Requires, View):
    """One area: what it asks and what those around it ask, gates, hours, barriers, who may enter."""

    capability = READERS

    def get(self, request: HttpRequest, locode: str, code: str) -> HttpResponse:
        area = access_area(locode, code, scope=request.scope)
        now = clock.now()
        plan = area_plan(area.port, at=now)
        facts = plan.facts[area.code]
        context = {
            "area": area,
            "asked": own_and_inherited(area.code, plan),
            "level": plan.effective_level(area.code),
            "level_chip": level_chip(plan.effective_level(area.code)),
            "change": counting_change(area, at=now) or counting_change(area.port, at=now),
            "is_locked": any(each.lockdown is not None for each in facts.chain),
            "is_open": all(hours.is_open(now) for each in facts.chain for hours in each.needs.hours),
            "inside": people_inside(area.port).get(area.pk, 0),
            "children": [each for each in plan.areas.values() if each.parent_id == area.pk],
            "gates": gates_by_area(area.port).get(area.pk, []),
            "barriers": area.barriers.order_by("code"),
            "history": told(
                entries_about([area.reference]),
                in_full=request.scope.holds(Capability.SET_ISPS_LEVEL.value, area.port_id),
            ),
            "watches": request.scope.holds(Capability.WATCH_GATES.value, area.port_id),
            "is_officer": request.scope.holds(Capability.MANAGE_AREAS.value, area.port_id),
            **_hours(area, timezone.localdate(now)),
            "badges": badges_that_open(facts.codes, area.port, at=now),
            "named": badges_that_open([area.code], area.port, at=now),
            "register_url": _register_url(request, area),
        }
        return render(request, "access/area_detail.html", context)


def level_chip(level: IspsLevel) -> dict[str, str]:
    """A level as word and tone."""
    return {"label": LEVEL_WORDS[level], "tone": LEVEL_TONES[level]}


def _hours(area: Area, today: date) -> dict[str, Any]:
    week = week_of(area)
    days = OtherDay.objects.filter(area=area, day__gte=today).prefetch_related("spans")[:DAYS_AHEAD]
    return {
        "has_hours": bool(week),
        "bars": bars_of(week) if week else [],
        "other_days": [(day, words_of_day(day)) for day in days],
    }


def _register_url(request: HttpRequest, area: Area) -> str:
    """The badges that name the area, for those who may see badges."""
    if not request.scope.holds(Capability.VIEW_BADGES.value, area.port_id):
        return ""
    return f"{reverse('badge-list')}?{urlencode({'area': area.code, 'state': 'active'})}"
