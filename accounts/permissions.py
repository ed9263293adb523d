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


def may_govern(account: User, *, scope: Scope) -> Verdict:
    """Whether the caller administers every port where the account holds a role.

    Whoever lets an account in or blocks it acts at all of its ports, not only at the caller's own.
    """
    held = account.role_assignments.filter(ended_at=None).values_list("port_id", flat=True)
    if all(scope.holds(Capability.MANAGE_ACCOUNTS.value, port_id) for port_id in held):
        return allow()
    return deny(
        "role_at_other_port",
        "This account also holds a role at another port; an administrator of both must act.",
    )


def is_not_oneself(actor: User, person_ref: str) -> Verdict:
    """Nobody handles their own file (BS 7858: nobody screens themselves)."""
    if actor.person_ref and actor.person_ref == person_ref:
        return deny("own_file", "This is your own file; a colleague must handle it.")
    return allow()


def may_provision(actor: User, scope: Scope, organisation_id: int | None = None) -> Verdict:
    """A personnel system keeps the accounts and teams of its own organisation, and no other's."""
    own = actor.organisation_id
    if own is None:
        return deny("feed_without_organisation", "This account names no organisation whose people it keeps.")
    if not scope.ports(Capability.PROVISION_ACCOUNTS.value):
        return deny("capability_missing", "This account does not keep accounts of an organisation.")
    if organisation_id not in {None, own}:
        return deny("other_organisation", "This belongs to another organisation.")
    return allow()


def may_connect_feeds(scope: Scope, port_id: int) -> Verdict:
    """Whoever makes accounts decides which personnel system makes them, too."""
    return may(Capability.MANAGE_ACCOUNTS, scope=scope, port_id=port_id)
