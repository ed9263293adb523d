"""The queue of unusual entries, and one person-case with everything that speaks for and against it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views import View

from access.casework.pseudonym import masked
from access.detection.score import DETERMINISTIC, FAMILY_CAP, HALF_LIFE
from access.forms.person_case import MINE, CaseFilters
from access.models import PersonCase
from access.permissions.person_case import may_triage
from access.selectors.case_desk import desks_of_today
from access.selectors.case_figures import case_figures
from access.selectors.case_finding import (
    CLOSED,
    OPEN,
    TODAY,
    WAITING,
    case_queue,
    findings_of,
    other_cases,
    scan_reports,
    score_of,
)
from access.selectors.case_question import account_behind, answers_of
from access.selectors.case_timeline import case_days, totals
from access.selectors.desk import held_badges
from access.selectors.person_case import UNDECIDED, timeline
from access.selectors.pseudonym import is_unmasked, name_of, pseudonym_of, seen_case, stand_ins
from access.selectors.rule_outcome import rule_outcomes
from access.selectors.timeline import told
from access.services.case_question import MOST_AT_ONCE
from access.views.person_case_decision import possible_steps
from accounts.desk_list import DeskList
from accounts.doors import Requires
from accounts.permissions import may
from accounts.roles import Capability
from portsec.interface.keyset import Page
from portsec.interface.listpage import Action, Column, CsvColumn, Empty, SavedView
from portsec.kernel import clock
from portsec.kernel.scope import Scope
from screening.models import Person
from screening.selectors.clearance import current_clearance
from screening.standing import standing


def _subject_of(case: PersonCase) -> str:
    return case.subject if is_unmasked(case) else pseudonym_of(case.port_id, case.subject)


class UnusualList(DeskList):
    """Person-cases in reach: contradictions first, then by score. Nobody is named without a reason."""

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
        SavedView("today", "Today", {"state": TODAY}),
        SavedView("to-look-at", "All open", {"state": OPEN}),
        SavedView("waiting", "Waiting", {"state": WAITING}),
        SavedView("to-confirm", "To confirm", {"state": "to_confirm"}),
        SavedView("mine", "Mine", {"state": OPEN, "owner": MINE}),
        SavedView("escalated", "Escalated", {"state": "escalated"}),
        SavedView("handed", "With the police", {"state": "handed"}),
        SavedView("closed", "Closed", {"state": CLOSED}),
    )
    ordering = ("-bypass", "-score", "-updated_at", "-pk")
    pager_labels = ("Higher", "Lower")
    row_template = "access/person_case_row.html"
    export_name = "person-cases"
    csv_columns = (
        CsvColumn("reference", "ref"),
        CsvColumn("port", "port.locode"),
        CsvColumn("subject", _subject_of),
        CsvColumn("name", name_of),
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
        seen = {"scope": scope, "viewer": self.request.user, "at": clock.now()}
        return self.exported(case_queue(**seen, owner=owner, **filters))

    def row_name(self, row: PersonCase) -> str:
        return f"{name_of(row)}, {row.ref}"

    def row_tone(self, row: PersonCase) -> str:
        return "bad" if row.bypass and row.state in UNDECIDED else ""

    def actions(self, request: HttpRequest) -> tuple[Action, ...]:
        return (
            Action("Random sample", reverse("audit-draw-list"), icon="scale"),
            Action("Muted patterns", reverse("muted-pattern-list"), icon="bell-off"),
        )

    def _page(self, queryset: Any) -> Page:
        """The base's page; each row with what its strongest rule says, without names that are masked."""
        found = super()._page(queryset)
        rows = [(row, flags[0].text) for row in found.rows if (flags := list(row.flags.all()))]
        for port in {row.port_id for row, _ in rows}:
            here = [(row, text) for row, text in rows if row.port_id == port]
            names = stand_ins(port, (text for _, text in here), {row.subject for row, _ in here})
            for row, text in here:
                row.says = text if is_unmasked(row) else masked(text, names)
        return found

    def extra_context(self, request: HttpRequest, queryset: Any) -> dict[str, Any]:
        seen = {"scope": request.scope}
        here = {"reports": scan_reports(**seen), "desks": desks_of_today(**seen, at=clock.now())}
        return super().extra_context(request, queryset) | here


