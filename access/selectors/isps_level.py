"""Which ISPS level counts, here and now. Gates, pages and status lists all read it here.

A level that was raised steps back by itself: the row says until when, so that nothing waits for a worker.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Max, Q, QuerySet

from access.enums import LevelChangeState
from access.gate.isps import IspsLevel
from access.models import Area, LevelChange
from accounts.models import Port
from accounts.roles import Capability
from portsec.kernel.errors import NotFound
from portsec.kernel.scope import Scope

MAY_SEE_LEVELS = (
    Capability.SET_ISPS_LEVEL.value,
    Capability.MANAGE_AREAS.value,
    Capability.WATCH_GATES.value,
    Capability.VIEW_BADGES.value,
)

# The same for statements written by hand: the level of a place `p` (port) or `a` (area) at `:at`. Without a
# change that counts, the column of the place does.
#   COALESCE((SELECT max(c.to_level) FROM access_levelchange c
#             WHERE c.port_id = p.id AND c.area_id IS NULL          -- or c.area_id = a.id
#               AND c.state = 'in_force' AND (c.steps_back_at IS NULL OR c.steps_back_at > :at)),
#            p.isps_level)                                          -- or a.isps_level


@dataclass(frozen=True, slots=True)
class Levels:
    """The levels of a port and of its areas, each on its own: what surrounds an area is not added here."""

    port: IspsLevel
    areas: Mapping[int, IspsLevel]


def counting(*, at: datetime) -> QuerySet[LevelChange]:
    """Changes that count at a moment: confirmed, not ended, and their time has not passed."""
    return LevelChange.objects.filter(
        Q(steps_back_at=None) | Q(steps_back_at__gt=at), state=LevelChangeState.IN_FORCE.value
    )


def level_of(place: Port | Area, *, at: datetime) -> IspsLevel:
    """The level of a port, or of an area on its own."""
    found = _of(place, counting(at=at)).aggregate(highest=Max("to_level"))["highest"]
    return IspsLevel(place.isps_level if found is None else found)


def levels_of(port: Port, *, at: datetime) -> Levels:
    """The level of a port and of each of its areas, in two queries."""
    changed: dict[int | None, int] = dict(
        counting(at=at)
        .filter(port=port)
        .order_by()
        .values("area_id")
        .annotate(highest=Max("to_level"))
        .values_list("area_id", "highest")
    )
    resting = Area.objects.filter(port=port).order_by().values_list("pk", "isps_level")
    return Levels(
        port=IspsLevel(changed.get(None, port.isps_level)),
        areas={pk: IspsLevel(changed.get(pk, level)) for pk, level in resting},
    )


def counting_change(place: Port | Area, *, at: datetime) -> LevelChange | None:
    """The change that makes the level what it is; None where it is at rest."""
    return _of(place, counting(at=at)).order_by("-to_level").first()


def level_changes(*, scope: Scope) -> QuerySet[LevelChange]:
    """Changes at ports in reach, newest first."""
    changes = LevelChange.objects.select_related("port", "area")
    return changes if scope.is_system else changes.filter(port_id__in=scope.ports(*MAY_SEE_LEVELS))


def open_proposals(*, scope: Scope) -> QuerySet[LevelChange]:
    """Changes that wait for a second person where the caller may be that person."""
    own = scope.ports(Capability.SET_ISPS_LEVEL.value)
    return level_changes(scope=scope).filter(state=LevelChangeState.PROPOSED.value, port_id__in=own)


def ports_with_levels(*, scope: Scope) -> list[Port]:
    """Ports whose level the caller may see."""
    return list(Port.objects.filter(pk__in=scope.ports(*MAY_SEE_LEVELS)))


def access_level_port(locode: str, *, scope: Scope) -> Port:
    """A port whose level the caller may set. Raises NotFound when absent or out of reach."""
    own = scope.ports(Capability.SET_ISPS_LEVEL.value)
    found = Port.objects.filter(locode=locode, pk__in=own).first()
    if found is None:
        raise NotFound("port")
    return found


def ending_soon(*, scope: Scope, at: datetime, within: timedelta) -> QuerySet[LevelChange]:
    """Raised levels in reach that step back within some time, the first one first."""
    soon = level_changes(scope=scope).filter(
        state=LevelChangeState.IN_FORCE.value, steps_back_at__gt=at, steps_back_at__lte=at + within
    )
    return soon.order_by("steps_back_at")


def access_level_change(number: int, *, scope: Scope) -> LevelChange:
    """One change at a port whose level the caller may set. Raises NotFound when absent or out of reach."""
    own = scope.ports(Capability.SET_ISPS_LEVEL.value)
    change = level_changes(scope=scope).filter(pk=number, port_id__in=own).first()
    if change is None:
        raise NotFound("level change")
    return change


def _of(place: Port | Area, changes: QuerySet[LevelChange]) -> QuerySet[LevelChange]:
    if isinstance(place, Area):
        return changes.filter(area=place)
    return changes.filter(port=place, area=None)
