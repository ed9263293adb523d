"""The issue desk: find the person, see what is missing, take the photo, ask for the badge."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views import View

from access.forms.desk import BadgeRequestForm, FindHolderForm
from access.permissions.badge import may_ask_for_badge
from access.selectors.badge_card import newest_photo
from access.selectors.badge_request import open_request
from access.selectors.desk import (
    access_person_at_desk,
    held_badges,
    people_at_desk,
)
from access.services import badge_request
from access.views.badge_proposal import Proposal, proposal
from accounts.doors import Requires
from accounts.roles import Capability
from portsec.interface.form_errors import add_errors
from portsec.kernel import clock
from portsec.kernel.errors import InvalidInput
from screening.models import Person
from screening.standing import standing

FOUND = 8  # people offered; more asks for a narrower search


class Desk(Requires, View):
    """One page: people on the left, the badge of the chosen one on the right."""

    capability = Capability.ISSUE_BADGES

    def get(self, request: HttpRequest) -> HttpResponse:
        now = clock.now()
        ref = request.GET.get("person", "")
        if not ref:
            return self._page(None, None, None, now)
        person = access_person_at_desk(ref, scope=request.scope, at=now)
        offered = proposal(person, officer=request.user, at=now)
        return self._page(person, offered, offered.form(), now)

    def post(self, request: HttpRequest) -> HttpResponse:
        now = clock.now()
        person = access_person_at_desk(request.POST.get("person", ""), scope=request.scope, at=now)
        offered = proposal(person, officer=request.user, at=now)
        form = offered.form(request.POST)
        if not form.is_valid():
            return self._page(person, offered, form, now)
        try:
            asked = badge_request.ask(
                person, **offered.wanted(form), actor=request.user, scope=request.scope, at=now
            )
        except InvalidInput as error:
            add_errors(error, form)
            return self._page(person, offered, form, now)
        messages.success(request, "The badge is asked for. A second officer issues it.")
        return redirect("badge-request-detail", asked.pk)

    def _page(
        self,
        person: Person | None,
        offered: Proposal | None,
        form: BadgeRequestForm | None,
        now: datetime,
    ) -> HttpResponse:
        find = self.request.GET.get("find", "")
        context: dict[str, Any] = {
            "find": FindHolderForm(initial={"find": find}),
            "wanted": find.strip(),
            "found": people_at_desk(find, scope=self.request.scope, at=now)[:FOUND],
            "person": person,
            "form": form,
        }
        if person is not None and offered is not None:
            context |= self._about(person, offered, now)
        return render(self.request, "access/desk.html", context)

    def _about(self, person: Person, offered: Proposal, now: datetime) -> dict[str, Any]:
        clearance = offered.clearance
        return {
            "standing": standing(
                clearance.state_word if clearance else None,
                clearance.valid_until if clearance else None,
                today=timezone.localdate(now),
            ),
            "offered": offered,
            "prerequisites": offered.prerequisites,
            "verdict": may_ask_for_badge(self.request.user, self.request.scope, person),
            "held": held_badges(person),
            "asked": open_request(person),
            "photo": newest_photo(person),
        }
