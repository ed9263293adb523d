"""Work as other systems delivered it, for those who keep the port's data."""

from __future__ import annotations

from django.db.models import QuerySet

from access.models import RosterSpan, WorkOrder
from accounts.models import Port
from accounts.roles import Capability
from portsec.kernel.errors import InvalidInput
from portsec.kernel.scope import Scope


def port_named(locode: str, *, scope: Scope, capability: Capability = Capability.MANAGE_CARGO) -> Port:
    """The port of that code where the caller holds the capability; without a code their only one.

    Raises InvalidInput where there is none or several: absent and not yours look alike.
    """
    ports = Port.objects.filter(pk__in=scope.ports(capability.value))
    found = list((ports.filter(locode=locode) if locode else ports)[:2])
    if len(found) == 1:
        return found[0]
    problem = "You have no such port." if locode else "Name the port by its UN/LOCODE."
    raise InvalidInput(problem, fields={"port": problem})


def orders_delivered(*, scope: Scope) -> QuerySet[WorkOrder]:
    """Work orders at ports where the caller keeps the data."""
    ports = scope.ports(Capability.MANAGE_CARGO.value)
    return WorkOrder.objects.select_related("port").filter(port_id__in=ports)


def roster_delivered(*, scope: Scope) -> QuerySet[RosterSpan]:
    """Rosters at ports where the caller keeps the data."""
    ports = scope.ports(Capability.MANAGE_CARGO.value)
    return RosterSpan.objects.select_related("port").filter(port_id__in=ports)
