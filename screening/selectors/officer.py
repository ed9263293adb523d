"""Reads who works on cases."""

from __future__ import annotations

from django.db.models import QuerySet

from accounts.models import RoleAssignment, User
from accounts.roles import CAPABILITIES, Capability
from portsec.kernel.scope import Scope

# Roles whose holders take cases: they answer, propose or countersign.
CASE_ROLES = tuple(
    role.value
    for role, held in CAPABILITIES.items()
    if held & {Capability.ANSWER_CHECKS, Capability.COUNTERSIGN_DECISIONS}
)


def case_officers(*, scope: Scope) -> QuerySet[User]:
    """Accounts that work on cases at the ports where the caller sees cases."""
    held = RoleAssignment.objects.filter(role__in=CASE_ROLES, ended_at=None)
    if not scope.is_system:
        held = held.filter(port_id__in=scope.ports(Capability.VIEW_CASES.value))
    return User.objects.filter(pk__in=held.values("user_id")).order_by("display_name", "pk")
