"""Who could see a container, and what somebody could see, each with the work that explains it."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views import View

from access.forms.visibility import AboutForm, SightForm, WhoSeesForm
from access.models import CargoVisit
from access.selectors.seer_name import access_seer, access_visit, named, sight_of
from access.selectors.visible_to import PERSON
from access.selectors.would_see import Sight
from access.services import visibility
from accounts.doors import Requires
from accounts.models import Port
from accounts.roles import Capability
from portsec.kernel import clock
from screening.models import Person

PAGE = 50  # rows
NOBODY = "There is no container and no person of this number at your ports."


class SightDesk(Requires, View):
    """Where to begin: names a container or a person and leads to their page."""

    capability = Capability.VIEW_EVENTS

    def get(self, request: HttpRequest) -> HttpResponse:
        form = AboutForm(request.GET if "q" in request.GET else None)
        if form.is_bound and form.is_valid():
            found = sight_of(form.cleaned_data["q"], scope=request.scope)
            if isinstance(found, CargoVisit):
                return redirect("cargo-who", found.container)
            if found is not None:
                return redirect("person-sees", found.ref)
            form.add_error("q", NOBODY)
        return render(request, "access/sight_desk.html", {"form": form})


class Visibility(Requires, View):
    """Asking is recorded, so it is a post; the page itself only shows the form. Nothing of it is kept."""

    capability = Capability.VIEW_EVENTS
    form_class: type[SightForm] = SightForm
    template = ""

    def get(self, request: HttpRequest, **blanks: str) -> HttpResponse:
        return self._page(self.about(**blanks), self.form_class(initial=request.GET.dict()), {})

    def post(self, request: HttpRequest, **blanks: str) -> HttpResponse:
        about, form = self.about(**blanks), self.form_class(request.POST)
        return self._page(about, form, self.answer(about, form) if form.is_valid() else {})

    def about(self, **blanks: str) -> Any:
        """The row that the page is about. Raises NotFound."""
        raise NotImplementedError

    def answer(self, about: Any, form: SightForm) -> dict[str, Any]:
        raise NotImplementedError

    def sight(self, port: Port, form: SightForm) -> Sight:
        purpose = form.cleaned_data["purpose"]
        action, field_class = form.meaning
        return Sight(port, action, field_class, clock.now(), purpose, any_purpose=not purpose)

    def asking(self, form: SightForm) -> dict[str, Any]:
        """In whose name, and which part."""
        return {
            "actor": self.request.user.reference,
            "scope": self.request.scope,
            "after": form.cleaned_data["after"],
            "limit": PAGE,
        }

    def _page(self, about: Any, form: SightForm, found: dict[str, Any]) -> HttpResponse:
        response = render(self.request, self.template, {"about": about, "form": form} | found)
        response["Cache-Control"] = "no-store"
        return response


class WhoSees(Visibility):
    """Who can see this container, and why."""

    form_class = WhoSeesForm
    template = "access/cargo_who.html"

    def about(self, **blanks: str) -> CargoVisit:
        return access_visit(blanks["container"], scope=self.request.scope)

    def answer(self, about: CargoVisit, form: SightForm) -> dict[str, Any]:
        sight = self.sight(about.port, form)
        who = form.cleaned_data["who"]
        found = visibility.who_sees(sight, about.container, who, **self.asking(form))
        rows = named(about.port, who, found.rows, scope=self.request.scope)
        return {"rows": rows, "after": found.after, "asked": sight, "has_answer": True}


class WhatIsSeen(Visibility):
    """What this person can see, and why."""

    template = "access/person_sees.html"

    def about(self, **blanks: str) -> Person:
        return access_seer(blanks["ref"], scope=self.request.scope)

    def answer(self, about: Person, form: SightForm) -> dict[str, Any]:
        sight = self.sight(about.port, form)
        found = visibility.what_is_seen(sight, PERSON, about.log_ref, **self.asking(form))
        return {"rows": found.rows, "after": found.after, "asked": sight, "has_answer": True}

    def _page(self, about: Any, form: SightForm, found: dict[str, Any]) -> HttpResponse:
        sees_people = about.port_id in self.request.scope.ports(Capability.VIEW_PEOPLE.value)
        name = about.full_name if sees_people else "You see references here, and no names."
        return super()._page(about, form, found | {"who_it_is": name})
