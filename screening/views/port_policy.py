"""Which policy a port applies: the history, a proposal, and the second officer's answer."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.views import View

from accounts.doors import Requires, fresh_sign_in
from accounts.models import Port
from accounts.roles import Capability
from portsec.interface.components.tables import Column
from portsec.interface.form_errors import add_errors
from portsec.kernel import clock
from portsec.kernel.errors import InvalidInput
from screening.forms.policy import PortPolicyAnswerForm, PortPolicyForm
from screening.models import PortPolicy
from screening.permissions import may_confirm_port_policy
from screening.selectors.policy import applied_codes, policy_versions
from screening.selectors.policy_draft import access_port_change, port_changes
from screening.services import port_policy

READERS = (Capability.VIEW_CASES, Capability.MANAGE_POLICIES)
COLUMNS = (
    Column("port", "Port"),
    Column("policy", "Policy"),
    Column("from", "From"),
    Column("state", "State"),
    Column("by", "By"),
)


class PortPolicyList(Requires, View):
    """What each port in reach applies today, and every change of it."""

    capability = READERS

    def get(self, request: HttpRequest) -> HttpResponse:
        within = request.scope.ports(*(capability.value for capability in READERS))
        ports = list(Port.objects.filter(pk__in=within))
        applied = applied_codes(ports, on=timezone.localdate(clock.now()))
        context = {
            "columns": COLUMNS,
            "applied": [(port, applied[port.pk]) for port in ports],
            "changes": port_changes(scope=request.scope),
            "own_ports": request.scope.ports(Capability.MANAGE_POLICIES.value),
        }
        return render(request, "screening/port_policy_list.html", context)


class PortPolicyNew(Requires, View):
    """The first signature under a change of regime."""

    capability = Capability.MANAGE_POLICIES

    def get(self, request: HttpRequest) -> HttpResponse:
        return self._page(self._form())

    @method_decorator(fresh_sign_in)
    def post(self, request: HttpRequest) -> HttpResponse:
        form = self._form(request.POST)
        if not form.is_valid():
            return self._page(form)
        try:
            change = port_policy.propose(**form.cleaned_data, **_who(request))
        except InvalidInput as error:
            add_errors(error, form)
            return self._page(form)
        messages.success(request, f"Proposed for {change.port.name}. Another policy officer confirms it.")
        return redirect("port-policy-list")

    def _form(self, data: Any = None) -> PortPolicyForm:
        policies = {version.code: version.title for version in policy_versions().order_by("code", "version")}
        return PortPolicyForm(data, ports=self._ports(), policies=list(policies.items()))

    def _ports(self) -> QuerySet[Port]:
        return Port.objects.filter(pk__in=self.request.scope.ports(Capability.MANAGE_POLICIES.value))

    def _page(self, form: PortPolicyForm) -> HttpResponse:
        return render(self.request, "screening/port_policy_new.html", {"form": form})


class PortPolicyAnswer(Requires, View):
    """The second signature. Whoever proposed may decline it, which takes it back."""

    capability = Capability.MANAGE_POLICIES

    def get(self, request: HttpRequest, number: int) -> HttpResponse:
        return self._page(access_port_change(number, scope=request.scope), PortPolicyAnswerForm())

    @method_decorator(fresh_sign_in)
    def post(self, request: HttpRequest, number: int) -> HttpResponse:
        change = access_port_change(number, scope=request.scope)
        form = PortPolicyAnswerForm(request.POST)
        if not form.is_valid():
            return self._page(change, form)
        agrees = form.cleaned_data["answer"] == PortPolicyAnswerForm.CONFIRM
        command = port_policy.confirm if agrees else port_policy.decline
        try:
            command(change, reason=form.cleaned_data["reason"], **_who(request))
        except InvalidInput as error:
            add_errors(error, form)
            return self._page(change, form)
        done = f"{change.port.name} applies it from {change.valid_from}." if agrees else "Declined."
        messages.success(request, done)
        return redirect("port-policy-list")

    def _page(self, change: PortPolicy, form: PortPolicyAnswerForm) -> HttpResponse:
        context = {
            "change": change,
            "form": form,
            "applied": applied_codes([change.port], on=timezone.localdate(clock.now()))[change.port_id],
            "verdict": may_confirm_port_policy(self.request.user, self.request.scope, change),
        }
        return render(self.request, "screening/port_policy_answer.html", context)


def _who(request: HttpRequest) -> dict[str, Any]:
    return {"actor": request.user, "scope": request.scope, "at": clock.now()}
