"""Whether some groups are flagged, or cleared, more often than others."""

from __future__ import annotations

from datetime import timedelta

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views import View

from access.fairness.rates import FEWEST_CASES, FEWEST_PEOPLE, STOP_LIMIT
from access.forms.fairness import FairnessForm
from access.selectors.fairness import Told, fairness_ports, rates_of
from accounts.doors import Requires
from accounts.roles import Capability
from portsec.interface.components.tables import Column
from portsec.kernel import clock

COLUMNS = (
    Column("group", "Group"),
    Column("people", "People", numeric=True),
    Column("flagged", "With a case", numeric=True),
    Column("rate", "Rate", numeric=True),
    Column("ratio", "Against the others", numeric=True),
    Column("harmless", "Came to nothing", numeric=True),
    Column("standing", "How it stands"),
)


class FairnessPage(Requires, View):
    """Figures of groups, never of people: small groups are told together."""

    capability = Capability.VIEW_PERSON_CASES

    def get(self, request: HttpRequest) -> HttpResponse:
        form = FairnessForm(request.GET or {"days": "90"}, ports=fairness_ports(scope=request.scope))
        context = {"form": form, "columns": COLUMNS}
        if form.is_valid():
            until = clock.now()
            port = form.chosen_port()
            since = until - timedelta(days=form.chosen_days)
            told = rates_of(port, since, until)
            context |= {"port": port, "since": since, "told": told, "stops": _stops(told)}
        context["limits"] = {"people": FEWEST_PEOPLE, "cases": FEWEST_CASES, "stop": STOP_LIMIT}
        return render(request, "access/fairness.html", context)


def _stops(told: list[Told]) -> list[str]:
    """The groups above the stop limit."""
    return [
        f"{one.dimension.label}: {cell.group}"
        for one in told
        for cell in one.cells
        if cell.standing == "stop"
    ]
