"""Reads the values of detection rules: those in force, those proposed, and what they were before."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import QuerySet

from access.detection.registry import RULES
from access.detection.rule import Parameter, Rule
from access.models import Flag, RuleVersion
from access.permissions.rule_setting import SEES_RULES
from access.rule_editing.terms import values_of
from access.rule_editing.words import RuleVersionState
from access.selectors.hand import accounts_of
from accounts.models import Port, User
from accounts.roles import Capability
from portsec.kernel.errors import NotFound
from portsec.kernel.scope import Scope

LATELY = timedelta(days=30)
OPEN_STATES = (RuleVersionState.PROPOSED.value, RuleVersionState.SHADOW.value)
BY_ID = {rule.id: rule for rule in RULES}


@dataclass(frozen=True, slots=True)
class Standing:
    """One rule at one port: how it stands, what waits, and what it found lately."""

    rule: Rule
    in_force: RuleVersion | None
    waiting: RuleVersion | None
    lately: int


@dataclass(frozen=True, slots=True)
class Value:
    """A parameter with the value in force and, where one is proposed, the new one."""

    parameter: Parameter
    in_force: float
    proposed: float

    @property
    def is_changed(self) -> bool:
        return self.proposed != self.in_force


def overrides(port: Port) -> dict[str, dict[str, float]]:
    """By rule the values in force that differ from the code, as `registry.run` takes them.

    Names that the code no longer has are left out: an old row must not stop the scan.
    """
    rows = RuleVersion.objects.filter(port=port, state=RuleVersionState.ACTIVE.value)
    found = {}
    for row in rows:
        rule = BY_ID.get(row.rule)
        if rule is not None:
            known = {each.name for each in rule.parameters}
            found[row.rule] = {name: value for name, value in row.parameters.items() if name in known}
    return found


def ports_with_rules(*, scope: Scope) -> list[Port]:
    return list(Port.objects.filter(pk__in=scope.ports(*SEES_RULES)).order_by("locode"))


def access_rule_port(locode: str, rule_id: str, *, scope: Scope) -> tuple[Port, Rule]:
    """A rule at a port in reach. Raises NotFound for either."""
    port = next((port for port in ports_with_rules(scope=scope) if port.locode == locode), None)
    rule = BY_ID.get(rule_id)
    if port is None or rule is None:
        raise NotFound("page")
    return port, rule


def visible_versions(*, scope: Scope) -> QuerySet[RuleVersion]:
    rows = RuleVersion.objects.select_related("port")
    return rows if scope.is_system else rows.filter(port_id__in=scope.ports(*SEES_RULES))


def access_rule_version(number: int, *, scope: Scope) -> RuleVersion:
    """One version by key. Raises NotFound when absent, out of reach, or of a rule that is gone."""
    found = visible_versions(scope=scope).filter(pk=number, rule__in=BY_ID).first()
    if found is None:
        raise NotFound("page")
    return found


def versions_to_confirm(actor: User, *, scope: Scope, at: datetime) -> QuerySet[RuleVersion]:
    """Those whose silent run is over and that wait for another hand than their proposer's."""
    ports = scope.ports(Capability.MANAGE_POLICIES.value, Capability.SET_ISPS_LEVEL.value)
    rows = RuleVersion.objects.filter(
        port_id__in=ports, state=RuleVersionState.SHADOW.value, shadow_until__lte=at
    )
    return rows.exclude(proposed_by__in=[f"user:{account}" for account in accounts_of(actor)])


def standings(port: Port, *, at: datetime) -> list[Standing]:
    """Every rule of the code as it stands at this port."""
    rows = RuleVersion.objects.filter(port=port, state__in=(*OPEN_STATES, RuleVersionState.ACTIVE.value))
    active = {row.rule: row for row in rows if row.state == RuleVersionState.ACTIVE.value}
    waiting = {row.rule: row for row in rows if row.state in OPEN_STATES}
    flags = Flag.objects.filter(port=port, found_at__gte=at - LATELY).values_list("rule", flat=True)
    lately = Counter(flags)
    return [
        Standing(rule, active.get(rule.id), waiting.get(rule.id), lately[rule.id])
        for rule in sorted(RULES, key=lambda rule: rule.id)
    ]


def in_force(port: Port, rule: Rule) -> dict[str, float]:
    """All values of a rule as they count now."""
    return values_of(rule, overrides(port).get(rule.id, {}))


def compared(rule: Rule, before: dict[str, float], after: dict[str, float]) -> list[Value]:
    return [
        Value(each, before.get(each.name, each.value), after.get(each.name, each.value))
        for each in rule.parameters
    ]


def history(port: Port, rule: Rule) -> Sequence[RuleVersion]:
    return list(RuleVersion.objects.filter(port=port, rule=rule.id).order_by("-number"))
