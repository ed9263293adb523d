"""The first page: what waits for me, and how the port is doing."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from access.enums import BadgeState
from access.selectors.badge import visible_badges
from access.selectors.badge_return import escalated_cards
from access.selectors.badge_type import shares_over_limit
from access.selectors.barrier import overdue_barriers
from access.selectors.gate_event import entries_per_day, refusals_by_reason, refused_since
from access.selectors.isps_level import ending_soon, open_proposals
from access.selectors.person_case import open_cases, todays_cases
from access.selectors.pseudonym import with_sight
from accounts.roles import Capability
from portsec.kernel import clock
from portsec.kernel.scope import Scope
from screening.selectors.application import OPEN_STATES, case_files, proposals_for
from screening.selectors.statistics import median_days_to_decide, open_per_day

DAYS = 14
SHOWN = 8
LEVEL_ENDS_WITHIN = timedelta(hours=24)  # time enough for two people to renew a level


def overview(request: HttpRequest) -> HttpResponse:
    """Each block is there only for those who may see what it counts."""
    now = clock.now()
    scope = request.scope
    context: dict[str, Any] = {"days": DAYS}
    if scope.holds(Capability.VIEW_CASES.value):
        context |= _vetting(scope, now)
        context["mine"] = case_files(scope=scope).filter(owner=request.user, state__in=OPEN_STATES)[:SHOWN]
    if scope.holds(Capability.COUNTERSIGN_DECISIONS.value):
        context["proposals"] = proposals_for(request.user, scope=scope)[:SHOWN]
    if scope.holds(Capability.VIEW_BADGES.value):
        context |= _badges(scope, now)
    if scope.holds(Capability.SET_ISPS_LEVEL.value):
        context |= _security(scope, now)
    if scope.holds(Capability.VIEW_EVENTS.value) or scope.holds(Capability.WATCH_GATES.value):
        context |= _gates(scope, now)
    if scope.holds(Capability.VIEW_PERSON_CASES.value):
        today = with_sight(todays_cases(scope=scope), request.user, at=now)
        context["person_cases"] = today.prefetch_related("flags")[:SHOWN]
        context["person_case_count"] = open_cases(scope=scope).count()
    return render(request, "portsec/overview.html", context)


def _vetting(scope: Scope, now: datetime) -> dict[str, Any]:
    cases = case_files(scope=scope).filter(state__in=OPEN_STATES)
    return {
        "open_count": cases.count(),
        "overdue_count": cases.filter(due_on__lt=timezone.localdate(now)).count(),
        "open_trend": open_per_day(scope=scope, until=now, days=DAYS),
        "median_days": median_days_to_decide(scope=scope, until=now),
    }


def _badges(scope: Scope, now: datetime) -> dict[str, Any]:
    active = visible_badges(scope=scope).filter(state=BadgeState.ACTIVE.value, valid_until__gt=now)
    return {
        "badge_count": active.count(),
        "badge_alarms": shares_over_limit(scope=scope, at=now),
        "cards_escalated": escalated_cards(scope=scope).count(),
        "expiring_count": active.filter(valid_until__lt=now + timedelta(days=7)).count(),
    }


def _security(scope: Scope, now: datetime) -> dict[str, Any]:
    """What a security officer must not find out tomorrow."""
    return {
        "level_proposals": open_proposals(scope=scope),
        "levels_ending": ending_soon(scope=scope, at=now, within=LEVEL_ENDS_WITHIN),
        "overdue_barriers": overdue_barriers(scope=scope, today=timezone.localdate(now)).count(),
    }


def _gates(scope: Scope, now: datetime) -> dict[str, Any]:
    days = entries_per_day(scope=scope, until=now, days=DAYS)
    return {
        "entry_days": [f"{day.day} {day:%b}" for day, _, _ in days],
        "entry_series": [
            ("granted", "accent", [granted for _, granted, _ in days]),
            ("refused", "bad", [refused for _, _, refused in days]),
        ],
        "entry_total": sum(granted + refused for _, granted, refused in days),
        "refused_count": refused_since(scope=scope, since=now - timedelta(hours=24)),
        "refused_trend": [refused for _, _, refused in days],
        "refusal_reasons": refusals_by_reason(scope=scope, since=now - timedelta(days=DAYS)),
    }
