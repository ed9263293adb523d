"""The queue of unusual entries, and one person-case with everything that speaks for and against it."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views import View

from access.detection.score import DETERMINISTIC, FAMILY_CAP, HALF_LIFE
from access.forms.person_case import MINE, CaseFilters
from access.models import PersonCase
from access.permissions.person_case import may_triage
from access.selectors.case_finding import (
    CLOSED,
    OPEN,
    case_queue,
    findings_of,
    other_cases,
    scan_reports,
    score_of,
)
from access.selectors.desk import held_badges
from access.selectors.person_case import access_person_case, timeline
from access.selectors.timeline import told
from access.views.person_case_decision import possible_steps
from accounts.desk_list import DeskList
from accounts.doors import Requires
from accounts.permissions import may
from accounts.roles import Capability
from portsec.interface.listpage import Column, CsvColumn, Empty, SavedView
from portsec.kernel import clock
from portsec.kernel.scope import Scope
from screening.models import Person
from screening.selectors.clearance import current_clearance
from screening.standing import standing


class UnusualList(DeskList):
    """Person-cases in reach: contradictions first, then by score."""

    capability = Capability.VIEW_PERSON_CASES
    title = "Unusual entries"
    subtitle = "What rules found about one person, in one case. The score ranks; a person decides."
    template_name = "access/unusual_list.html"
    columns = (
        Column("person", "Person"),
        Column("why", "Why it stands out"),
        Column("score", "Score"),
        Column("span", "First and last"),
        Column("owner", "Owner"),
        Column("state", "State"),
    )
    filters = CaseFilters
    views = (
        SavedView("to-look-at", "To look at", {"state": OPEN}),
        SavedView("mine", "Mine", {"state": OPEN, "owner": MINE}),
        SavedView("escalated", "Escalated", {"state": "escalated"}),
        SavedView("closed", "Closed", {"state": CLOSED}),
    )
    ordering = ("-bypass", "-score", "-updated_at", "-pk")
    pager_labels = ("Higher", "Lower")
    row_template = "access/person_case_row.html"
    export_name = "person-cases"
    csv_columns = (
        CsvColumn("reference", "ref"),
        CsvColumn("port", "port.locode"),
        CsvColumn("subject", "subject"),
        CsvColumn("name", "person.full_name"),
        CsvColumn("state", "state"),
        CsvColumn("score", "score"),
        CsvColumn("rules", lambda row: " ".join(sorted({flag.rule for flag in row.flags.all()}))),
        CsvColumn("first_at", "first_at"),
        CsvColumn("last_at", "last_at"),
        CsvColumn("owner", "owner.username"),
        CsvColumn("opened_at", "opened_at"),
        CsvColumn("closed_at", "closed_at"),
        CsvColumn("reassessment", "reassessment_ref"),
    )
    empty = Empty("activity", "Nothing to look at", "When a rule finds something, the person appears here.")

    def queryset(self, scope: Scope, filters: dict[str, Any]) -> Any:
        owner = self.request.user if filters.pop("owner", "") == MINE else None
        return self.exported(case_queue(scope=scope, owner=owner, **filters))

    def row_name(self, row: PersonCase) -> str:
        return f"{row.person or row.subject}, {row.ref}"

    def row_tone(self, row: PersonCase) -> str:
        return "bad" if row.bypass and row.state == OPEN else ""

    def extra_context(self, request: HttpRequest, queryset: Any) -> dict[str, Any]:
        reports = scan_reports(scope=request.scope)
        return super().extra_context(request, queryset) | {"reports": reports}


class PersonCaseDetail(Requires, View):
    """One case: why it stands out, what could explain it, the events themselves, and what was decided."""

    capability = Capability.VIEW_PERSON_CASES

    def get(self, request: HttpRequest, ref: str) -> HttpResponse:
        case = access_person_case(ref, scope=request.scope)
        now = clock.now()
        score, shares = score_of(case, at=now)
        triage = may_triage(request.user, request.scope, case)
        in_full = may(Capability.TRIAGE_PERSON_CASES, scope=request.scope, port_id=case.port_id).allowed
        context = {
            "case": case,
            "findings": findings_of(case),
            "score": score,
            "shares": shares,
            "limits": {"cap": FAMILY_CAP, "half_life": HALF_LIFE, "floor": DETERMINISTIC},
            "timeline": told(timeline(case), in_full=in_full),
            "others": other_cases(case, scope=request.scope),
            "triage": triage,
            "in_full": in_full,
            "steps": possible_steps(case) if triage.allowed else [],
            "is_open": case.state == OPEN,
            "is_mine": case.owner_id == request.user.pk,
            **_subject(case.person, now),
            **_reach(request, case),
        }
        return render(request, "access/person_case_detail.html", context)


def _subject(person: Person | None, now: Any) -> dict[str, Any]:
    """The person behind the case as they stand today; nothing for a subject that is not registered."""
    if person is None:
        return {}
    held = current_clearance(person.pk, at=now)
    word = standing(
        held.state_word if held else None,
        held.valid_until if held else None,
        today=timezone.localdate(now),
    )
    return {"clearance": held, "standing": word, "badges": held_badges(person)}


def _reach(request: HttpRequest, case: PersonCase) -> dict[str, Any]:
    """Which further pages there are for this caller."""
    holds = request.scope.holds
    sees_case = bool(case.reassessment_ref) and holds(Capability.VIEW_CASES.value, case.port_id)
    sees_events = holds(Capability.VIEW_EVENTS.value, case.port_id)
    return {
        "reassessment_url": reverse("case-detail", args=[case.reassessment_ref]) if sees_case else "",
        "can_see_person": case.person is not None and holds(Capability.VIEW_PEOPLE.value, case.port_id),
        "can_see_badges": holds(Capability.VIEW_BADGES.value, case.port_id),
        "entries_url": f"{reverse('event-list')}?person={case.subject}" if sees_events else "",
        "look_ups_url": f"{reverse('data-event-list')}?person={case.subject}" if sees_events else "",
    }
