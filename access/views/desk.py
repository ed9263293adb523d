"""The issue desk: find the person, see what is missing, choose the areas, hand over the badge."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.views import View

from access.forms.desk import FindHolderForm, IssueForm
from access.models import Area
from access.permissions import may_issue
from access.selectors.desk import (
    access_person_at_desk,
    areas_asked_for,
    areas_of_port,
    held_badges,
    people_at_desk,
)
from access.services import badge as badges
from accounts.doors import Requires, fresh_sign_in
from accounts.roles import Capability
from portsec.interface.form_errors import add_errors
from portsec.kernel import clock
from portsec.kernel.errors import InvalidInput
from screening.models import Clearance, Person
from screening.selectors.clearance import current_clearance
from screening.standing import standing

FOUND = 8  # people offered; more asks for a narrower search


class Desk(Requires, View):
    """One page: people on the left, the badge of the chosen one on the right."""

    capability = Capability.ISSUE_BADGES

    def get(self, request: HttpRequest) -> HttpResponse:
        now = clock.now()
        person = self._person(request.GET.get("person", ""), now)
        if person is None:
            return self._page(None, None, now)
        clearance = current_clearance(person.pk, at=now)
        form = _form(person, clearance, initial=_initial(person, clearance))
        return self._page(person, form, now, clearance=clearance)

    @method_decorator(fresh_sign_in)
    def post(self, request: HttpRequest) -> HttpResponse:
        now = clock.now()
        person = access_person_at_desk(request.POST.get("person", ""), scope=request.scope, at=now)
        clearance = current_clearance(person.pk, at=now)
        form = _form(person, clearance, data=request.POST)
        if not form.is_valid():
            return self._page(person, form, now, clearance=clearance)
        try:
            issued = badges.issue(
                person,
                _areas(person, form.cleaned_data["areas"]),
                form.end(),
                actor=request.user,
                scope=request.scope,
                at=now,
            )
        except InvalidInput as error:
            add_errors(error, form)
            return self._page(person, form, now, clearance=clearance)
        response = render(request, "access/desk_issued.html", {"issued": issued, "person": person})
        response["Cache-Control"] = "no-store"  # the credential is shown this once, and kept nowhere
        return response

    def _person(self, ref: str, now: datetime) -> Person | None:
        return access_person_at_desk(ref, scope=self.request.scope, at=now) if ref else None

    def _page(
        self,
        person: Person | None,
        form: IssueForm | None,
        now: datetime,
        *,
        clearance: Clearance | None = None,
    ) -> HttpResponse:
        find = self.request.GET.get("find", "")
        context: dict[str, Any] = {
            "find": FindHolderForm(initial={"find": find}),
            "wanted": find.strip(),
            "found": people_at_desk(find, scope=self.request.scope, at=now)[:FOUND],
            "person": person,
            "form": form,
        }
        if person is not None and form is not None:
            context |= self._about(person, form, clearance, now)
        return render(self.request, "access/desk.html", context)

    def _about(
        self, person: Person, form: IssueForm, clearance: Clearance | None, now: datetime
    ) -> dict[str, Any]:
        ticked = _areas(person, list(form["areas"].value() or []))
        needed = badges.prerequisites(person, ticked, at=now)
        return {
            "clearance": clearance,
            "standing": standing(
                clearance.state_word if clearance else None,
                clearance.valid_until if clearance else None,
                today=timezone.localdate(now),
            ),
            "prerequisites": list(needed.items()),
            "ready": all(verdict.allowed for verdict in needed.values()),
            "verdict": may_issue(self.request.user, self.request.scope, person),
            "held": held_badges(person),
        }


def _form(person: Person, clearance: Clearance | None, **given: Any) -> IssueForm:
    return IssueForm(
        **given,
        areas=areas_of_port(person.port_id),
        rank=clearance.level_word.rank if clearance else 0,
        longest=clearance.valid_until if clearance else None,
    )


def _initial(person: Person, clearance: Clearance | None) -> dict[str, Any]:
    """What the post asks for, as far as the clearance reaches, until the clearance ends."""
    rank = clearance.level_word.rank if clearance else 0
    asked = areas_of_port(person.port_id).filter(code__in=areas_asked_for(person), level__lte=rank)
    return {
        "areas": [area.code for area in asked],
        "valid_until": clearance.valid_until if clearance else None,
    }


def _areas(person: Person, codes: list[str]) -> list[Area]:
    return list(areas_of_port(person.port_id).filter(code__in=codes))
