"""The register of barriers, one barrier, its inspections."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.views import View

from access.forms.barrier import BarrierFilters, BarrierForm, InspectionForm
from access.models import Barrier
from access.selectors.area_page import access_own_port, ports_with_areas
from access.selectors.barrier import access_barrier, access_own_barrier, barrier_register
from access.services import barrier as barriers
from access.views.area import READERS
from access.views.area_change import who
from accounts.desk_list import DeskList
from accounts.doors import Requires, fresh_sign_in
from accounts.models import Port
from accounts.roles import Capability
from portsec.interface.form_errors import add_errors
from portsec.interface.listpage import Action, Column, CsvColumn, Empty, SavedView
from portsec.kernel import clock
from portsec.kernel.errors import InvalidInput
from portsec.kernel.scope import Scope
from screening.selectors.timeline import display_names


class BarrierList(DeskList):
    """Every barrier in reach; overdue ones first, then defect and worn ones."""

    capability = READERS
    title = "Barriers"
    subtitle = "Fences, booms, doors, cameras and lights: their condition, and when each is inspected again."
    columns = (
        Column("barrier", "Barrier"),
        Column("place", "Where"),
        Column("condition", "Condition"),
        Column("inspected", "Last inspected"),
        Column("next", "Next inspection"),
    )
    filters = BarrierFilters
    views = (
        SavedView("all", "All"),
        SavedView("overdue", "Overdue", {"due": "overdue"}),
        SavedView("soon", "Within 14 days", {"due": "soon"}),
        SavedView("defect", "Defect", {"condition": "defect"}),
    )
    ordering = ("urgency", "next_inspection_on", "pk")
    nullable = ("next_inspection_on",)
    pager_labels = ("Earlier", "Later")
    row_template = "access/barrier_row.html"
    export_name = "barriers"
    csv_columns = (
        CsvColumn("code", "code"),
        CsvColumn("name", "name"),
        CsvColumn("kind", "kind"),
        CsvColumn("port", "port.locode"),
        CsvColumn("area", "area.code"),
        CsvColumn("gate", "gate.code"),
        CsvColumn("condition", "condition"),
        CsvColumn("inspected_on", "inspected_on"),
        CsvColumn("next_inspection_on", "next_inspection_on"),
    )
    empty = Empty("blocks", "No barriers here", "Choose another view above, or register the first barrier.")

    def queryset(self, scope: Scope, filters: dict[str, Any]) -> Any:
        return self.exported(barrier_register(scope=scope, today=_today(), **filters))

    def actions(self, request: HttpRequest) -> list[Action]:
        own = request.scope.ports(Capability.MANAGE_AREAS.value)
        return [
            Action("Register a barrier", reverse("barrier-new", args=[port.locode]), "plus", "primary")
            for port in ports_with_areas(scope=request.scope)
            if port.pk in own
        ]

    def row_tone(self, row: Barrier) -> str:
        overdue = row.next_inspection_on is not None and row.next_inspection_on < _today()
        return "bad" if overdue or row.condition == "defect" else ""

    def row_name(self, row: Barrier) -> str:
        return row.code

    def extra_context(self, request: HttpRequest, queryset: Any) -> dict[str, Any]:
        return super().extra_context(request, queryset) | {"today": _today()}


class BarrierDetail(Requires, View):
    """One barrier and how it was found each time; who keeps barriers enters an inspection here."""

    capability = READERS

    def get(self, request: HttpRequest, number: int) -> HttpResponse:
        return self._page(access_barrier(number, scope=request.scope), InspectionForm(today=_today()))

    @method_decorator(fresh_sign_in)
    def post(self, request: HttpRequest, number: int) -> HttpResponse:
        barrier = access_own_barrier(number, scope=request.scope)
        form = InspectionForm(request.POST, today=_today())
        if not form.is_valid():
            return self._page(barrier, form)
        try:
            barriers.inspect(barrier, **form.cleaned_data, **who(request))
        except InvalidInput as error:
            add_errors(error, form)
            return self._page(barrier, form)
        messages.success(request, f"The inspection of {barrier.name} is on record.")
        return redirect("barrier-detail", number)

    def _page(self, barrier: Barrier, form: InspectionForm) -> HttpResponse:
        found = list(barrier.inspections.all())
        names = display_names(each.by for each in found)
        context = {
            "barrier": barrier,
            "form": form,
            "inspections": [(each, names[each.by]) for each in found],
            "is_officer": self.request.scope.holds(Capability.MANAGE_AREAS.value, barrier.port_id),
            "is_overdue": barrier.next_inspection_on is not None and barrier.next_inspection_on < _today(),
        }
        return render(self.request, "access/barrier_detail.html", context)


class BarrierNew(Requires, View):
    """Register a barrier."""

    capability = Capability.MANAGE_AREAS

    def get(self, request: HttpRequest, locode: str) -> HttpResponse:
        port = access_own_port(locode, scope=request.scope)
        return self._page(port, BarrierForm(port=port, today=_today()))

    @method_decorator(fresh_sign_in)
    def post(self, request: HttpRequest, locode: str) -> HttpResponse:
        port = access_own_port(locode, scope=request.scope)
        form = BarrierForm(request.POST, port=port, today=_today())
        if not form.is_valid():
            return self._page(port, form)
        first = form.cleaned_data["first_inspection_on"]
        try:
            made = barriers.define(port, form.details(), first_inspection_on=first, **who(request))
        except InvalidInput as error:
            add_errors(error, form)
            return self._page(port, form)
        messages.success(request, f"{made.name} is registered.")
        return redirect("barrier-detail", made.pk)

    def _page(self, port: Port, form: BarrierForm) -> HttpResponse:
        return render(self.request, "access/barrier_form.html", {"port": port, "form": form})


class BarrierChange(Requires, View):
    """Change what a barrier is or where it stands."""

    capability = Capability.MANAGE_AREAS

    def get(self, request: HttpRequest, number: int) -> HttpResponse:
        barrier = access_own_barrier(number, scope=request.scope)
        return self._page(barrier, BarrierForm(port=barrier.port, today=_today(), barrier=barrier))

    @method_decorator(fresh_sign_in)
    def post(self, request: HttpRequest, number: int) -> HttpResponse:
        barrier = access_own_barrier(number, scope=request.scope)
        form = BarrierForm(request.POST, port=barrier.port, today=_today(), barrier=barrier)
        if not form.is_valid():
            return self._page(barrier, form)
        try:
            barriers.change(barrier, form.details(), **who(request))
        except InvalidInput as error:
            add_errors(error, form)
            return self._page(barrier, form)
        messages.success(request, f"{form.cleaned_data['name']} is changed.")
        return redirect("barrier-detail", number)

    def _page(self, barrier: Barrier, form: BarrierForm) -> HttpResponse:
        context = {"port": barrier.port, "form": form, "barrier": barrier}
        return render(self.request, "access/barrier_form.html", context)


def _today() -> date:
    return timezone.localdate(clock.now())
