"""Setting up gates and readers."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.decorators import method_decorator
from django.views import View

from access.forms.gate_set_up import GateForm, ReaderForm
from access.models import Gate, Reader
from access.selectors.area_page import access_own_port, ports_with_areas
from access.selectors.gate_set_up import access_own_gate, access_own_reader, gates_in_reach, readers_alone
from access.services import gate as gates
from access.services import reader as readers
from access.views.area import READERS
from access.views.area_change import REMOVE, who
from accounts.doors import Requires, fresh_sign_in
from accounts.models import Port
from accounts.roles import Capability
from portsec.interface.components.tables import Column
from portsec.interface.form_errors import add_errors
from portsec.kernel.errors import InvalidInput

COLUMNS = (
    Column("reader", "Reader"),
    Column("leads", "Leads"),
    Column("device", "Device"),
    Column("state", "State"),
)
UNUSED = "An error in setting up; it was never used."


class GateSetUp(Requires, View):
    """Every gate with its readers, and readers that stand alone."""

    capability = READERS

    def get(self, request: HttpRequest) -> HttpResponse:
        own = request.scope.ports(Capability.MANAGE_AREAS.value)
        context = {
            "columns": COLUMNS,
            "gates": gates_in_reach(scope=request.scope),
            "alone": readers_alone(scope=request.scope),
            "own_ports": own,
            "ports": [port for port in ports_with_areas(scope=request.scope) if port.pk in own],
        }
        return render(request, "access/gate_set_up.html", context)


class GateNew(Requires, View):
    """Set up a gate."""

    capability = Capability.MANAGE_AREAS

    def get(self, request: HttpRequest, locode: str) -> HttpResponse:
        return self._page(access_own_port(locode, scope=request.scope), GateForm())

    @method_decorator(fresh_sign_in)
    def post(self, request: HttpRequest, locode: str) -> HttpResponse:
        port = access_own_port(locode, scope=request.scope)
        form = GateForm(request.POST)
        if not form.is_valid():
            return self._page(port, form)
        try:
            made = gates.define(port, form.details(), **who(request))
        except InvalidInput as error:
            add_errors(error, form)
            return self._page(port, form)
        messages.success(request, f"{made.name} is set up; give it its readers.")
        return redirect("gate-set-up")

    def _page(self, port: Port, form: GateForm) -> HttpResponse:
        context = {"port": port, "form": form, "what": "gate"}
        return render(self.request, "access/gate_form.html", context)


class GateChange(Requires, View):
    """Change a gate, or remove one that was never used."""

    capability = Capability.MANAGE_AREAS

    def get(self, request: HttpRequest, number: int) -> HttpResponse:
        gate = access_own_gate(number, scope=request.scope)
        return self._page(gate, GateForm(gate=gate))

    @method_decorator(fresh_sign_in)
    def post(self, request: HttpRequest, number: int) -> HttpResponse:
        gate = access_own_gate(number, scope=request.scope)
        if request.POST.get("step") == REMOVE:
            gates.remove(gate, reason=UNUSED, **who(request))
            messages.success(request, f"{gate.name} is removed.")
            return redirect("gate-set-up")
        form = GateForm(request.POST, gate=gate)
        if not form.is_valid():
            return self._page(gate, form)
        try:
            gates.change(gate, form.details(), **who(request))
        except InvalidInput as error:
            add_errors(error, form)
            return self._page(gate, form)
        messages.success(request, f"{form.cleaned_data['name']} is changed.")
        return redirect("gate-set-up")

    def _page(self, gate: Gate, form: GateForm) -> HttpResponse:
        context = {"port": gate.port, "form": form, "what": "gate", "known": gate}
        return render(self.request, "access/gate_form.html", context)


class ReaderNew(Requires, View):
    """Set up a reader."""

    capability = Capability.MANAGE_AREAS

    def get(self, request: HttpRequest, locode: str) -> HttpResponse:
        port = access_own_port(locode, scope=request.scope)
        return self._page(port, ReaderForm(port=port, initial={"gate": request.GET.get("gate", "")}))

    @method_decorator(fresh_sign_in)
    def post(self, request: HttpRequest, locode: str) -> HttpResponse:
        port = access_own_port(locode, scope=request.scope)
        form = ReaderForm(request.POST, port=port)
        if not form.is_valid():
            return self._page(port, form)
        try:
            made = readers.define(port, form.details(), **who(request))
        except InvalidInput as error:
            add_errors(error, form)
            return self._page(port, form)
        messages.success(request, f"Reader {made.code} is set up; enrol its device next.")
        return redirect("gate-set-up")

    def _page(self, port: Port, form: ReaderForm) -> HttpResponse:
        context = {"port": port, "form": form, "what": "reader"}
        return render(self.request, "access/gate_form.html", context)


class ReaderChange(Requires, View):
    """Change a reader, take it out of service, or remove one that was never used."""

    capability = Capability.MANAGE_AREAS

    def get(self, request: HttpRequest, number: int) -> HttpResponse:
        reader = access_own_reader(number, scope=request.scope)
        return self._page(reader, ReaderForm(port=reader.port, reader=reader))

    @method_decorator(fresh_sign_in)
    def post(self, request: HttpRequest, number: int) -> HttpResponse:
        reader = access_own_reader(number, scope=request.scope)
        if request.POST.get("step") == REMOVE:
            readers.remove(reader, reason=UNUSED, **who(request))
            messages.success(request, f"Reader {reader.code} is removed.")
            return redirect("gate-set-up")
        form = ReaderForm(request.POST, port=reader.port, reader=reader)
        if not form.is_valid():
            return self._page(reader, form)
        try:
            readers.change(reader, form.details(), **who(request))
        except InvalidInput as error:
            add_errors(error, form)
            return self._page(reader, form)
        messages.success(request, f"Reader {reader.code} is changed. It obeys from now on.")
        return redirect("gate-set-up")

    def _page(self, reader: Reader, form: ReaderForm) -> HttpResponse:
        context = {"port": reader.port, "form": form, "what": "reader", "known": reader}
        return render(self.request, "access/gate_form.html", context)