class PersonCaseDetail(Requires, View):
    """One case: why it stands out, what could explain it, the events themselves, and what was decided."""

    capability = Capability.VIEW_PERSON_CASES

    def get(self, request: HttpRequest, ref: str) -> HttpResponse:
        now = clock.now()
        case = seen_case(ref, scope=request.scope, viewer=request.user, at=now)
        score, shares = score_of(case, at=now)
        triage = may_triage(request.user, request.scope, case)
        in_full = may(Capability.TRIAGE_PERSON_CASES, scope=request.scope, port_id=case.port_id).allowed
        context = {
            "case": case,
            "unmasked": is_unmasked(case),
            "score": score,
            "shares": shares,
            "limits": {"cap": FAMILY_CAP, "half_life": HALF_LIFE, "floor": DETERMINISTIC},
            "timeline": told(timeline(case), in_full=in_full),
            "others": other_cases(case, scope=request.scope),
            "triage": triage,
            "in_full": in_full,
            "steps": possible_steps(case, request.user) if triage.allowed else [],
            "is_open": case.state in UNDECIDED,
            "is_mine": case.owner_id == request.user.pk,
            **_found(case, now),
            **_subject(case.person if is_unmasked(case) else None, now),
            **_reach(request, case),
        }
        return render(request, "access/person_case_detail.html", context)


def _found(case: PersonCase, now: datetime) -> dict[str, Any]:
    """Findings, days, figures and answers, with what stands for people who are masked."""
    findings = findings_of(case)
    flags = [flag for finding in findings for flag in (finding.flag, *finding.stages)]
    days = case_days(case, flags)
    texts = [text for flag in flags for text in (flag.text, flag.innocent, *(t["why"] for t in flag.tried))]
    first = min((flag.first_at for flag in flags), default=case.opened_at)
    last = max((flag.last_at for flag in flags), default=case.opened_at)
    return {
        "findings": findings,
        "names": {} if is_unmasked(case) else stand_ins(case.port_id, texts, {case.subject}),
        "days": days,
        "totals": totals(days),
        "figures": case_figures(case, since=first, until=last),
        "answers": answers_of(case, at=now),
        "outcomes": rule_outcomes(case.port_id),
        "can_be_asked": account_behind(case.port, case.subject) is not None,
        "most_asked": MOST_AT_ONCE,
    }


def _subject(person: Person | None, now: datetime) -> dict[str, Any]:
    """The person behind the case as they stand today; nothing for one who is masked or not registered."""
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
    """Which further pages there are for this caller; those that name the person once it is unmasked."""
    holds, named = request.scope.holds, is_unmasked(case)
    sees_case = bool(case.reassessment_ref) and holds(Capability.VIEW_CASES.value, case.port_id)
    sees_log = holds(Capability.VIEW_EVENTS.value, case.port_id)
    sees_events = named and sees_log
    sees_people = holds(Capability.VIEW_PEOPLE.value, case.port_id)
    return {
        "trace_url": f"{reverse('container-trace')}?case_ref={case.ref}&container=" if sees_log else "",
        "reassessment_url": reverse("case-detail", args=[case.reassessment_ref]) if sees_case else "",
        "can_see_person": named and case.person is not None and sees_people,
        "can_see_badges": holds(Capability.VIEW_BADGES.value, case.port_id),
        "entries_url": f"{reverse('event-list')}?person={case.subject}" if sees_events else "",
        "look_ups_url": f"{reverse('data-event-list')}?person={case.subject}" if sees_events else "",
    }
