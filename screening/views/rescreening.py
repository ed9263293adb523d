"""Runs of rescreening: started, watched, cancelled."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views import View
from django.views.decorators.http import require_POST

from accounts.desk_list import DeskList
from accounts.doors import Requires, fragment_of, requires
from accounts.roles import Capability
from portsec.interface.listpage import Column, CsvColumn, Empty, SavedView
from portsec.kernel import clock
from portsec.kernel.scope import Scope
from screening.enums import ListSource, RunState, ScreeningCause, ScreeningPurpose
from screening.forms.rescreening import RunFilters, ScreenNowForm, StartRunForm
from screening.models import ScreeningRun
from screening.permissions import may_rescreen
from screening.selectors.person import access_person
from screening.selectors.screening_run import (
    access_run,
    failures_of,
    is_stuck,
    pace,
    ports_to_screen,
    visible_runs,
)
from screening.selectors.timeline import display_names
from screening.services import rescreening

SEES_RUNS = (Capability.VIEW_CASES, Capability.LOAD_WATCHLISTS)
STARTS_RUNS = (Capability.LOAD_WATCHLISTS, Capability.COUNTERSIGN_DECISIONS)
SHOWN_FAILURES = 50
COLUMNS = (Column("person", "Person"), Column("reason", "Why not"))


class RunList(DeskList):
    """Every run at the caller's ports, latest first, with the way to start one."""

    capability = SEES_RUNS
    title = "Rescreening"
    subtitle = "People are compared with the lists again: when due, and whenever a list or a person changes."
    columns = (
        Column("run", "Run"),
        Column("state", "State"),
        Column("people", "People"),
        Column("alerts", "Alerts", numeric=True),
        Column("new", "New hits", numeric=True),
        Column("asked", "Asked"),
    )
    filters = RunFilters
    views = (
        SavedView("all", "All"),
        SavedView("running", "Running", {"state": RunState.RUNNING.value}),
        SavedView("due", "Due", {"purpose": ScreeningPurpose.DUE.value}),
        SavedView("lists", "Changed lists", {"purpose": ScreeningPurpose.LIST_DELTA.value}),
    )
    ordering = ("-asked_at", "-pk")
    template_name = "screening/rescreening_list.html"
    row_template = "screening/rescreening_row.html"
    export_name = "rescreening"
    csv_columns = (
        CsvColumn("run", "ref"),
        CsvColumn("port", "port.locode"),
        CsvColumn("purpose", "purpose"),
        CsvColumn("state", "state"),
        CsvColumn("total", "total"),
        CsvColumn("done", "done"),
        CsvColumn("failed", "failed"),
        CsvColumn("alerts", "alerts"),
        CsvColumn("new_hits", "new_hits"),
        CsvColumn("asked_at", "asked_at"),
        CsvColumn("finished_at", "finished_at"),
    )
    empty = Empty(
        "refresh-cw", "No runs here", "Runs begin by themselves when screening is due or a list changes."
    )

    def queryset(self, scope: Scope, filters: dict[str, Any]) -> Any:
        chosen = {name: value for name, value in filters.items() if value}
        return self.exported(visible_runs(scope=scope).filter(**chosen))

    def row_name(self, row: ScreeningRun) -> str:
        return row.ref

    def extra_context(self, request: HttpRequest, queryset: Any) -> dict[str, Any]:
        ports = list(ports_to_screen(scope=request.scope))
        form = StartRunForm(ports=ports) if ports else None
        return super().extra_context(request, queryset) | {"start_form": form}


@requires(*STARTS_RUNS)
@require_POST
def start(request: HttpRequest) -> HttpResponse:
    """Begin a run at one port."""
    ports = {port.locode: port for port in ports_to_screen(scope=request.scope)}
    form = StartRunForm(request.POST, ports=ports.values())
    if not form.is_valid():
        messages.error(request, "Choose whom to screen, and the port.")
        return redirect("rescreening-list")
    run = rescreening.start(
        ports[form.cleaned_data["port"]],
        ScreeningPurpose(form.cleaned_data["purpose"]),
        actor=request.user,
        scope=request.scope,
        at=clock.now(),
    )
    if run is None:
        messages.info(request, "Nobody needs to be screened for this reason now.")
        return redirect("rescreening-list")
    return redirect("rescreening-detail", run.ref)


class RunDetail(Requires, View):
    """How far a run is, and what it found."""

    capability = SEES_RUNS

    def get(self, request: HttpRequest, ref: str) -> HttpResponse:
        run = access_run(ref, scope=request.scope)
        failures = failures_of(run) if request.scope.holds(Capability.VIEW_CASES.value, run.port_id) else ()
        context = {
            **_progress(run),
            "lists": [(ListSource(source), number) for source, number in sorted(run.lists.items())],
            "may_cancel": may_rescreen(request.scope, port_id=run.port_id).allowed,
            "sees_hits": request.scope.holds(Capability.VIEW_CASES.value, run.port_id),
            "failures": failures[:SHOWN_FAILURES],
            "columns": COLUMNS,
            "names": display_names([run.asked_by]),
        }
        return render(request, "screening/rescreening_detail.html", context)


@fragment_of("rescreening-detail", *SEES_RUNS)
def progress(request: HttpRequest, ref: str) -> HttpResponse:
    """The bar alone, which asks again by itself while the run goes on."""
    run = access_run(ref, scope=request.scope)
    response = render(request, "screening/rescreening_progress.html", _progress(run))
    if run.state_word is not RunState.RUNNING:
        response["HX-Refresh"] = "true"  # the whole page has more to say now
    return response


@requires(*STARTS_RUNS)
@require_POST
def cancel(request: HttpRequest, ref: str) -> HttpResponse:
    """Stop what has not begun."""
    run = access_run(ref, scope=request.scope)
    rescreening.cancel(run, actor=request.user, scope=request.scope, at=clock.now())
    messages.success(request, f"Run {run.ref} is cancelled; what was found stays.")
    return redirect("rescreening-detail", ref)


@requires(Capability.ANSWER_CHECKS, Capability.COUNTERSIGN_DECISIONS)
@require_POST
def screen_person(request: HttpRequest, ref: str) -> HttpResponse:
    """Screen one person now, because of something that was reported."""
    person = access_person(ref, scope=request.scope)
    form = ScreenNowForm(request.POST)
    if not form.is_valid():
        messages.error(request, "Choose why the person is screened.")
        return redirect("person-detail", ref)
    cause = ScreeningCause(form.cleaned_data["cause"])
    run = rescreening.screen_now(person, cause, actor=request.user, scope=request.scope, at=clock.now())
    messages.success(request, f"{person.full_name} is being screened, run {run.ref}.")
    return redirect("person-detail", ref)


def _progress(run: ScreeningRun) -> dict[str, Any]:
    return {
        "run": run,
        "treated": run.done + run.failed,
        "pace": pace(run, at=clock.now()),
        "is_stuck": is_stuck(run),
        "is_running": run.state_word is RunState.RUNNING,
    }
