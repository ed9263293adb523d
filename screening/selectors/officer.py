"""Reads who works on cases."""

from __future__ import annotations

from django.db.models import QuerySet

from accounts.models import User
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
    return (
        User.objects.filter(
            role_assignments__role__in=CASE_ROLES,
            role_assignments__ended_at=None,
            role_assignments__port_id__in=scope.ports(Capability.VIEW_CASES.value),
        )
        .distinct()
        .order_by("display_name", "pk")
    )
