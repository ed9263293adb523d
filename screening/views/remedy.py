"""Remedies: what waits, one of them with its result by two hands, and those that came on paper."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.views import View

from accounts.desk_list import DeskList
from accounts.doors import Requires, fresh_sign_in
from portsec.interface.form_errors import add_errors
from portsec.interface.listpage import Column, Empty, SavedView
from portsec.kernel import clock
from portsec.kernel.errors import InvalidInput, NotFound
from portsec.kernel.scope import Scope
from screening.deciding.words import RemedyKind, RemedyState
from screening.forms.decision import AnswerForm, OpenOrClosed
from screening.forms.hearing import RemedyForm
from screening.forms.remedy import ResultForm
from screening.models import Application, Remedy
from screening.permissions import may_decide_remedy, may_hear_case, may_review
from screening.selectors.application import access_application
from screening.selectors.remedy import (
    REVIEWS,
    access_remedy,
    last_day,
    open_doors,
    refusal_of,
    remedies_for,
)
from screening.services import remedy as remedies
from screening.views.decision import longest_end
from screening.views.hearing_door import GROUNDS
from screening.views.procedure import evidence_with_answers


class RemedyList(DeskList):
    """Appeals and waivers, the soonest due first."""

    capability = REVIEWS
    title = "Remedies"
    subtitle = "People who ask to look at a refusal again. Officers who had no part in it decide."
    columns = (
        Column("application", "Application"),
        Column("kind", "Door"),
        Column("lodged", "Lodged"),
        Column("due", "Due"),
        Column("state", "State"),
    )
    filters = OpenOrClosed
    views = (SavedView("open", "Open", {"state": "open"}), SavedView("all", "Everything"))
    ordering = ("due_on", "pk")
    pager_labels = ("Earlier", "Later")
    row_template = "screening/remedy_row.html"
    empty = Empty(
        "scale", "No remedy is open", "A refused person finds both doors behind the link of the notice."
    )

    def queryset(self, scope: Scope, filters: dict[str, Any]) -> Any:
        rows = remedies_for(scope=scope)
        state = filters.get("state")
        if state == "open":
            return rows.filter(state=RemedyState.LODGED.value)
        return rows.exclude(state=RemedyState.LODGED.value) if state == "closed" else rows

    def row_name(self, row: Remedy) -> str:
        return row.application.ref

    def row_tone(self, row: Remedy) -> str:
        is_open = row.state == RemedyState.LODGED.value
        return "bad" if is_open and row.due_on < timezone.localdate(clock.now()) else ""

    def extra_context(self, request: HttpRequest, queryset: Any) -> dict[str, Any]:
        return {}


class RemedyDetail(Requires, View):
    """The refusal, the grounds, and the result: proposed by one officer, decided by another."""

    capability = REVIEWS

    def get(self, request: HttpRequest, number: int) -> HttpResponse:
        remedy = access_remedy(number, scope=request.scope)
        return self._page(remedy, _result_form(remedy), AnswerForm())

    @method_decorator(fresh_sign_in)
    def post(self, request: HttpRequest, number: int) -> HttpResponse:
        remedy = access_remedy(number, scope=request.scope)
        proposes = remedy.proposed_by_id is None
        form: Form = _result_form(remedy, data=request.POST) if proposes else AnswerForm(request.POST)
        if form.is_valid():
            try:
                message = self._propose(remedy, form) if proposes else self._decide(remedy, form)
            except InvalidInput as error:
                add_errors(error, form)
            else:
                messages.success(request, message)
                return redirect("remedy-detail", number)
        shown = (form, AnswerForm()) if proposes else (_result_form(remedy), form)
        return self._page(remedy, *shown)

    def _propose(self, remedy: Remedy, form: Form) -> str:
        given = dict(form.cleaned_data)
        remedies.propose(remedy, RemedyState(given.pop("result")), **given, **self._who())
        return "Proposed. Another officer decides."

    def _decide(self, remedy: Remedy, form: Form) -> str:
        if form.cleaned_data["answer"] == AnswerForm.AGREE:
            remedies.decide(remedy, **self._who())
            return f"{remedy.state_word.label}; it has taken effect."
        remedies.send_back(remedy, reason=form.cleaned_data["reason"], **self._who())
        return "Sent back; another result can be proposed."

    def _who(self) -> dict[str, Any]:
        return {"actor": self.request.user, "scope": self.request.scope, "at": clock.now()}

    def _page(self, remedy: Remedy, result: Form, answer: Form) -> HttpResponse:
        user, scope = self.request.user, self.request.scope
        is_open = remedy.state_word is RemedyState.LODGED
        may_act = may_review if remedy.proposed_by_id is None else may_decide_remedy
        context = evidence_with_answers(remedy.application, self.request) | {
            "remedy": remedy,
            "refusal": refusal_of(remedy.application),
            "is_open": is_open,
            "result_form": result,
            "answer_form": answer,
            "bound": next((form for form in (result, answer) if form.is_bound), None),
            "verdict": may_act(user, scope, remedy),
        }
        return render(self.request, "screening/remedy_detail.html", context)


class NewRemedy(Requires, View):
    """A remedy that came on paper."""

    capability = REVIEWS

    def get(self, request: HttpRequest, ref: str, kind: str) -> HttpResponse:
        application, door = self._case(ref, kind)
        return self._page(application, door, _remedy_form(door))

    def post(self, request: HttpRequest, ref: str, kind: str) -> HttpResponse:
        application, door = self._case(ref, kind)
        form = _remedy_form(door, data=request.POST)
        if not form.is_valid():
            return self._page(application, door, form)
        who = {"actor": request.user, "scope": request.scope, "at": clock.now()}
        remedy = remedies.take_down(application, door, **form.cleaned_data, **who)
        messages.success(request, "The remedy is lodged.")
        return redirect("remedy-detail", remedy.pk)

    def _case(self, ref: str, kind: str) -> tuple[Application, RemedyKind]:
        application = access_application(ref, scope=self.request.scope)
        if kind not in set(RemedyKind):
            raise NotFound("page")
        return application, RemedyKind(kind)

    def _page(self, application: Application, kind: RemedyKind, form: RemedyForm) -> HttpResponse:
        context = {
            "application": application,
            "kind": kind,
            "form": form,
            "until": last_day(application, kind),
            "is_offered": kind in open_doors(application),
            "verdict": may_hear_case(self.request.user, self.request.scope, application),
        }
        return render(self.request, "screening/remedy_form.html", context)


def _result_form(remedy: Remedy, **given: Any) -> ResultForm:
    refusal = refusal_of(remedy.application)
    if refusal is None:
        return ResultForm(longest=None, **given)
    assessment = refusal.assessment
    return ResultForm(longest=longest_end(assessment), months=assessment.validity_months, **given)


def _remedy_form(kind: RemedyKind, **given: Any) -> RemedyForm:
    return RemedyForm(label=GROUNDS[kind], evidence=remedies.EVIDENCE[kind], **given)
