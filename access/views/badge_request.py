"""Requests for badges: the queue of the second hand, one request, and an employer's own."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.views import View

from access.badging.prerequisites import prerequisites
from access.forms.desk import AnswerForm, BadgeRequestFilters, FindHolderForm
from access.models import BadgeRequest
from access.permissions.badge import may_ask_for_badge, may_issue
from access.selectors.badge_card import newest_photo
from access.selectors.badge_request import (
    access_request,
    areas_named,
    facts_of,
    open_request,
    peers_of,
    person_to_ask_for,
    requests_named,
)
from access.services import badge, badge_request
from access.views.badge_proposal import proposal
from accounts.desk_list import DeskList
from accounts.doors import Requires, fresh_sign_in
from accounts.roles import Capability
from portsec.interface.form_errors import add_errors
from portsec.interface.listpage import Action, Column, CsvColumn, Empty, SavedView
from portsec.kernel import clock
from portsec.kernel.errors import InvalidInput, NotFound
from portsec.kernel.scope import Scope
from screening.selectors.standing import own_staff
from screening.selectors.timeline import display_names

SEES_REQUESTS = (Capability.VIEW_BADGES, Capability.REQUEST_BADGES)
OFFERED = 12  # own people shown to an employer at once; more asks for a narrower search


class BadgeRequestList(DeskList):
    """What was asked for; an employer sees their own people's."""

    capability = SEES_REQUESTS
    title = "Badge requests"
    subtitle = "One person asks, another issues. Whoever asked cannot issue."
    columns = (
        Column("person", "Person"),
        Column("badge", "Badge"),
        Column("until", "Until"),
        Column("asked", "Asked"),
        Column("state", "State"),
    )
    filters = BadgeRequestFilters
    views = (
        SavedView("open", "To decide", {"state": "open"}),
        SavedView("issued", "Issued", {"state": "issued"}),
        SavedView("refused", "Refused", {"state": "refused"}),
        SavedView("withdrawn", "Withdrawn", {"state": "withdrawn"}),
        SavedView("all", "All"),
    )
    ordering = ("-requested_at", "-pk")
    row_template = "access/badge_request_row.html"
    template_name = "access/list.html"
    export_name = "badge-requests"
    csv_columns = (
        CsvColumn("request", "pk"),
        CsvColumn("person", "person.log_ref"),
        CsvColumn("name", "person.full_name"),
        CsvColumn("organisation", "person.organisation.name"),
        CsvColumn("process", "process"),
        CsvColumn("type", "badge_type.code"),
        CsvColumn("areas", lambda row: " ".join(row.areas)),
        CsvColumn("needed_until", "needed_until"),
        CsvColumn("state", "state"),
        CsvColumn("requested_at", "requested_at"),
        CsvColumn("decided_at", "decided_at"),
    )
    empty = Empty("inbox", "No requests here", "Choose another view above, or ask for a badge at the desk.")

    def queryset(self, scope: Scope, filters: dict[str, Any]) -> Any:
        return self.exported(requests_named(scope=scope, **filters))

    def actions(self, request: HttpRequest) -> list[Action]:
        if not request.scope.holds(Capability.REQUEST_BADGES.value):
            return []
        is_officer = request.scope.holds(Capability.ISSUE_BADGES.value)
        where = reverse("desk" if is_officer else "badge-request-new")
        return [Action("Ask for a badge", where, icon="id-card", variant="primary")]

    def row_name(self, row: BadgeRequest) -> str:
        return row.person.full_name


class NewBadgeRequest(Requires, View):
    """An employer asks for one of their own people; officers ask at the desk."""

    capability = Capability.REQUEST_BADGES

    def get(self, request: HttpRequest) -> HttpResponse:
        if request.scope.holds(Capability.ISSUE_BADGES.value):
            return redirect("desk")
        ref = request.GET.get("person", "")
        return self._form_page(ref) if ref else self._people_page()

    def post(self, request: HttpRequest) -> HttpResponse:
        now = clock.now()
        person = person_to_ask_for(request.POST.get("person", ""), scope=request.scope, at=now)
        offered = proposal(person, officer=request.user, at=now, is_officer=False)
        form = offered.form(request.POST)
        if not form.is_valid():
            return self._form_page(person.ref, form)
        try:
            asked = badge_request.ask(
                person, **offered.wanted(form), actor=request.user, scope=request.scope, at=now
            )
        except InvalidInput as error:
            add_errors(error, form)
            return self._form_page(person.ref, form)
        messages.success(request, f"The badge for {person.full_name} is asked for.")
        return redirect("badge-request-detail", asked.pk)

    def _people_page(self) -> HttpResponse:
        find = self.request.GET.get("find", "")
        people = own_staff(scope=self.request.scope, at=clock.now(), text=find)
        context = {
            "find": FindHolderForm(initial={"find": find}),
            "people": people.order_by("family_name", "given_names", "pk")[:OFFERED],
            "wanted": find.strip(),
        }
        return render(self.request, "access/badge_request_people.html", context)

    def _form_page(self, ref: str, form: Any = None) -> HttpResponse:
        now = clock.now()
        person = person_to_ask_for(ref, scope=self.request.scope, at=now)
        offered = proposal(person, officer=self.request.user, at=now, is_officer=False)
        context = {
            "person": person,
            "form": form or offered.form(),
            "offered": offered,
            "asked": open_request(person),
            "verdict": may_ask_for_badge(self.request.user, self.request.scope, person),
        }
        return render(self.request, "access/badge_request_new.html", context)


