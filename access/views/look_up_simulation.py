"""What would a look-up be answered? The same rule as for a real one, without a look-up."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views import View

from access.forms.look_up_simulation import LookUpSimulationForm
from access.services.look_up_simulation import simulate
from accounts.doors import Requires
from accounts.models import Port
from accounts.roles import Capability
from portsec.kernel import clock


class LookUpSimulator(Requires, View):
    """The form, and beside it the decision with all reasons, what was tried and what would change it."""

    capability = Capability.VIEW_EVENTS

    def get(self, request: HttpRequest) -> HttpResponse:
        return self._page(LookUpSimulationForm(ports=self._ports(), initial=request.GET.dict()), {})

    def post(self, request: HttpRequest) -> HttpResponse:
        form = LookUpSimulationForm(request.POST, ports=self._ports())
        if not form.is_valid():
            return self._page(form, {})
        question = form.question()
        found = simulate(
            form.chosen_port(), question, actor=request.user, scope=request.scope, at=clock.now()
        )
        return self._page(
            form,
            {
                "question": question,
                "decision": found.decision,
                "level": int(found.facts.isps_level),
                "protection": found.facts.protection,
            },
        )

    def _ports(self) -> QuerySet[Port]:
        return Port.objects.filter(pk__in=self.request.scope.ports(Capability.VIEW_EVENTS.value))

    def _page(self, form: LookUpSimulationForm, found: dict[str, Any]) -> HttpResponse:
        response = render(self.request, "access/look_up_simulator.html", {"form": form} | found)
        response["Cache-Control"] = "no-store"
        return response
