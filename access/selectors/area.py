"""Reads areas and readers."""

from __future__ import annotations

from django.db.models import QuerySet

from access.models import Area, Reader
from accounts.roles import Capability
from portsec.kernel.errors import InvalidInput, NotFound
from portsec.kernel.scope import Scope

MAY_SEE_GATES = (
    Capability.WATCH_GATES.value,
    Capability.VIEW_EVENTS.value,
    Capability.VIEW_BADGES.value,
    Capability.ISSUE_BADGES.value,
)


def visible_areas(*, scope: Scope) -> QuerySet[Area]:
    areas = Area.objects.select_related("parent", "port")
    return areas if scope.is_system else areas.filter(port_id__in=scope.ports(*MAY_SEE_GATES))


def visible_readers(*, scope: Scope) -> QuerySet[Reader]:
    readers = Reader.objects.select_related("area_from", "area_to", "port")
    return readers if scope.is_system else readers.filter(port_id__in=scope.ports(*MAY_SEE_GATES))


def with_ancestors(area: Area) -> list[str]:
    """The codes of an area and of all areas around it, innermost first."""
    codes: list[str] = []
    step: Area | None = area
    while step is not None and step.code not in codes:
        codes.append(step.code)
        step = step.parent
    return codes


def attempt_readers(*, actor_id: int, is_device: bool, scope: Scope) -> QuerySet[Reader]:
    """Readers whose attempts this account may submit: a device its own, a guard those of their ports."""
    readers = Reader.objects.select_related("area_from__parent", "area_to__parent", "port")
    readers = readers.filter(port_id__in=scope.ports(Capability.SUBMIT_GATE_ATTEMPTS.value))
    own = readers.filter(device_id=actor_id)
    return own if is_device or own.exists() else readers


def access_attempt_reader(code: str, *, actor_id: int, is_device: bool, scope: Scope) -> Reader:
    """One of them by code. Raises NotFound when absent or not the caller's; InvalidInput when several are."""
    found = list(attempt_readers(actor_id=actor_id, is_device=is_device, scope=scope).filter(code=code)[:2])
    if not found:
        raise NotFound("reader")
    if len(found) > 1:
        problem = f"Several of your ports have a reader {code}."
        raise InvalidInput(problem, fields={"reader": problem})
    return found[0]