class BadgeRequestDetail(Requires, View):
    """One request: what is asked, what stands in its way, who else has it, and the answer."""

    capability = SEES_REQUESTS

    def get(self, request: HttpRequest, number: int) -> HttpResponse:
        asked = access_request(number, scope=request.scope)
        return render(request, "access/badge_request_detail.html", page_of(request, asked))


class AnswerBadgeRequest(Requires, View):
    """Issue, refuse or take back."""

    capability = (Capability.ISSUE_BADGES, Capability.REQUEST_BADGES)

    def get(self, request: HttpRequest, number: int, step: str) -> HttpResponse:
        asked = access_request(number, scope=request.scope)
        return self._page(asked, step, AnswerForm(must_say=step == "refuse"))

    @method_decorator(fresh_sign_in)
    def post(self, request: HttpRequest, number: int, step: str) -> HttpResponse:
        asked = access_request(number, scope=request.scope)
        acts = {"actor": request.user, "scope": request.scope, "at": clock.now()}
        if step == "issue":
            made = badge.issue(asked, **acts)
            messages.success(request, f"Badge {made.badge.serial} is issued. Print it and hand it over.")
            return redirect("badge-hand-over", made.badge.serial)
        form = AnswerForm(request.POST, must_say=step == "refuse")
        if not form.is_valid():
            return self._page(asked, step, form)
        answer = _answers(step)
        answer(asked, reason=form.cleaned_data["reason"], **acts)
        messages.success(
            request, "The request is answered." if step == "refuse" else "The request is taken back."
        )
        return redirect("badge-request-detail", asked.pk)

    def _page(self, asked: BadgeRequest, step: str, form: AnswerForm) -> HttpResponse:
        _answers(step)
        caller, scope = self.request.user, self.request.scope
        context = {
            "asked": asked,
            "step": step,
            "form": form,
            "verdict": may_issue(caller, scope, asked)
            if step == "refuse"
            else may_ask_for_badge(caller, scope, asked.person),
        }
        return render(self.request, "access/badge_request_answer.html", context)


def _answers(step: str) -> Any:
    answers = {"refuse": badge_request.refuse, "withdraw": badge_request.withdraw}
    if step not in answers:
        raise NotFound("page")
    return answers[step]


def page_of(request: HttpRequest, asked: BadgeRequest) -> dict[str, Any]:
    """What the page of a request shows.

    An employer sees how it stands and not what is missing: the list tells of clearances, which are told to
    the person.
    """
    is_officer = request.scope.holds(Capability.VIEW_BADGES.value, asked.port_id)
    now = clock.now()
    names = display_names({asked.requested_by, asked.decided_by} - {""})
    context: dict[str, Any] = {
        "asked": asked,
        "is_officer": is_officer,
        "areas": areas_named(asked),
        "requested_by": names.get(asked.requested_by, asked.requested_by),
        "decided_by": names.get(asked.decided_by, asked.decided_by),
        "is_open": asked.state == "open",
        "badge": getattr(asked, "badge", None),
        "may_withdraw": may_ask_for_badge(request.user, request.scope, asked.person).allowed,
    }
    if not is_officer:
        return context
    facts = facts_of(
        asked.person,
        badge_type=asked.badge_type,
        areas=context["areas"],
        last_day=asked.needed_until,
        replaces=asked.replaces,
        officer=request.user,
        at=now,
    )
    needed = prerequisites(facts)
    return context | {
        "prerequisites": needed,
        "ready": all(verdict.allowed for _, verdict in needed),
        "stock_is_kept": facts.blank_cards is not None,
        "verdict": may_issue(request.user, request.scope, asked),
        "peers": peers_of(asked),
        "photo": newest_photo(asked.person),
        "names_gone": len(context["areas"]) != len(asked.areas),
    }
