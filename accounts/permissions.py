"""Predicates that every app combines: holding a capability, not acting on oneself."""

from __future__ import annotations

from accounts.models import User
from accounts.roles import Capability
from portsec.kernel.scope import Scope
from portsec.kernel.verdict import Verdict, allow, deny


def may(capability: Capability, *, scope: Scope, port_id: int) -> Verdict:
    """Whether the caller holds the capability at that port."""
    if scope.holds(capability.value, port_id):
        return allow()
    return deny("capability_missing", f"Your role at this port does not include: {capability.label.lower()}.")


def is_not_oneself(actor: User, person_ref: str) -> Verdict:
    """Nobody handles their own file (BS 7858: nobody screens themselves)."""
    if actor.person_ref and actor.person_ref == person_ref:
        return deny("own_file", "This is your own file; a colleague must handle it.")
    return allow()
