"""The register of badges, and one badge."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.datastructures import MultiValueDict
from django.views import View

from access.enums import BadgeStanding, BadgeState
from access.forms.badge import BadgeFilters
from access.models import Badge
from access.selectors.badge import access_badge
from access.selectors.badge_life import life_of
from access.selectors.badge_register import (
    STILL_OUT,
    badge_areas,
    badge_organisations,
    badge_register,
    entries_of_badge,
)
from access.selectors.badge_type import shares_over_limit
from access.selectors.gate_event import newest_of_badge
from access.selectors.timeline import badge_happenings, told
from access.views.badge_change import possible_steps
from access.views.badge_process import possible_ways
from access.views.gate_outlook import outlook
from accounts.desk_list import DeskList
from accounts.doors import Requires
from accounts.permissions import may
from accounts.roles import Capability
from portsec.interface.listpage import Action, Column, CsvColumn, Empty, SavedView
from portsec.kernel import clock
from portsec.kernel.scope import Scope
from screening.selectors.clearance import current_clearance
from screening.standing import standing

NEWEST = 12  # entries on a badge's page; the log has the rest
HANDLES_BADGES = (Capability.ISSUE_BADGES, Capability.SUSPEND_BADGES)


class BadgeList(DeskList):
    """Every badge in reach; the change that is nearest comes first."""

    capability = Capability.VIEW_BADGES
    title = "Badge register"
    subtitle = "Who holds which badge, and which ones to take back."
    columns = (
        Column("badge", "Badge"),
        Column("organisation", "Organisation"),
        Column("areas", "Areas"),
        Column("until", "Valid until"),
        Column("clearance", "Clearance"),
        Column("state", "State"),
    )
    views = (
        SavedView("active", "Active", {"state": "active"}),
        SavedView("expiring", "Expiring in 30 days", {"state": "expiring"}),
        SavedView("to-retrieve", "To retrieve", {"state": "to_retrieve"}),
        SavedView("suspended", "Suspended", {"state": "suspended"}),
        SavedView("unaccounted", "Unaccounted for", {"state": "unaccounted"}),
        SavedView("not-seen", "To confirm", {"state": "not_seen"}),
        SavedView("missing", "Lost or stolen", {"state": "missing"}),
        SavedView("all", "All"),
    )
    template_name = "access/badge_list.html"
    row_template = "access/badge_row.html"
    export_name = "badges"
    csv_columns = (
        CsvColumn("badge", "serial"),
        CsvColumn("person", "person_ref"),
        CsvColumn("name", "person.full_name"),
        CsvColumn("organisation", "person.organisation.name"),
        CsvColumn("port", "port.locode"),
        CsvColumn("areas", lambda row: " ".join(row.areas)),
        CsvColumn("valid_from", "valid_from"),
        CsvColumn("valid_until", "valid_until"),
        CsvColumn("state", "state"),
        CsvColumn("state_since", "state_since"),
        CsvColumn("clearance", "clearance_state"),
        CsvColumn("clearance_until", "clearance_until"),
    )
    empty = Empty("id-card", "No badges here", "Choose another view above, or clear the filters.")

    @property
    def _by_clock(self) -> bool:
        """Cards to retrieve come by the day on which they were due."""
        return bool(self.data.get("state") == BadgeStanding.TO_RETRIEVE.value)

    @property
    def ordering(self) -> tuple[str, ...]:  # type: ignore[override]
        return ("return_due_on", "-state_since", "-pk") if self._by_clock else ("-state_since", "-pk")

    @property
    def nullable(self) -> tuple[str, ...]:  # type: ignore[override]
        return ("return_due_on",) if self._by_clock else ()

    @cached_property
    def choices(self) -> dict[str, Any]:
        scope = self.request.scope
        return {"areas": badge_areas(scope=scope), "organisations": badge_organisations(scope=scope)}

    def filter_form(self, data: MultiValueDict[str, Any]) -> Form:
        return BadgeFilters(data, **self.choices)

    def queryset(self, scope: Scope, filters: dict[str, Any]) -> Any:
        return self.exported(badge_register(scope=scope, at=clock.now(), **filters))

    def actions(self, request: HttpRequest) -> list[Action]:
        if not request.scope.holds(Capability.ISSUE_BADGES.value):
            return []
        return [Action("Issue a badge", reverse("desk"), icon="id-card", variant="primary")]

    def extra_context(self, request: HttpRequest, queryset: Any) -> dict[str, Any]:
        now = clock.now()
        more = {
            "alarms": shares_over_limit(scope=request.scope, at=now),
            "today": timezone.localdate(now),
        }
        return super().extra_context(request, queryset) | more

    def row_tone(self, row: Badge) -> str:
        today = timezone.localdate(clock.now())
        if row.return_due_on and row.return_due_on < today and row.state in STILL_OUT:
            return "bad"
        cleared = row.clearance_state == "granted" and row.clearance_until >= today
        return "bad" if row.state == BadgeState.ACTIVE.value and not cleared else ""


class BadgeDetail(Requires, View):
    """One badge: validity, holder, what gates would answer now, last attempts, history."""

    capability = Capability.VIEW_BADGES

    def get(self, request: HttpRequest, serial: str) -> HttpResponse:
        badge = access_badge(serial, scope=request.scope)
        now = clock.now()
        in_full = any(
            may(each, scope=request.scope, port_id=badge.port_id).allowed for each in HANDLES_BADGES
        )
        clearance = current_clearance(badge.person_id, at=now) if badge.person_id else None
        sees_events = request.scope.holds(Capability.VIEW_EVENTS.value, badge.port_id)
        context = {
            "badge": badge,
            "clearance": clearance,
            "standing": standing(
                clearance.state_word if clearance else None,
                clearance.valid_until if clearance else None,
                today=timezone.localdate(now),
            ),
            "outlook": outlook(badge, at=now),
            "events": newest_of_badge(badge)[:NEWEST],
            "log_url": f"{reverse('event-list')}?person={badge.serial}" if sees_events else "",
            "history": badge_happenings(badge, in_full=in_full),
            "record": told(entries_of_badge(badge), in_full=in_full),
            "steps": possible_steps(badge, request),
            "ways": possible_ways(badge, request),
            "issues": request.scope.holds(Capability.ISSUE_BADGES.value, badge.port_id),
            "life": life_of(badge, clearance, at=now),
            "can_see_person": request.scope.holds(Capability.VIEW_PEOPLE.value, badge.port_id),
        }
        return render(request, "access/badge_detail.html", context)
