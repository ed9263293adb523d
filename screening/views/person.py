"""The register of people, and one person."""

from __future__ import annotations

from datetime import datetime
from functools import cached_property
from typing import Any

from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.datastructures import MultiValueDict
from django.views import View

from accounts.desk_list import DeskList
from accounts.doors import Requires
from accounts.permissions import may
from accounts.roles import Capability
from portsec.interface.listpage import Column, CsvColumn, Empty, SavedView
from portsec.kernel import clock
from portsec.kernel.scope import Scope
from portsec.kernel.verdict import all_of
from screening.enums import ClearanceState
from screening.forms.person import PersonFilters
from screening.forms.rescreening import ScreenNowForm
from screening.models import Clearance, Person
from screening.permissions import (
    is_not_own_file,
    may_ban,
    may_decide_hit,
    may_revoke_permit,
    may_suspend,
)
from screening.selectors.application import case_files
from screening.selectors.clearance import clearance_history, current_clearance
from screening.selectors.permit import permit_in_force, permits_of
from screening.selectors.person import access_person
from screening.selectors.renewal import is_being_renewed, is_ending
from screening.selectors.screening_run import hits_to_decide, queries_of
from screening.selectors.standing import employers_of, people_register
from screening.selectors.timeline import display_names, person_timeline
from screening.standing import standing

SHOWN_QUERIES = 10  # of the screening log
SHOWN_CALLS = 20  # of a returning seafarer; more stand in the crew lists
SEES_PEOPLE = (Capability.VIEW_PEOPLE, Capability.VIEW_CASES)
# Which steps each state of a clearance allows, with the words of their buttons.
STEPS = {
    ClearanceState.GRANTED: (
        ("suspend", "Suspend clearance"),
        ("reassess", "Reassess"),
        ("withdraw", "End clearance"),
    ),
    ClearanceState.SUSPENDED: (
        ("reinstate", "Reinstate clearance"),
        ("prolong", "Prolong suspension"),
        ("withdraw", "End clearance"),
    ),
    ClearanceState.WITHDRAWN: (),
}


class PersonList(DeskList):
    """Everybody in reach, by name."""

    capability = SEES_PEOPLE
    title = "People"
    subtitle = "Everybody who is, was or wants to be cleared."
    columns = (
        Column("person", "Person"),
        Column("organisation", "Organisation"),
        Column("clearance", "Clearance"),
        Column("level", "Level"),
        Column("until", "Valid until"),
    )
    filters = PersonFilters
    views = (
        SavedView("everybody", "Everybody"),
        SavedView("cleared", "Cleared", {"clearance": "cleared"}),
        SavedView("suspended", "Suspended", {"clearance": "suspended"}),
        SavedView("ended", "Ended", {"clearance": "ended"}),
    )
    ordering = ("family_name", "given_names", "pk")
    pager_labels = ("Back", "Further")
    row_template = "screening/person_row.html"
    export_name = "people"
    csv_columns = (
        CsvColumn("person", "ref"),
        CsvColumn("family_name", "family_name"),
        CsvColumn("given_names", "given_names"),
        CsvColumn("organisation", "organisation.name"),
        CsvColumn("port", "port.locode"),
        CsvColumn("clearance", "clearance_state"),
        CsvColumn("level", "clearance_level"),
        CsvColumn("valid_until", "clearance_until"),
    )
    empty = Empty("users", "Nobody found", "Try a part of the name, or clear the filters.")

    @cached_property
    def organisations(self) -> list[tuple[int, str]]:
        return employers_of(scope=self.request.scope)

    def filter_form(self, data: MultiValueDict[str, Any]) -> Form:
        return PersonFilters(data, organisations=self.organisations)

    def queryset(self, scope: Scope, filters: dict[str, Any]) -> Any:
        return self.exported(people_register(scope=scope, at=clock.now(), **filters))


class PersonDetail(Requires, View):
    """Facts, clearances with their history, cases, and the ways to badges and entries."""

    capability = SEES_PEOPLE

    def get(self, request: HttpRequest, ref: str) -> HttpResponse:
        person = access_person(ref, scope=request.scope)
        now = clock.now()
        held = current_clearance(person.pk, at=now)
        in_full = _may_read_in_full(person, request)
        clearances = clearance_history(person, at=now)
        context = {
            "person": person,
            "held": held,
            "standing": standing(
                held.state_word if held else None,
                held.valid_until if held else None,
                today=timezone.localdate(now),
            ),
            "clearances": clearances,
            "names": _names(clearances),
            "in_full": in_full,
            "cases": case_files(scope=request.scope).filter(person=person).order_by("-submitted_at"),
            "timeline": person_timeline(person, in_full=in_full),
            "steps": [step for step in STEPS[held.state_word] if _is_offered(step[0], held)] if held else [],
            "can_change": may_suspend(request.user, request.scope, person).allowed,
            **_reach(request, person),
            **_permits(request, person, now),
            **_screening(request, person),
        }
        return render(request, "screening/person_detail.html", context)


def _permits(request: HttpRequest, person: Person, now: datetime) -> dict[str, Any]:
    """What lets the person in without a clearance, what forbids it, and the calls of their ships."""
    calls = person.crew_entries.select_related("crew_list").order_by("-crew_list__eta", "-pk")
    sees_cases = request.scope.holds(Capability.VIEW_CASES.value, person.port_id)
    return {
        "permits": permits_of(person),
        "in_force": permit_in_force(person, now),
        "may_revoke": may_revoke_permit(request.user, request.scope, person).allowed,
        "bans": person.port_bans.order_by("-starts_on", "-pk") if sees_cases else [],
        "can_ban": may_ban(request.user, request.scope, person).allowed,
        "calls": calls[:SHOWN_CALLS] if sees_cases else [],
        "ends_soon": is_ending(person, at=now),
        "is_renewed": is_being_renewed(person),
        "now": now,
        "today": timezone.localdate(now),
    }


def _is_offered(step: str, held: Clearance) -> bool:
    """A suspension with an end can be prolonged once; every other step of the state is there."""
    return step != "prolong" or (held.suspended_until is not None and not held.prolonged_by)


def _screening(request: HttpRequest, person: Person) -> dict[str, Any]:
    """The log of comparisons with the lists, what waits for an officer, and the way to screen anew."""
    if not request.scope.holds(Capability.VIEW_CASES.value, person.port_id):
        return {}
    may_screen = may_decide_hit(request.user, request.scope, person).allowed
    return {
        "queries": queries_of(person)[:SHOWN_QUERIES],
        "person_hits": hits_to_decide(scope=request.scope).filter(person=person),
        "screen_form": ScreenNowForm() if may_screen else None,
    }


def _may_read_in_full(person: Person, request: HttpRequest) -> bool:
    """Whether the officers' words are shown: to those who see record answers, and not to the person."""
    sees_records = may(Capability.VIEW_RECORDS, scope=request.scope, port_id=person.port_id)
    return all_of(sees_records, is_not_own_file(request.user, person)).allowed


def _names(clearances: list[Clearance]) -> dict[str, str]:
    return display_names(change.by for clearance in clearances for change in clearance.changes.all())


def _reach(request: HttpRequest, person: Person) -> dict[str, bool]:
    """Which further pages there are for this caller."""
    holds = request.scope.holds
    return {
        "can_see_badges": holds(Capability.VIEW_BADGES.value, person.port_id),
        "can_see_events": holds(Capability.VIEW_EVENTS.value, person.port_id),
        "can_see_cases": holds(Capability.VIEW_CASES.value, person.port_id),
        "can_enter": holds(Capability.ENTER_APPLICATIONS.value, person.port_id),
    }
