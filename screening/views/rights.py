"""The rights desk: what people ask about their own data, sorted by days left, and each request in full."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils import timezone
from django.views import View
from django.views.decorators.http import require_POST

from accounts.desk_list import DeskList
from accounts.doors import Requires, fresh_sign_in, requires
from accounts.roles import Capability
from portsec.interface.form_errors import add_errors
from portsec.interface.listpage import Column, CsvColumn, Empty, SavedView
from portsec.kernel import clock
from portsec.kernel.errors import InvalidInput, NotFound
from portsec.kernel.scope import Scope
from screening.data_subject_permissions import may_confirm_answer, may_handle_rights
from screening.enums import IdentityProof, RightKind, RightState
from screening.forms.data_subject import AnswerForm, IdentifyForm, RightsFilters, RightsForm
from screening.models import Application, Person, RightsRequest
from screening.selectors.own_file import own_file
from screening.selectors.person import access_person, people_named
from screening.selectors.rights import access_request, open_requests, visible_requests
from screening.services import rights
from screening.views.letter import attachment

HANDLES = (Capability.PROPOSE_DECISIONS, Capability.COUNTERSIGN_DECISIONS)
Step = Callable[[HttpRequest, RightsRequest], str]


class RightsList(DeskList):
    """Requests by the day on which the month ends."""

    capability = Capability.VIEW_CASES
    port_field = "person__port_id"
    title = "Rights desk"
    subtitle = "What people ask about their own data. Each is answered within one month."
    columns = (
        Column("request", "Request"),
        Column("right", "Right"),
        Column("state", "State"),
        Column("asked", "Asked"),
        Column("due", "To answer until"),
    )
    filters = RightsFilters
    views = (SavedView("open", "Open", {"open": "on"}), SavedView("all", "Everything"))
    ordering = ("due_on", "pk")
    pager_labels = ("Earlier", "Later")
    row_template = "screening/rights_row.html"
    csv_columns = (
        CsvColumn("ref", "request"),
        CsvColumn("kind", "right"),
        CsvColumn("state", "state"),
        CsvColumn("due_on", "due"),
    )
    export_name = "rights-desk"
    empty = Empty(
        "user-key",
        "Nobody waits for an answer",
        "Open a person's page and choose “Enter a request” when somebody asks to see, correct or erase.",
    )

    def queryset(self, scope: Scope, filters: dict[str, Any]) -> Any:
        requests = open_requests(scope=scope) if filters.get("open") else visible_requests(scope=scope)
        for name in ("kind", "state"):
            if filters.get(name):
                requests = requests.filter(**{name: filters[name]})
        text = filters.get("text", "").strip()
        if text:
            people = people_named(text, scope=scope)
            requests = requests.filter(ref__iexact=text) | requests.filter(person__in=people)
        return self.exported(requests)

    def row_tone(self, row: RightsRequest) -> str:
        return "bad" if row.is_open and row.due_on < timezone.localdate() else ""

    def row_name(self, row: RightsRequest) -> str:
        return row.ref


class NewRequest(Requires, View):
    """Enter what a person asks."""

    capability = Capability.PROPOSE_DECISIONS

    def get(self, request: HttpRequest, ref: str) -> HttpResponse:
        person = access_person(ref, scope=request.scope)
        return self._form(person, RightsForm(cases=_cases(person)))

    def post(self, request: HttpRequest, ref: str) -> HttpResponse:
        person = access_person(ref, scope=request.scope)
        form = RightsForm(request.POST, cases=_cases(person))
        if not form.is_valid():
            return self._form(person, form)
        try:
            made = rights.receive(
                person,
                RightKind(form.cleaned_data["kind"]),
                actor=request.user,
                scope=request.scope,
                at=clock.now(),
                **form.details(),
            )
        except InvalidInput as error:
            add_errors(error, form)
            return self._form(person, form)
        messages.success(request, f"Entered as {made.ref}; to answer until {made.due_on:%-d %B %Y}.")
        return redirect("rights-detail", made.ref)

    def _form(self, person: Person, form: RightsForm) -> HttpResponse:
        return render(self.request, "screening/rights_new.html", {"person": person, "form": form})


class RightsDetail(Requires, View):
    """One request: what is asked, by whom it is sure to be, the answer and its two hands."""

    capability = Capability.VIEW_CASES

    def get(self, request: HttpRequest, ref: str) -> HttpResponse:
        return detail_page(request, access_request(ref, scope=request.scope))


def detail_page(request: HttpRequest, asked: RightsRequest, **forms: Any) -> HttpResponse:
    state = asked.state_word
    handles = may_handle_rights(request.user, request.scope, asked.person).allowed
    confirms = may_confirm_answer(request.user, request.scope, asked)
    standing = state is RightState.GRANTED
    context = {
        "asked": asked,
        "person": asked.person,
        "identify_form": forms.get("identify") or IdentifyForm(),
        "answer_form": forms.get("propose") or AnswerForm(),
        "confirms": confirms,
        "can_identify": handles and state is RightState.RECEIVED,
        "can_propose": handles and state is RightState.IDENTIFIED,
        "can_withdraw": handles and asked.is_open,
        "can_answer": state is RightState.PROPOSED
        and request.scope.holds(Capability.COUNTERSIGN_DECISIONS.value, asked.person.port_id),
        "can_lift": standing and asked.kind_word is RightKind.RESTRICTION and confirms.allowed,
        "can_give": standing and asked.kind_word is RightKind.ACCESS and handles,
        "is_overdue": asked.is_open and asked.due_on < timezone.localdate(),
    }
    return render(request, "screening/rights_detail.html", context)


@require_POST
@requires(*HANDLES)
@fresh_sign_in
def step(request: HttpRequest, ref: str, step: str) -> HttpResponse:
    """Take a request one step on."""
    asked = access_request(ref, scope=request.scope)
    if step in FORMS:
        form = FORMS[step](request.POST)
        if not form.is_valid():
            return detail_page(request, asked, **{step: form})
    act = STEPS.get(step)
    if act is None:
        raise NotFound("step")
    messages.success(request, act(request, asked))
    return redirect("rights-detail", ref)


def _acts(request: HttpRequest) -> dict[str, Any]:
    return {"actor": request.user, "scope": request.scope, "at": clock.now()}


def _identify(request: HttpRequest, asked: RightsRequest) -> str:
    rights.identify(asked, IdentityProof(request.POST["proof"]), **_acts(request))
    return "The identity is confirmed."


def _propose(request: HttpRequest, asked: RightsRequest) -> str:
    grants = request.POST["grants"] == AnswerForm.YES
    rights.propose(asked, grants=grants, answer=request.POST["answer"], **_acts(request))
    return "Proposed; another officer confirms it."


def _confirm(request: HttpRequest, asked: RightsRequest) -> str:
    rights.confirm(asked, **_acts(request))
    return "Answered; what was granted has taken effect."


def _return(request: HttpRequest, asked: RightsRequest) -> str:
    rights.return_to_officer(asked, **_acts(request))
    return "Returned to the case officer."


def _withdraw(request: HttpRequest, asked: RightsRequest) -> str:
    rights.withdraw(asked, **_acts(request))
    return "Withdrawn."


def _lift(request: HttpRequest, asked: RightsRequest) -> str:
    rights.lift(asked, **_acts(request))
    return "The restriction is lifted."


FORMS = {"identify": IdentifyForm, "propose": AnswerForm}
STEPS: dict[str, Step] = {
    "identify": _identify,
    "propose": _propose,
    "confirm": _confirm,
    "return": _return,
    "withdraw": _withdraw,
    "lift": _lift,
}


@require_POST
@requires(Capability.PROPOSE_DECISIONS)
@fresh_sign_in
def hand_over(request: HttpRequest, ref: str, form: str) -> HttpResponse:
    """The person's own file as JSON or as a page that can be read and printed."""
    asked = access_request(ref, scope=request.scope)
    rights.check_file_may_be_given(asked, actor=request.user, scope=request.scope)
    file = own_file(asked.person, at=clock.now())
    if form == "json":
        content, media_type = file.as_json().encode(), "application/json"
    elif form == "html":
        content, media_type = (
            render_to_string("screening/own_file.html", {"file": file}).encode(),
            "text/html",
        )
    else:
        raise NotFound("form")
    rights.hand_over(asked, content, form=form, **_acts(request))
    return attachment(content, f"own-file-{asked.ref}.{form}", media_type)


def _cases(person: Person) -> Any:
    return Application.objects.filter(person=person, erased_at__isnull=True).order_by("-submitted_at")
