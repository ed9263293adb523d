"""Detection rules: what they say, their values, and the way of new values into force."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.decorators import method_decorator
from django.views import View

from access.detection.rule import Rule
from access.forms.access_request import OptionalReasonForm
from access.forms.area import ReasonForm
from access.forms.rule_setting import PREFIX, RuleValuesForm
from access.models import RuleVersion
from access.permissions.rule_setting import (
    SEES_RULES,
    may_confirm_values,
    may_drop_values,
    may_propose_values,
)
from access.rule_editing.terms import REPLAYED, SHADOW, values_of
from access.selectors.rule_setting import (
    BY_ID,
    access_rule_port,
    access_rule_version,
    compared,
    history,
    in_force,
    ports_with_rules,
    standings,
)
from access.services import rule_setting, rule_trial
from access.views.area_change import who
from accounts.doors import Requires, fresh_sign_in
from accounts.models import Port
from portsec.interface.components.tables import Column
from portsec.interface.form_errors import add_errors
from portsec.kernel import clock
from portsec.kernel.errors import InvalidInput, NotFound
from screening.selectors.timeline import display_names

RULE_COLUMNS = (
    Column("rule", "Rule"),
    Column("severity", "Severity"),
    Column("values", "Values"),
    Column("waiting", "Waits"),
    Column("lately", "Flags in 30 days", numeric=True),
)
VALUE_COLUMNS = (
    Column("name", "Parameter"),
    Column("in_force", "In force", numeric=True),
    Column("proposed", "Proposed", numeric=True),
    Column("unit", "Unit"),
    Column("reason", "Why the code has it so"),
)
HISTORY_COLUMNS = (
    Column("number", "Values"),
    Column("state", "State"),
    Column("by", "Proposed by"),
    Column("since", "In force since"),
    Column("reason", "Why"),
)
GROUP_COLUMNS = (
    Column("group", "Group"),
    Column("people", "People", numeric=True),
    Column("old", "Flagged now", numeric=True),
    Column("new", "Flagged then", numeric=True),
)


class RuleList(Requires, View):
    """All rules of each port in reach."""

    capability = SEES_RULES

    def get(self, request: HttpRequest) -> HttpResponse:
        ports = [(port, standings(port, at=clock.now())) for port in ports_with_rules(scope=request.scope)]
        return render(request, "access/rule_list.html", {"ports": ports, "columns": RULE_COLUMNS})


class RuleDetail(Requires, View):
    """One rule: what it says and why, its values, and the form to propose others."""

    capability = SEES_RULES

    def get(self, request: HttpRequest, locode: str, rule: str) -> HttpResponse:
        port, found = access_rule_port(locode, rule, scope=request.scope)
        return self._page(port, found, RuleValuesForm(rule=found, values=in_force(port, found)))

    @method_decorator(fresh_sign_in)
    def post(self, request: HttpRequest, locode: str, rule: str) -> HttpResponse:
        port, found = access_rule_port(locode, rule, scope=request.scope)
        form = RuleValuesForm(request.POST, rule=found, values=in_force(port, found))
        if not form.is_valid():
            return self._page(port, found, form)
        try:
            version = rule_setting.propose(
                port, found, form.values, reason=form.cleaned_data["reason"], **who(request)
            )
        except InvalidInput as error:
            fields = {
                PREFIX + name if name != "reason" else name: text for name, text in error.fields.items()
            }
            add_errors(InvalidInput(error.detail, fields=fields), form)
            return self._page(port, found, form)
        messages.success(request, "Proposed. Replay the values on the history before they run silently.")
        return redirect("rule-version-detail", version.pk)

    def _page(self, port: Port, rule: Rule, form: RuleValuesForm) -> HttpResponse:
        versions = history(port, rule)
        values = in_force(port, rule)
        context = {
            "port": port,
            "rule": rule,
            "form": form,
            "values": compared(rule, values, values),
            "value_columns": [column for column in VALUE_COLUMNS if column.key != "proposed"],
            "history": versions,
            "history_columns": HISTORY_COLUMNS,
            "names": display_names({version.proposed_by for version in versions}),
            "verdict": may_propose_values(self.request.scope, port.pk),
            "look_back": rule.look_back.days or 1,
            "feeds": sorted(feed.label for feed in rule.needs | rule.needs_one_of),
        }
        return render(self.request, "access/rule_detail.html", context)


class RuleVersionDetail(Requires, View):
    """Proposed values with their figures, and the next step."""

    capability = SEES_RULES

    def get(self, request: HttpRequest, number: int) -> HttpResponse:
        return version_page(request, access_rule_version(number, scope=request.scope), ReasonForm())


class RuleVersionStep(Requires, View):
    """Replay, run silently, put in force, or drop."""

    capability = SEES_RULES

    @method_decorator(fresh_sign_in)
    def post(self, request: HttpRequest, number: int, step: str) -> HttpResponse:
        version = access_rule_version(number, scope=request.scope)
        try:
            done = self._take(step, version)
        except InvalidInput as error:
            form = ReasonForm(request.POST)
            add_errors(error, form)
            return version_page(request, version, form)
        messages.success(request, done)
        return redirect("rule-version-detail", number)

    def _take(self, step: str, version: RuleVersion) -> str:
        if step == "replay":
            parts = rule_trial.request_replay(version, **who(self.request))
            return f"Workers replay the history in {parts} parts; look again in a moment."
        if step == "shadow":
            rule_setting.start_shadow(version, **who(self.request))
            return "They run silently from now on. Nobody is flagged by them."
        if step == "activate":
            said = OptionalReasonForm(self.request.POST)
            remark = said.cleaned_data["reason"] if said.is_valid() else ""
            rule_setting.activate(version, remark=remark, **who(self.request))
            return "In force from the next scan on."
        if step == "drop":
            rule_setting.drop(version, reason=self.request.POST.get("reason", ""), **who(self.request))
            return "Dropped. The rule stays as it is."
        raise NotFound("page")


def version_page(request: HttpRequest, version: RuleVersion, form: ReasonForm) -> HttpResponse:
    rule, now = BY_ID[version.rule], clock.now()
    replay = version.replay
    context: dict[str, Any] = {
        "version": version,
        "rule": rule,
        "form": form,
        "values": compared(rule, version.before, values_of(rule, version.parameters)),
        "value_columns": VALUE_COLUMNS,
        "group_columns": GROUP_COLUMNS,
        "replay": replay.get("figures"),
        "replay_done": len(replay.get(rule_trial.DONE, ())),
        "replay_parts": len(replay.get(rule_trial.PARTS, ())),
        "shadow": version.shadow,
        "is_over": version.shadow_until is not None and version.shadow_until <= now,
        "days": {"replay": REPLAYED.days, "shadow": SHADOW.days},
        "names": display_names({version.proposed_by, version.decided_by} - {""}),
        "propose": may_propose_values(request.scope, version.port_id),
        "confirm": may_confirm_values(request.user, request.scope, version),
        "drop": may_drop_values(request.scope, version),
    }
    return render(request, "access/rule_version.html", context)
