"""How good the name check is: figures with their date, pitfall by pitfall."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views import View
from django.views.decorators.http import require_POST

from accounts.doors import Requires, requires
from accounts.roles import Capability
from portsec.interface.components.tables import Column
from portsec.kernel import clock
from screening.enums import ListSource
from screening.models import MatchMeasurement
from screening.selectors.match_quality import measurements
from screening.services import match_quality

SHOWN = 12  # measurements; older ones stay in the database
GROUPS = (
    Column("pitfall", "Pitfall"),
    Column("pairs", "Pairs", numeric=True),
    Column("precision", "Precision", numeric=True),
    Column("recall", "Recall", numeric=True),
    Column("f1", "F1", numeric=True),
)
WRONG = (
    Column("pitfall", "Pitfall"),
    Column("name", "Name"),
    Column("listed", "Listed name"),
    Column("score", "Score", numeric=True),
    Column("verdict", "What went wrong"),
)
HISTORY = (
    Column("at", "Measured"),
    Column("f1", "F1", numeric=True),
    Column("precision", "Precision", numeric=True),
    Column("recall", "Recall", numeric=True),
    Column("alerts", "Alerts per 1,000", numeric=True),
    Column("lists", "Lists"),
)


class MatchQuality(Requires, View):
    """The latest figures, what they rest on, and how they developed."""

    capability = (Capability.VIEW_CASES, Capability.LOAD_WATCHLISTS)

    def get(self, request: HttpRequest) -> HttpResponse:
        rows = list(measurements()[:SHOWN])
        context: dict[str, Any] = {
            "latest": rows[0] if rows else None,
            "history": [(row, named_lists(row)) for row in rows],
            "group_columns": GROUPS,
            "wrong_columns": WRONG,
            "history_columns": HISTORY,
            "may_measure": request.scope.holds(Capability.LOAD_WATCHLISTS.value),
            "lists": named_lists(rows[0]) if rows else "",
            "recalls": [(group["pitfall"].capitalize(), group["f1"]) for group in rows[0].groups]
            if rows
            else [],
        }
        return render(request, "screening/match_quality.html", context)


@requires(Capability.LOAD_WATCHLISTS)
@require_POST
def measure(request: HttpRequest) -> HttpResponse:
    """Ask for new figures; a worker measures."""
    asked = match_quality.request(actor=request.user, scope=request.scope, at=clock.now())
    messages.success(request, "The name check is being measured; the figures appear here when it is done.")
    return redirect("job-detail", asked.pk)


def named_lists(row: MatchMeasurement) -> str:
    """The versions of the lists that the made-up people were compared with."""
    named = (f"{ListSource(source).label} {number}" for source, number in sorted(row.lists.items()))
    return ", ".join(named) or "No list"
