"""The reception: who is expected, on site, overdue; and one visit."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views import View

from access.enums import VisitState
from access.forms.visit import VisitFilters
from access.models import Visit
from access.permissions.visit import may_cancel_visit, may_rate_visits, may_receive
from access.selectors.badge_card import area_names
from access.selectors.timeline import told
from access.selectors.visit import access_visit, narrowed, refused_announcements, visits_received
from access.selectors.visit_overview import Overdue, overdue_visits, overstay_of
from access.services import reception
from accounts.desk_list import DeskList
from accounts.doors import Requires
from accounts.roles import Capability
from ledger.selectors.entry import entries_about
from portsec.interface.listpage import Action, Column, CsvColumn, Empty, SavedView
from portsec.kernel import clock
from portsec.kernel.scope import Scope

RECEIVES = Capability.RECEIVE_VISITS
SEES_REASONS = Capability.SET_ISPS_LEVEL.value  # of people who may not come: the security officer's to know
SHOWN = 20  # overdue visitors above the list; more of them is a list of its own


class VisitList(DeskList):
    """Visitors of the reception; those who should have left stand on top."""

    capability = RECEIVES
    title = "Visitors"
    subtitle = "Who is expected, who is on site, who should have left."
    columns = (
        Column("visitor", "Visitor"),
        Column("days", "Days"),
        Column("host", "Host"),
        Column("escort", "Escort"),
        Column("state", "State"),
    )
    filters = VisitFilters
    views = (
        SavedView("expected", "Expected today", {"standing": "expected"}),
        SavedView("on-site", "On site", {"standing": "arrived"}),
        SavedView("left", "Left today", {"standing": "left", "days": "today"}),
        SavedView("coming", "Coming", {"standing": "coming"}),
        SavedView("turned-away", "Turned away", {"standing": "turned_away"}),
        SavedView("all", "All"),
    )
    ordering = ("-first_day", "-pk")
    row_template = "access/visit_row.html"
    template_name = "access/visit_list.html"
    export_name = "visitors"
    csv_columns = (
        CsvColumn("visit", "ref"),
        CsvColumn("visitor", "visitor.ref"),
        CsvColumn("name", "visitor.full_name"),
        CsvColumn("company", "company"),
        CsvColumn("host", "host.username"),
        CsvColumn("organisation", "organisation.name"),
        CsvColumn("first_day", "first_day"),
        CsvColumn("last_day", "last_day"),
        CsvColumn("areas", lambda row: " ".join(row.areas)),
        CsvColumn("state", "state"),
        CsvColumn("arrived_at", "arrived_at"),
        CsvColumn("left_at", "left_at"),
    )
    empty = Empty(
        "calendar-check",
        "Nobody here",
        "Hosts announce visitors on “My visitors”. Choose another view above, or search by name.",
    )

    def queryset(self, scope: Scope, filters: dict[str, Any]) -> Any:
        return self.exported(narrowed(visits_received(scope=scope), at=clock.now(), **filters))

    def actions(self, request: HttpRequest) -> list[Action]:
        return [Action("Ship crews", reverse("visit-crew"), icon="ship")]

    @cached_property
    def overdue(self) -> list[Overdue]:
        return overdue_visits(scope=self.request.scope, at=clock.now())

    def row_tone(self, row: Visit) -> str:
        return "bad" if any(row == late.visit for late in self.overdue) else ""

    def row_name(self, row: Visit) -> str:
        return row.visitor.full_name

    def extra_context(self, request: HttpRequest, queryset: Any) -> dict[str, Any]:
        return super().extra_context(request, queryset) | {
            "overdue": self.overdue[:SHOWN],
            "overdue_count": len(self.overdue),
            "overdue_refs": {late.visit.ref for late in self.overdue},
            "refused": refused_announcements(scope=request.scope, at=clock.now()),
        }


class VisitDetail(Requires, View):
    """One visit: what was announced, what is missing for it, what happened."""

    capability = (RECEIVES, Capability.ANNOUNCE_VISITS)

    def get(self, request: HttpRequest, ref: str) -> HttpResponse:
        visit = access_visit(ref, user=request.user, scope=request.scope)
        return render(request, "access/visit_detail.html", visit_context(request, visit))


def visit_context(request: HttpRequest, visit: Visit) -> dict[str, Any]:
    """What every page about one visit shows."""
    now, port_id = clock.now(), visit.port_id
    receives = request.scope.holds(RECEIVES.value, port_id)
    expected = visit.state_word is VisitState.ANNOUNCED
    checks = {}
    if receives and expected:
        in_full = request.scope.holds(SEES_REASONS, port_id)
        checks = reception.told(reception.checklist(visit, visit.escort, at=now), in_full=in_full)
    return {
        "visit": visit,
        "areas": area_names(visit.port, visit.areas),
        "checks": list(checks.items()),
        "receives": receives,
        "is_expected": expected,
        "is_there": visit.state_word is VisitState.ARRIVED,
        "overstay": overstay_of(visit, at=now),
        "verdict": may_receive(request.user, request.scope, visit),
        "may_cancel": may_cancel_visit(request.user, request.scope, visit).allowed,
        "may_rate": may_rate_visits(request.scope, port_id).allowed,
        "is_host": visit.host_id == request.user.pk,
        "history": told(entries_about([visit.reference]), in_full=True),
        "is_ready": all(verdict.allowed for _, verdict in checks.items()),
    }
