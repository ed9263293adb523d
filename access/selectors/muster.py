"""Who is inside: the list that is called out when everybody has to leave. Reads only, and writes nothing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Max, Q

from access.enums import Direction, VisitState
from access.models import Area, Presence, RollCall, RollCallMark, Visit
from access.visiting.muster import Passage, inside, is_unsure
from accounts.models import Port
from accounts.roles import Capability
from portsec.kernel.errors import NotFound
from portsec.kernel.scope import Scope
from screening.models import Permit, Person

WATCHES = Capability.WATCH_GATES.value


@dataclass(frozen=True, slots=True)
class Present:
    """Somebody who is inside. `area` is None for a visitor whom no gate has read yet.

    `visit` is that of a visitor; `seen` the mark of the roll call that goes on.
    """

    person: Person
    area: Area | None
    read_at: datetime
    unsure: bool
    company: str
    visit: Visit | None = None
    seen: RollCallMark | None = None

    @property
    def called(self) -> str:
        """The name as it is called out, family name first."""
        person = self.person
        name = ", ".join(part for part in (person.family_name, person.given_names) if part)
        return name or person.log_ref


@dataclass(frozen=True, slots=True)
class Muster:
    """Everybody inside at a moment, by family name."""

    port: Port
    at: datetime
    people: tuple[Present, ...]
    roll_call: RollCall | None

    @property
    def total(self) -> int:
        return len(self.people)

    @property
    def visitors(self) -> int:
        return sum(present.visit is not None for present in self.people)

    @property
    def unsure(self) -> int:
        return sum(present.unsure for present in self.people)

    @property
    def seen(self) -> int:
        return sum(present.seen is not None for present in self.people)

    @property
    def missing(self) -> int:
        return self.total - self.seen

    def by_area(self) -> list[tuple[Area | None, list[Present]]]:
        """Areas by name, each with its people; whoever was read at no gate comes last."""
        groups: defaultdict[Area | None, list[Present]] = defaultdict(list)
        for present in self.people:
            groups[present.area].append(present)
        return sorted(groups.items(), key=lambda group: (group[0] is None, group[0].name if group[0] else ""))


def muster(port: Port, *, at: datetime) -> Muster:
    """Everybody inside the areas of a port, from the last readings and the reception."""
    on_site = _visitors_on_site(port)
    rows = _passages(port, on_site)
    found = {where.person: where for where in inside(rows)}
    read_out = {passage.person: passage.at for passage in rows if passage.person not in found}
    waiting = [
        visit
        for person, visit in on_site.items()
        if person not in found and not _went_out(visit, read_out.get(person))
    ]
    people = Person.objects.select_related("organisation").in_bulk(
        [*found, *(visit.visitor_id for visit in waiting)]
    )
    areas = Area.objects.in_bulk({where.area for where in found.values()})
    ships = _ships(found, at)
    roll_call = open_roll_call(port)
    marks = _marks(roll_call)
    present = [
        Present(
            person=people[where.person],
            area=areas[where.area],
            read_at=where.read_at,
            unsure=is_unsure(where.read_at, at),
            company=_company(people[where.person], on_site.get(where.person), ships),
            visit=on_site.get(where.person),
            seen=marks.get(where.person),
        )
        for where in found.values()
    ]
    present += [
        Present(
            person=people[visit.visitor_id],
            area=None,
            read_at=visit.arrived_at or at,
            unsure=is_unsure(visit.arrived_at or at, at),
            company=visit.company,
            visit=visit,
            seen=marks.get(visit.visitor_id),
        )
        for visit in waiting
    ]
    present.sort(key=lambda each: (each.called.casefold(), each.person.pk))
    return Muster(port, at, tuple(present), roll_call)


def open_roll_call(port: Port) -> RollCall | None:
    """The roll call that goes on at a port."""
    return RollCall.objects.filter(port=port, ended_at=None).select_related("started_by").first()


def muster_ports(*, scope: Scope) -> list[Port]:
    """Ports whose gates the caller watches."""
    return list(Port.objects.filter(pk__in=scope.ports(WATCHES)))


def access_muster_port(locode: str, *, scope: Scope) -> Port:
    """One of them, the first without a name. Raises NotFound when absent or out of reach."""
    ports = muster_ports(scope=scope)
    port = next((each for each in ports if locode in {"", each.locode}), None)
    if port is None:
        raise NotFound("port")
    return port


def _visitors_on_site(port: Port) -> dict[int, Visit]:
    visits = Visit.objects.filter(port=port, state=VisitState.ARRIVED.value)
    return {visit.visitor_id: visit for visit in visits.select_related("host", "escort", "organisation")}


def _passages(port: Port, on_site: Collection[int]) -> list[Passage]:
    """The readings of everybody who may be inside, and those of visitors on site."""
    mine = Presence.objects.filter(area__port=port)
    entered = mine.filter(direction=Direction.IN.value).values("person")
    rows = list(
        mine.filter(Q(person__in=entered) | Q(person__in=list(on_site))).select_related("area").order_by()
    )
    signed_out = _signed_out(port, {row.person_id for row in rows})
    around = _around(port)
    return [
        Passage(
            person=row.person_id,
            area=row.area_id,
            direction=Direction(row.direction),
            at=row.at,
            around=around[row.area_id],
            is_void=_is_void(row, signed_out.get(row.person_id)),
        )
        for row in rows
    ]


def _signed_out(port: Port, people: Collection[int]) -> dict[int, datetime]:
    """When the reception signed somebody out last."""
    left = Visit.objects.filter(port=port, state=VisitState.LEFT.value, visitor__in=people)
    return dict(left.order_by().values_list("visitor").annotate(last=Max("left_at")))


def _is_void(row: Presence, signed_out_at: datetime | None) -> bool:
    """Whether somebody who saw the person has said since that they are not there."""
    return any(since is not None and since >= row.at for since in (row.forgiven_at, signed_out_at))


def _around(port: Port) -> dict[int, frozenset[int]]:
    """For each area the areas that it lies in."""
    parents = dict(Area.objects.filter(port=port).values_list("pk", "parent"))
    found: dict[int, frozenset[int]] = {}
    for area in parents:
        chain: list[int] = []
        step = parents[area]
        while step is not None and step not in chain:
            chain.append(step)
            step = parents.get(step)
        found[area] = frozenset(chain)
    return found


def _went_out(visit: Visit, read_out_at: datetime | None) -> bool:
    """Whether a gate read the visitor go out after the reception signed them in."""
    return read_out_at is not None and visit.arrived_at is not None and read_out_at >= visit.arrived_at


def _ships(people: Iterable[int], at: datetime) -> dict[int, str]:
    """The ships of those who are there as its crew."""
    permits = Permit.objects.filter(person__in=list(people), crew_member__isnull=False, valid_from__lte=at)
    return dict(permits.order_by("valid_from").values_list("person", "ship_name"))


def _company(person: Person, visit: Visit | None, ships: dict[int, str]) -> str:
    if visit is not None and visit.company:
        return visit.company
    if person.pk in ships:
        return ships[person.pk]
    return person.organisation.name if person.organisation else ""


def _marks(roll_call: RollCall | None) -> dict[int, RollCallMark]:
    if roll_call is None:
        return {}
    return {mark.person_id: mark for mark in roll_call.marks.select_related("by")}
