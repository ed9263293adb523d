"""Who may change the values of detection rules, and who confirms it."""

from __future__ import annotations

from access.models import RuleVersion
from access.rule_editing.words import RuleVersionState
from access.selectors.hand import accounts_of
from accounts.models import User
from accounts.permissions import may
from accounts.roles import Capability
from portsec.kernel.scope import Scope
from portsec.kernel.verdict import Verdict, all_of, allow, any_of, deny

SEES_RULES = (Capability.VIEW_PERSON_CASES, Capability.MANAGE_POLICIES, Capability.SET_ISPS_LEVEL)


def may_propose_values(scope: Scope, port_id: int) -> Verdict:
    """A policy officer proposes, and not whoever decides cases: rule and alert stay in two hands (G06)."""
    return may(Capability.MANAGE_POLICIES, scope=scope, port_id=port_id)


def may_confirm_values(actor: User, scope: Scope, version: RuleVersion) -> Verdict:
    """Another policy officer, or the security officer who answers for the port's measures."""
    second = any_of(
        may(Capability.MANAGE_POLICIES, scope=scope, port_id=version.port_id),
        may(Capability.SET_ISPS_LEVEL, scope=scope, port_id=version.port_id),
    )
    return all_of(second, _is_second_hand(actor, version))


def _is_second_hand(actor: User, version: RuleVersion) -> Verdict:
    """Two accounts of one person are one hand."""
    if version.proposed_by in {f"user:{account}" for account in accounts_of(actor)}:
        return deny("same_hand", "You proposed these values; somebody else must confirm them.")
    return allow()


def may_drop_values(scope: Scope, version: RuleVersion) -> Verdict:
    """Whoever may propose or confirm may drop; what is in force is replaced, not dropped."""
    if version.state not in {RuleVersionState.PROPOSED.value, RuleVersionState.SHADOW.value}:
        return deny("not_open", "These values are decided already.")
    return any_of(
        may(Capability.MANAGE_POLICIES, scope=scope, port_id=version.port_id),
        may(Capability.SET_ISPS_LEVEL, scope=scope, port_id=version.port_id),
    )
