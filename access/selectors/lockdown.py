"""Reads lockdowns and holds of gates."""

from __future__ import annotations

from django.db.models import QuerySet

from access.models import Lockdown
from accounts.roles import Capability
from portsec.kernel.errors import NotFound
from portsec.kernel.scope import Scope

MAY_SEE_LOCKDOWNS = (
    Capability.SET_ISPS_LEVEL.value,
    Capability.MANAGE_AREAS.value,
    Capability.WATCH_GATES.value,
    Capability.RECEIVE_VISITS.value,
)


def visible_lockdowns(*, scope: Scope) -> QuerySet[Lockdown]:
    """Lockdowns and holds at ports in reach, newest first."""
    rows = Lockdown.objects.select_related("port", "area", "gate")
    return rows if scope.is_system else rows.filter(port_id__in=scope.ports(*MAY_SEE_LOCKDOWNS))


def lockdowns_in_force(*, scope: Scope) -> QuerySet[Lockdown]:
    return visible_lockdowns(scope=scope).filter(ended_at=None)


def access_lockdown(number: int, *, scope: Scope) -> Lockdown:
    """One of them. Raises NotFound when absent or out of reach."""
    found = visible_lockdowns(scope=scope).filter(pk=number).first()
    if found is None:
        raise NotFound("lockdown")
    return found
