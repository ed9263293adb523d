"""Planted records: how many there are, and their numbers for who gives a reason."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.decorators import method_decorator
from django.views import View

from access.forms.area import ReasonForm
from access.selectors.honey_container import planted_at_ports
from access.services import honey_container
from access.views.area_change import who
from accounts.doors import Requires, fresh_sign_in
from accounts.roles import Capability
from portsec.interface.components.tables import Column
from portsec.kernel import clock

COLUMNS = (
    Column("container", "Container"),
    Column("since", "Planted"),
    Column("until", "Taken out"),
)


class HoneyContainerPage(Requires, View):
    """The page shows figures; the numbers come with a post that is recorded."""

    capability = Capability.TRIAGE_PERSON_CASES

    def get(self, request: HttpRequest) -> HttpResponse:
        return self._page(ReasonForm(), {})

    @method_decorator(fresh_sign_in)
    def post(self, request: HttpRequest) -> HttpResponse:
        form = ReasonForm(request.POST)
        if not form.is_valid():
            return self._page(form, {})
        ports = planted_at_ports(scope=request.scope, at=clock.now())
        reason = form.cleaned_data["reason"]
        shown = [
            row for each in ports for row in honey_container.show(each.port, reason=reason, **who(request))
        ]
        return self._page(form, {"shown": shown, "columns": COLUMNS})

    def _page(self, form: ReasonForm, found: dict[str, Any]) -> HttpResponse:
        ports = planted_at_ports(scope=self.request.scope, at=clock.now())
        response = render(self.request, "access/honey_container.html", {"form": form, "ports": ports} | found)
        response["Cache-Control"] = "no-store"
        return response
