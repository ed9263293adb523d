"""Gates and readers as they are set up."""

from __future__ import annotations

from django.db.models import QuerySet

from access.models import Gate, Reader
from access.selectors.area_page import MAY_SEE_AREAS
from accounts.roles import Capability
from portsec.kernel.errors import NotFound
from portsec.kernel.scope import Scope


def gates_in_reach(*, scope: Scope) -> QuerySet[Gate]:
    """Gates with their readers, by port and code."""
    gates = Gate.objects.filter(port_id__in=scope.ports(*MAY_SEE_AREAS)).select_related("port")
    readers = ("readers__area_from", "readers__area_to", "readers__device")
    return gates.prefetch_related(*readers).order_by("port__locode", "code")


def readers_alone(*, scope: Scope) -> QuerySet[Reader]:
    """Readers that stand at no gate."""
    readers = Reader.objects.filter(port_id__in=scope.ports(*MAY_SEE_AREAS), gate=None)
    return readers.select_related("port", "area_from", "area_to", "device").order_by("port__locode", "code")


def access_own_gate(number: int, *, scope: Scope) -> Gate:
    """One gate that the caller may set up. Raises NotFound when absent or out of reach."""
    own = scope.ports(Capability.MANAGE_AREAS.value)
    found = Gate.objects.select_related("port").filter(pk=number, port_id__in=own).first()
    if found is None:
        raise NotFound("gate")
    return found


def access_own_reader(number: int, *, scope: Scope) -> Reader:
    """One reader that the caller may set up. Raises NotFound when absent or out of reach."""
    own = scope.ports(Capability.MANAGE_AREAS.value)
    rows = Reader.objects.select_related("port", "gate", "area_from", "area_to")
    found = rows.filter(pk=number, port_id__in=own).first()
    if found is None:
        raise NotFound("reader")
    return found
