"""Ships in port with their crews: who has a permit to walk to the gate, and who is ashore."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db.models import QuerySet

from access.enums import Direction
from access.models import Area, Presence
from accounts.models import Port
from accounts.roles import Capability
from portsec.kernel.scope import Scope
from portsec.kernel.words import Word
from screening.crew.words import CrewListState
from screening.kinds.words import PermitState
from screening.models import CrewList, CrewMember

SHOWN_AFTER = timedelta(days=1)  # a ship that left yesterday is still asked after
SHOWN_AHEAD = timedelta(days=2)


class Ashore(Word):
    """Where the readers saw a member of a crew last."""

    NOT_READ = "not_read", "Not read at a gate", "mute"
    IN_PORT = "in_port", "In the port", "info"
    ASHORE = "ashore", "Ashore", "wait"


@dataclass(frozen=True, slots=True)
class Sailor:
    """One member of a crew, with the last reading since the ship came."""

    member: CrewMember
    has_permit: bool
    where: Ashore
    read_at: datetime | None


@dataclass(slots=True)
class ShipCall:
    """A call as its crew lists tell it; several lists of one call are one ship."""

    port: Port
    ref: str
    ship_name: str
    imo_number: str
    eta: datetime
    etd: datetime
    crew: list[Sailor] = field(default_factory=list)

    @property
    def with_permit(self) -> int:
        return sum(sailor.has_permit for sailor in self.crew)

    @property
    def ashore(self) -> list[Sailor]:
        """Those whom the readers saw go out of the port, the latest first."""
        out = [sailor for sailor in self.crew if sailor.where is Ashore.ASHORE]
        return sorted(out, key=lambda sailor: sailor.read_at or self.eta, reverse=True)

    def has_left(self, at: datetime) -> bool:
        return self.etd <= at


def crew_lists_of(port: Port, call_ref: str) -> QuerySet[CrewList]:
    """The lists of one call that were taken in."""
    return CrewList.objects.filter(
        port=port, call_ref=call_ref, state=CrewListState.TAKEN.value
    ).select_related("port")


def ships_in_port(*, scope: Scope, at: datetime) -> list[ShipCall]:
    """Calls of these days at the ports where the caller receives visitors, the next to leave first."""
    lists = (
        CrewList.objects.filter(
            port_id__in=scope.ports(Capability.RECEIVE_VISITS.value),
            state=CrewListState.TAKEN.value,
            etd__gte=at - SHOWN_AFTER,
            eta__lte=at + SHOWN_AHEAD,
        )
        .defer("text", "rejected", "header")
        .select_related("port")
        .order_by("etd", "pk")
    )
    calls: dict[tuple[int, str], ShipCall] = {}
    of_list: dict[int, ShipCall] = {}
    for crew_list in lists:
        call = calls.setdefault((crew_list.port_id, crew_list.call_ref), _call(crew_list))
        call.etd = max(call.etd, crew_list.etd)
        of_list[crew_list.pk] = call
    _man(of_list, at)
    return list(calls.values())


def walk_paths(port_ids: Iterable[int]) -> list[Area]:
    """Areas through which crews walk between ship and gate."""
    return list(Area.objects.filter(port_id__in=list(port_ids), walk_path=True).order_by("name"))


def _call(crew_list: CrewList) -> ShipCall:
    return ShipCall(
        port=crew_list.port,
        ref=crew_list.call_ref,
        ship_name=crew_list.ship_name,
        imo_number=crew_list.imo_number,
        eta=crew_list.eta,
        etd=crew_list.etd,
    )


def _man(of_list: dict[int, ShipCall], at: datetime) -> None:
    """Put everybody aboard; who stands on two lists of one call is one person."""
    members = (
        CrewMember.objects.filter(crew_list__in=of_list)
        .select_related("person", "permit")
        .order_by("family_name", "given_names", "pk")
    )
    readings = _readings({member.person_id for member in members})
    aboard: set[tuple[int, str, int]] = set()
    for member in members:
        call = of_list[member.crew_list_id]
        key = call.port.pk, call.ref, member.person_id
        if key not in aboard:
            aboard.add(key)
            call.crew.append(_sailor(member, call, readings[member.person_id], at))


def _readings(people: set[int]) -> defaultdict[int, list[Presence]]:
    found: defaultdict[int, list[Presence]] = defaultdict(list)
    for presence in Presence.objects.filter(person__in=people).select_related("area"):
        found[presence.person_id].append(presence)
    return found


def _sailor(member: CrewMember, call: ShipCall, readings: list[Presence], at: datetime) -> Sailor:
    permit = getattr(member, "permit", None)
    has_permit = (
        permit is not None
        and permit.state == PermitState.ISSUED.value
        and permit.valid_from <= at < permit.valid_until
    )
    since = [each for each in readings if each.at >= call.eta and each.area.port_id == call.port.pk]
    if not since:
        return Sailor(member, has_permit, Ashore.NOT_READ, None)
    is_in = any(each.direction == Direction.IN.value for each in since)
    where = Ashore.IN_PORT if is_in else Ashore.ASHORE
    return Sailor(member, has_permit, where, max(each.at for each in since))
