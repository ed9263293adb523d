"""Who may ask for a look-up, search who sees what, and bring in the work that explains look-ups."""

from __future__ import annotations

from accounts.permissions import may
from accounts.roles import Capability
from portsec.kernel.scope import Scope
from portsec.kernel.verdict import Verdict, all_of, allow, any_of, deny


def may_ask(scope: Scope, port_id: int, *, is_own: bool) -> Verdict:
    """A system in front of the data asks for anybody; who looks up in their own work, for themselves."""
    for_oneself = allow() if is_own else deny("not_own_look_up", "You may look up cargo for yourself only.")
    return any_of(
        may(Capability.ASK_DECISIONS, scope=scope, port_id=port_id),
        all_of(may(Capability.LOOK_UP_CARGO, scope=scope, port_id=port_id), for_oneself),
    )


def may_search(scope: Scope, port_id: int) -> Verdict:
    """Who could see what is asked by systems that ask for decisions, and by those who see the log anyhow."""
    return any_of(
        may(Capability.ASK_DECISIONS, scope=scope, port_id=port_id),
        may(Capability.VIEW_EVENTS, scope=scope, port_id=port_id),
    )


def may_simulate(scope: Scope, port_id: int) -> Verdict:
    """Whoever sees who looked at what may ask what would be answered."""
    return may(Capability.VIEW_EVENTS, scope=scope, port_id=port_id)


def may_audit(scope: Scope, port_id: int) -> Verdict:
    """Whoever reads the log of look-ups may ask who could have made them."""
    return may(Capability.VIEW_EVENTS, scope=scope, port_id=port_id)


def may_deliver_work(scope: Scope, port_id: int) -> Verdict:
    """Cargo, orders and rosters explain look-ups, so only who answers for the data brings them in."""
    return may(Capability.MANAGE_CARGO, scope=scope, port_id=port_id)
