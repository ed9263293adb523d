"""Closing a port, an area or a gate at once, and opening it again."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.decorators import method_decorator
from django.views import View

from access.enums import EmergencyFunction
from access.forms.area import ReasonForm
from access.forms.security_level import LockdownForm
from access.models import Area, Gate, Lockdown
from access.permissions.area import may_end_lockdown
from access.selectors.lockdown import access_lockdown, visible_lockdowns
from access.services import lockdown as lockdowns
from access.views.area_change import who
from accounts.doors import Requires, fresh_sign_in
from accounts.models import Port
from accounts.roles import Capability
from portsec.interface.components.tables import Column
from portsec.interface.form_errors import add_errors
from portsec.kernel.errors import InvalidInput
from screening.selectors.timeline import display_names

READERS = (
    Capability.SET_ISPS_LEVEL,
    Capability.MANAGE_AREAS,
    Capability.WATCH_GATES,
    Capability.RECEIVE_VISITS,
)
CLOSERS = (Capability.SET_ISPS_LEVEL, Capability.WATCH_GATES)
NEWEST = 30  # lockdowns listed; the record has all
COLUMNS = (
    Column("place", "What"),
    Column("since", "From"),
    Column("until", "Until"),
    Column("by", "By"),
    Column("reason", "Reason"),
)


class LockdownPage(Requires, View):
    """What is closed now, one form to close, and what was closed before."""

    capability = READERS

    def get(self, request: HttpRequest) -> HttpResponse:
        return self._page(self._form())

    # No fresh sign-in: a gate that must be shut now is not shut two minutes later.
    def post(self, request: HttpRequest) -> HttpResponse:
        form = self._form(request.POST)
        if not form.is_valid():
            return self._page(form)
        place, values = form.chosen(), form.cleaned_data
        given = {"reason": values["reason"], "passing": values["passing"], **who(request)}
        try:
            if isinstance(place, Gate):
                lockdowns.hold_gate(place, **given)
            else:
                lockdowns.lock_down(place, **given)
        except InvalidInput as error:
            add_errors(error, form)
            return self._page(form)
        messages.success(request, f"{place} is closed. Ways out stay open.")
        return redirect("lockdown")

    def _form(self, data: Any = None) -> LockdownForm:
        scope = self.request.scope
        whole = scope.ports(Capability.SET_ISPS_LEVEL.value)
        gates = Gate.objects.filter(port_id__in=scope.ports(*(each.value for each in CLOSERS)))
        return LockdownForm(
            data,
            ports=list(Port.objects.filter(pk__in=whole)),
            areas=list(Area.objects.filter(port_id__in=whole).order_by("name")),
            gates=list(gates.order_by("name")),
        )

    def _page(self, form: LockdownForm) -> HttpResponse:
        rows = list(visible_lockdowns(scope=self.request.scope)[:NEWEST])
        names = display_names(by for row in rows for by in (row.by, row.ended_by) if by)
        context = {
            "columns": COLUMNS,
            "form": form if len(form.places) else None,
            "in_force": [_told(row, names) for row in rows if row.ended_at is None],
            "over": [_told(row, names) for row in rows if row.ended_at is not None],
        }
        return render(self.request, "access/lockdown.html", context)


class LockdownEnd(Requires, View):
    """Open a place again."""

    capability = CLOSERS

    def get(self, request: HttpRequest, number: int) -> HttpResponse:
        return self._page(access_lockdown(number, scope=request.scope), ReasonForm())

    @method_decorator(fresh_sign_in)
    def post(self, request: HttpRequest, number: int) -> HttpResponse:
        lockdown = access_lockdown(number, scope=request.scope)
        form = ReasonForm(request.POST)
        if not form.is_valid():
            return self._page(lockdown, form)
        lockdowns.release(lockdown, reason=form.cleaned_data["reason"], **who(request))
        messages.success(request, f"{lockdown} is open again.")
        return redirect("lockdown")

    def _page(self, lockdown: Lockdown, form: ReasonForm) -> HttpResponse:
        context = {
            **_told(lockdown, display_names([lockdown.by])),
            "form": form,
            "verdict": may_end_lockdown(self.request.user, self.request.scope, lockdown),
        }
        return render(self.request, "access/lockdown_end.html", context)


def _told(row: Lockdown, names: dict[str, str]) -> dict[str, Any]:
    return {
        "lockdown": row,
        "kind": "Gate held" if row.gate_id else "Area closed" if row.area_id else "Port closed",
        "passing": ", ".join(EmergencyFunction(value).label for value in row.passing) or "nobody",
        "by": names.get(row.by, row.by),
        "ended_by": names.get(row.ended_by, row.ended_by),
    }
