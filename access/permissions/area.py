"""Who may set up areas, change their security level, and close them."""

from __future__ import annotations

from access.models import LevelChange, Lockdown
from accounts.models import User
from accounts.permissions import may
from accounts.roles import Capability
from portsec.kernel.scope import Scope
from portsec.kernel.verdict import Verdict, all_of, allow, any_of, deny


def may_manage_areas(scope: Scope, port_id: int) -> Verdict:
    return may(Capability.MANAGE_AREAS, scope=scope, port_id=port_id)


def may_propose_level(scope: Scope, port_id: int) -> Verdict:
    return may(Capability.SET_ISPS_LEVEL, scope=scope, port_id=port_id)


def may_confirm_level(actor: User, scope: Scope, change: LevelChange) -> Verdict:
    """Two people, for up and down alike."""
    own = (
        deny("own_proposal", "You proposed this level; another security officer must confirm it.")
        if change.proposed_by == actor.reference
        else allow()
    )
    return all_of(may_propose_level(scope, change.port_id), own)


def may_lock_down(scope: Scope, port_id: int) -> Verdict:
    """One person is enough: who sees the danger closes the port, and explains afterwards."""
    return may(Capability.SET_ISPS_LEVEL, scope=scope, port_id=port_id)


def may_hold_gate(scope: Scope, port_id: int) -> Verdict:
    """Whoever watches gates may hold one, too: the guard stands there first."""
    return any_of(
        may(Capability.SET_ISPS_LEVEL, scope=scope, port_id=port_id),
        may(Capability.WATCH_GATES, scope=scope, port_id=port_id),
    )


def may_end_lockdown(actor: User, scope: Scope, lockdown: Lockdown) -> Verdict:
    """A guard opens only the gate that they held themselves; what others closed, a security officer opens."""
    officer = may(Capability.SET_ISPS_LEVEL, scope=scope, port_id=lockdown.port_id)
    if lockdown.gate_id is None:
        return officer
    own = (
        allow()
        if lockdown.by == actor.reference
        else deny("not_own_hold", "Another person holds this gate; a security officer must open it.")
    )
    return any_of(officer, all_of(may(Capability.WATCH_GATES, scope=scope, port_id=lockdown.port_id), own))
