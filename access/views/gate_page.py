"""One gate: what it is, what it asks, what happens there, what closes it; and how it is held."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.views import View

from access.forms.gate_hold import HoldForm
from access.gate.isps import IspsLevel
from access.models import Gate
from access.permissions.area import may_end_lockdown, may_hold_gate
from access.selectors.gate_page import GateSheet, access_gate, gate_sheet, hold_of
from access.services import lockdown as lockdowns
from accounts.doors import Requires, fresh_sign_in
from accounts.roles import Capability
from portsec.interface.form_errors import add_errors
from portsec.kernel import clock
from portsec.kernel.errors import Conflict, InvalidInput


class GatePage(Requires, View):
    """The page of one gate."""

    capability = Capability.WATCH_GATES

    def get(self, request: HttpRequest, code: str) -> HttpResponse:
        return page(request, access_gate(code, scope=request.scope), HoldForm())


class GateHold(Requires, View):
    """Holds the gate: at once, without a further proof of who asks, because danger does not wait."""

    capability = Capability.WATCH_GATES
    http_method_names = ["post", "options"]

    def post(self, request: HttpRequest, code: str) -> HttpResponse:
        gate, form = access_gate(code, scope=request.scope), HoldForm(request.POST)
        if not form.is_valid():
            return page(request, gate, form)
        try:
            lockdowns.hold_gate(
                gate,
                reason=form.cleaned_data["reason"],
                actor=request.user,
                scope=request.scope,
                at=clock.now(),
            )
        except InvalidInput as error:
            add_errors(error, form)
            return page(request, gate, form)
        messages.success(request, f"{gate.name} is held. Ways out stay open.")
        return redirect("gate-page", code)


class GateRelease(Requires, View):
    """Opens a held gate again; who does so proves first who they are."""

    capability = Capability.WATCH_GATES
    http_method_names = ["post", "options"]

    @method_decorator(fresh_sign_in)
    def post(self, request: HttpRequest, code: str) -> HttpResponse:
        gate, form = access_gate(code, scope=request.scope), HoldForm(request.POST)
        hold = hold_of(gate)
        if hold is None:
            raise Conflict(f"{gate.name} is not held any more.")
        if not form.is_valid():
            return page(request, gate, form)
        lockdowns.release(
            hold,
            reason=form.cleaned_data["reason"],
            actor=request.user,
            scope=request.scope,
            at=clock.now(),
        )
        messages.success(request, f"{gate.name} is open again.")
        return redirect("gate-page", code)


def page(request: HttpRequest, gate: Gate, form: HoldForm) -> HttpResponse:
    """The page with a form to hold the gate or to open it again, whichever may follow."""
    scope = request.scope
    sheet = gate_sheet(gate, scope=scope, at=clock.now())
    context: dict[str, Any] = {
        "gate": gate,
        "sheet": sheet,
        "form": form,
        "may_change_hold": _may_change_hold(request, gate, sheet),
        "level_is_up": sheet.level > IspsLevel.NORMAL,
        "trail": [("Live gates", reverse("gate-live")), (gate.name, "")],
        "can_see_badges": scope.holds(Capability.VIEW_BADGES.value),
        "can_check": gate.port_id in scope.ports(Capability.SUBMIT_GATE_ATTEMPTS.value),
    }
    return render(request, "access/gate_page.html", context)


def _may_change_hold(request: HttpRequest, gate: Gate, sheet: GateSheet) -> bool:
    if sheet.hold is not None:
        return may_end_lockdown(request.user, request.scope, sheet.hold).allowed
    return may_hold_gate(request.scope, gate.port_id).allowed
