"""Simulations of drafts: asked for, watched, read, exported."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import Q
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from accounts.desk_list import DeskList
from accounts.doors import fragment_of, requires
from accounts.roles import Capability
from portsec.interface.charts import Series
from portsec.interface.listpage import Column, CsvColumn, Empty
from portsec.kernel import clock
from portsec.kernel.errors import InvalidInput
from portsec.kernel.scope import Scope
from portsec.kernel.words import Word
from screening.enums import ClearanceLevel, Recommendation, SimulatedChange, SimulationState
from screening.forms.policy import SimulatedFilters, SimulationForm
from screening.models import SimulatedCase, Simulation
from screening.selectors.policy_draft import access_draft, access_simulation, differing_cases
from screening.services import simulation as simulations
from screening.suitability.compare import GRAVITY


class Tendency(Word):
    SAME = "same", "Same", "mute"
    MILDER = "milder", "Milder", "good"
    GRAVER = "graver", "Graver", "bad"
    INCOMPLETE = "incomplete", "To or from incomplete", "info"


@requires(Capability.MANAGE_POLICIES)
@require_POST
def simulate(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """Ask for a run over the decided cases of one's own ports."""
    draft = access_draft(code, number, scope=request.scope)
    form = SimulationForm(request.POST)
    if not form.is_valid():
        messages.error(request, "Choose how many decided cases to run over.")
        return redirect("policy-draft", code, number)
    try:
        run = simulations.request(
            draft, most=form.cleaned_data["most"], actor=request.user, scope=request.scope, at=clock.now()
        )
    except InvalidInput as error:
        messages.error(request, error.detail)
        return redirect("policy-draft", code, number)
    return redirect("policy-simulation", code, number, run.pk)


@fragment_of("policy-simulation", Capability.MANAGE_POLICIES)
def simulation_progress(request: HttpRequest, code: str, number: int, run: int) -> HttpResponse:
    """The bar alone, which asks again by itself while the run goes on."""
    draft = access_draft(code, number, scope=request.scope)
    simulation = access_simulation(draft, run)
    context = {"draft": draft, "simulation": simulation, "is_stuck": simulations.is_stuck(simulation)}
    response = render(request, "screening/simulation_progress.html", context)
    if simulation.state_word is SimulationState.DONE:
        response["HX-Refresh"] = "true"  # the whole page has more to say now
    return response


class SimulationDetail(DeskList):
    """What a draft would change: how many, and each case with the rule rows that make the difference.

    Cases stand under their numbers alone; who may see a case finds it linked.
    """

    capability = Capability.MANAGE_POLICIES
    template_name = "screening/simulation_detail.html"
    columns = (
        Column("case", "Case"),
        Column("decided", "Was decided"),
        Column("change", "Would become"),
        Column("why", "Why"),
    )
    filters = SimulatedFilters
    ordering = ("pk",)
    port_field = "application__port_id"
    pager_labels = ("Earlier", "Later")
    row_template = "screening/simulation_row.html"
    empty = Empty("circle-check", "No case here", "No decided case of your ports differs in this way.")
    export_name = "simulation"
    csv_columns = (
        CsvColumn("case", "application.ref"),
        CsvColumn("port", "application.port.locode"),
        CsvColumn("decided", "application.state"),
        CsvColumn("decided_on", "application.closed_at"),
        CsvColumn(
            "decided_under", lambda row: f"{row.application.policy.code} {row.application.policy.version}"
        ),
        CsvColumn("change", "change"),
        CsvColumn("before", "before"),
        CsvColumn("after", "after"),
        CsvColumn("level_before", "level_before"),
        CsvColumn("level_after", "level_after"),
        CsvColumn("months_before", "months_before"),
        CsvColumn("months_after", "months_after"),
        CsvColumn("rows_before", lambda row: _numbers(row, "before")),
        CsvColumn("rows_after", lambda row: _numbers(row, "after")),
    )

    def get(self, request: HttpRequest, code: str, number: int, run: int) -> HttpResponseBase:
        self.draft = access_draft(code, number, scope=request.scope)
        self.simulation = access_simulation(self.draft, run)
        self.title = f"Simulation of {self.draft.name}"
        return super().get(request)

    def queryset(self, scope: Scope, filters: dict[str, Any]) -> Any:
        cases = differing_cases(self.simulation, scope=scope)
        if filters["change"]:
            cases = cases.filter(change=filters["change"])
        if filters["becomes"]:
            cases = cases.filter(after=filters["becomes"])
        if filters["row"]:
            row = filters["row"]
            cases = cases.filter(
                Q(rows__contains=[{"before": {"row": row}}]) | Q(rows__contains=[{"after": {"row": row}}])
            )
        return self.exported(cases)

    def row_name(self, row: SimulatedCase) -> str:
        return row.application.ref

    def row_tone(self, row: SimulatedCase) -> str:
        return row.change_word.tone if row.change_word is SimulatedChange.RECOMMENDATION else ""

    def extra_context(self, request: HttpRequest, queryset: Any) -> dict[str, Any]:
        simulation = self.simulation
        return super().extra_context(request, queryset) | {
            "draft": self.draft,
            "simulation": simulation,
            "is_stuck": simulations.is_stuck(simulation),
            "is_exact": simulation.digest == self.draft.digest,
            "moves": moves(simulation),
            "levels": levels(simulation),
            "level_labels": [level.label for level in ClearanceLevel],
            "case_ports": request.scope.ports(Capability.VIEW_CASES.value),
        }


def moves(simulation: Simulation) -> list[tuple[str, int]]:
    """How many cases would go from which recommendation to which other, most first."""
    counted: dict[tuple[str, str], int] = {}
    for by_before in simulation.tally.values():
        for before, by_after in by_before.items():
            for after, count in by_after.items():
                if before != after:
                    counted[before, after] = counted.get((before, after), 0) + count
    ordered = sorted(counted.items(), key=lambda item: -item[1])
    return [
        (f"{Recommendation(before).label} → {Recommendation(after).label}", count)
        for (before, after), count in ordered
    ]


def levels(simulation: Simulation) -> list[Series]:
    """For each level the cases that keep their recommendation, become milder or become graver."""
    counted = {word: [0] * len(ClearanceLevel) for word in Tendency}
    for place, level in enumerate(ClearanceLevel):
        for before, by_after in simulation.tally.get(level.value, {}).items():
            for after, count in by_after.items():
                counted[direction(Recommendation(before), Recommendation(after))][place] += count
    return [Series(word.label, word.tone, values) for word, values in counted.items()]


def direction(before: Recommendation, after: Recommendation) -> Tendency:
    """Whether the draft is graver for the person; an incomplete file is no judgement."""
    if before is after:
        return Tendency.SAME
    if before not in GRAVITY or after not in GRAVITY:
        return Tendency.INCOMPLETE
    return Tendency.GRAVER if GRAVITY[after] > GRAVITY[before] else Tendency.MILDER


def _numbers(case: SimulatedCase, side: str) -> str:
    """The rows that make the difference, on one side."""
    told = [ground[side] for ground in case.rows if ground[side]]
    return ", ".join(str(each["row"]) for each in told if each["row"])
