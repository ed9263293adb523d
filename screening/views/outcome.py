"""What an employer learns of their own people, green, amber or red and a date, and what they must do."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views import View

from accounts.desk_list import DeskList
from accounts.doors import Requires
from accounts.roles import Capability
from portsec.interface.form_errors import add_errors
from portsec.interface.listpage import Action, Column, Empty, SavedView
from portsec.kernel import clock
from portsec.kernel.errors import InvalidInput
from portsec.kernel.scope import Scope
from screening.forms.leaving import LeavingForm
from screening.forms.person import OutcomeFilters
from screening.models import Person
from screening.permissions import may_enter
from screening.selectors.person import access_person
from screening.selectors.sponsorship import to_sign
from screening.selectors.standing import own_staff
from screening.services import leaving


class OutcomeList(DeskList):
    """Own people, one light each. Neither grounds nor stages nor files are reachable from here."""

    capability = Capability.VIEW_OUTCOMES
    title = "Our people"
    subtitle = "Green, amber or red. Grounds are told to the person, not to employers."
    columns = (
        Column("person", "Person"),
        Column("outcome", "May work"),
        Column("until", "Until"),
        Column("acts", "To do"),
    )
    filters = OutcomeFilters
    views = (SavedView("here", "Our people"), SavedView("left", "Left", {"left": "on"}))
    ordering = ("family_name", "given_names", "pk")
    pager_labels = ("Back", "Further")
    row_template = "screening/outcome_row.html"
    template_name = "screening/outcome_list.html"
    empty = Empty("badge-check", "Nobody here", "Enter an application for one of your people first.")

    def queryset(self, scope: Scope, filters: dict[str, Any]) -> Any:
        return own_staff(scope=scope, at=clock.now(), **filters)

    def actions(self, request: HttpRequest) -> list[Action]:
        if not request.scope.holds(Capability.ENTER_APPLICATIONS.value):
            return []
        return [
            Action("New contractor", reverse("contractor-new"), icon="hard-hat"),
            Action("New foreign expert", reverse("expert-new"), icon="globe"),
            Action("New application", reverse("need-new"), icon="user-plus", variant="primary"),
        ]

    def row_name(self, row: Person) -> str:
        return row.full_name

    def extra_context(self, request: HttpRequest, queryset: Any) -> dict[str, Any]:
        return {"to_sign": to_sign(scope=request.scope).count()}


class ReportLeaver(Requires, View):
    """A person left: the clearance ends, and the badge desk collects the badge."""

    capability = Capability.ENTER_APPLICATIONS

    def get(self, request: HttpRequest, ref: str) -> HttpResponse:
        today = timezone.localdate(clock.now())
        return self._page(access_person(ref, scope=request.scope), LeavingForm(initial={"left_on": today}))

    def post(self, request: HttpRequest, ref: str) -> HttpResponse:
        person = access_person(ref, scope=request.scope)
        form = LeavingForm(request.POST)
        if not form.is_valid():
            return self._page(person, form)
        acts = {"actor": request.user, "scope": request.scope, "at": clock.now()}
        try:
            leaving.report(person, left_on=form.cleaned_data["left_on"], **acts)
        except InvalidInput as error:
            add_errors(error, form)
            return self._page(person, form)
        messages.success(request, f"{person.full_name} left; the badge must be returned.")
        if request.scope.holds(Capability.VIEW_CASES.value, person.port_id):
            return redirect("person-detail", ref)
        return redirect("outcome-list")

    def _page(self, person: Person, form: LeavingForm) -> HttpResponse:
        verdict = may_enter(
            self.request.scope, port_id=person.port_id, organisation_id=person.organisation_id
        )
        context = {"person": person, "form": form, "verdict": verdict}
        return render(self.request, "screening/leaving_form.html", context)
