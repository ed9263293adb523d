"""Needs: who, for which post, why and for how long; then the link is handed over."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse, reverse_lazy

from portsec.interface.form_errors import add_errors
from portsec.kernel import clock
from portsec.kernel.errors import InvalidInput
from screening.enums import PersonCategory
from screening.forms.need import InvitedPersonForm, NeedForm
from screening.models import Person
from screening.services import intake, need
from screening.views.application import NewCase
from screening.views.sheet import sheet

# Where people of these kinds begin, because more than their employer's word is needed.
ELSEWHERE = {
    PersonCategory.CONTRACTOR.value: "contractor-new",
    PersonCategory.FOREIGN_EXPERT.value: "expert-new",
}


class NewNeed(NewCase):
    """Form, "check your answers", then the case is open and the invitation stands on the screen."""

    form_url = reverse_lazy("need-new")

    def get(self, request: HttpRequest) -> HttpResponse:
        person = self._person(request.GET.get("person", ""))
        if person is not None and person.category in ELSEWHERE:
            return redirect(f"{reverse(ELSEWHERE[person.category])}?person={person.ref}")
        return super().get(request)

    def _application_form(self, person: Person | None, data: Any = None) -> NeedForm:
        return NeedForm(data, posts=self._posts(person))

    def _person_form(self, person: Person | None, data: Any = None) -> InvitedPersonForm | None:
        return None if person else InvitedPersonForm(data, own_organisation=self._employer())

    def _enter(self, person: Person | None, application: Any, newcomer: Any) -> HttpResponse:
        try:
            declared = self._declare(person, application, newcomer)
        except InvalidInput as error:
            add_errors(error, *(form for form in (newcomer, application) if form))
            return self._form(person, application, newcomer)
        if declared.invited is None:
            messages.success(self.request, f"Case {declared.application.ref} waits for its sponsors.")
            return redirect("case-invitation", declared.application.ref)
        return sheet(self.request, declared.invited)

    def _declare(self, person: Person | None, application: Any, newcomer: Any) -> need.Declared:
        post = application.cleaned_data["post"]
        rest = {
            **application.terms(),
            "actor": self.request.user,
            "scope": self.request.scope,
            "at": clock.now(),
        }
        if person is not None:
            return need.declare(person, post, **rest)
        return intake.declare_need(post, newcomer.details(), **rest)
