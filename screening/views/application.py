"""New applications: who, for which post, what follows from it, and then the entry."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.core.validators import slug_re
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse_lazy
from django.utils import timezone
from django.views import View

from accounts.doors import Requires
from accounts.models import Organisation
from accounts.roles import Capability
from portsec.interface.form_errors import add_errors
from portsec.kernel import clock
from portsec.kernel.errors import InvalidInput, NotFound
from screening.forms.application import ApplicationForm, FindPersonForm, PersonForm
from screening.models import Application, Person, Post
from screening.selectors.person import access_person, people_named
from screening.selectors.post import posts_to_apply_for
from screening.services import application as applications
from screening.services import intake, policy
from screening.services import post as posts

FOUND = 8  # people offered for a name; more asks for a narrower search
CHECK, EDIT, ENTER = "check", "edit", "enter"


class NewCase(Requires, View):
    """Form, then "check your answers", then the entry. Employers enter their own people only."""

    capability = Capability.ENTER_APPLICATIONS
    form_url = reverse_lazy("case-new")  # where the form goes; a need is declared on a page of its own

    def get(self, request: HttpRequest) -> HttpResponse:
        person = self._person(request.GET.get("person", ""))
        return self._form(person, self._application_form(person), self._person_form(person))

    def post(self, request: HttpRequest) -> HttpResponse:
        person = self._person(request.POST.get("person", ""))
        application = self._application_form(person, request.POST)
        newcomer = self._person_form(person, request.POST)
        valid = application.is_valid() and (newcomer is None or newcomer.is_valid())
        if not valid or request.POST.get("step") == EDIT:
            return self._form(person, application, newcomer)
        if request.POST.get("step") == ENTER:
            return self._enter(person, application, newcomer)
        return self._check(person, application, newcomer)

    def _person(self, ref: str) -> Person | None:
        if not ref:
            return None
        if not slug_re.match(ref):
            raise NotFound("person")
        return access_person(ref, scope=self.request.scope)

    def _posts(self, person: Person | None) -> QuerySet[Post]:
        posts = posts_to_apply_for(scope=self.request.scope)
        return posts.filter(port_id=person.port_id) if person else posts

    def _application_form(self, person: Person | None, data: Any = None) -> Any:
        return ApplicationForm(data, posts=self._posts(person))

    def _person_form(self, person: Person | None, data: Any = None) -> Any:
        return None if person else PersonForm(data, own_organisation=self._employer())

    def _employer(self) -> Organisation | None:
        """The organisation that an employer is bound to; None for vetting staff, who name it."""
        if self.request.scope.holds(Capability.VIEW_CASES.value):
            return None
        return self.request.user.organisation

    def _form(
        self, person: Person | None, application: ApplicationForm, newcomer: PersonForm | None
    ) -> HttpResponse:
        find = FindPersonForm(self.request.GET)
        wanted = find.cleaned_data["find"] if find.is_valid() else ""
        context = {
            "form_url": self.form_url,
            "person": person,
            "form": application,
            "person_form": newcomer,
            "find": find,
            "wanted": wanted,
            "found": people_named(wanted, scope=self.request.scope)[:FOUND] if wanted else [],
        }
        return render(self.request, "screening/case_new.html", context)

    def _check(
        self, person: Person | None, application: ApplicationForm, newcomer: PersonForm | None
    ) -> HttpResponse:
        post = application.cleaned_data["post"]
        context = {
            "form_url": self.form_url,
            "person": person,
            "form": application,
            "person_form": newcomer,
            "details": newcomer.details() if newcomer else {},
            "post": post,
            "alike": _alike(newcomer, post, self.request) if newcomer else [],
            **_terms(post, clock.now()),
        }
        return render(self.request, "screening/case_new_check.html", context)

    def _enter(
        self, person: Person | None, application: ApplicationForm, newcomer: PersonForm | None
    ) -> HttpResponse:
        try:
            case = self._submit(person, application, newcomer)
        except InvalidInput as error:
            add_errors(error, *(form for form in (newcomer, application) if form))
            return self._form(person, application, newcomer)
        messages.success(self.request, f"Application {case.ref} entered; its checks are asked for.")
        if self.request.scope.holds(Capability.VIEW_CASES.value, case.port_id):
            return redirect("case-detail", case.ref)
        return redirect("outcome-list")

    def _submit(
        self, person: Person | None, application: ApplicationForm, newcomer: PersonForm | None
    ) -> Application:
        post = application.cleaned_data["post"]
        rest: dict[str, Any] = {
            "actor": self.request.user,
            "scope": self.request.scope,
            "at": clock.now(),
            "declared_convictions": application.cleaned_data["declared_convictions"],
            "declared_history": application.cleaned_data["declared_history"],
        }
        if person is not None:
            return applications.submit(person, post, **rest)
        return intake.enter(post, newcomer.details() if newcomer else {}, **rest)


def _alike(newcomer: PersonForm, post: Post, request: HttpRequest) -> QuerySet[Person]:
    """People of that name whom the port knows already, so that nobody is entered twice."""
    values = newcomer.cleaned_data
    name = f"{values['given_names']} {values['family_name']}"
    return people_named(name, scope=request.scope).filter(port_id=post.port_id)[:FOUND]


def _terms(post: Post, at: datetime) -> dict[str, Any]:
    """What follows from the post: its level and why, and what will be looked into."""
    rules = policy.parsed(policy.in_force_for(post.port, on=timezone.localdate(at)))
    asked = posts.level_of(post, at=at)
    return {
        "asked": asked,
        "is_deeper": asked.level.rank > post.level_word.rank,
        "elements": rules.level(post.level_word).elements,
        "policy": rules,
    }
