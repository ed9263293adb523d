"""Who could see a container between two times, who did, and what explained it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.conf import settings
from django.db.models import Q, QuerySet

from access.enums import DataResult, FieldClass
from access.hindsight.could_see import Stretch, could_see
from access.hindsight.facts import ObjectThen
from access.models import (
    BreakGlass,
    CargoVisit,
    DataEvent,
    Grant,
    ReleaseHop,
    RosterSpan,
    TeamMember,
    WorkOrder,
)
from access.need_to_know.facts import ReleaseHopFact, ResourceFacts, WorkOrderFact
from access.need_to_know.roster import TOLERANCE
from access.selectors.look_up_facts import vessel_call_fact
from access.selectors.past_people import Window, either, people_then
from accounts.models import Port, User
from accounts.roles import Capability
from portsec.kernel.scope import Scope
from screening.models import Person

CLASSES: Final = (FieldClass.S2, FieldClass.S3)  # lower ones need no explanation, only a role and a clearance
MOST_PEOPLE: Final = 500  # people who are judged for one answer
MOST_EVENTS: Final = 1_000  # look-ups shown in one answer


@dataclass(frozen=True, slots=True)
class CouldSee:
    """Somebody who could have been shown the container in the window, with every stretch."""

    person: Person
    stretches: Sequence[Stretch]


@dataclass(frozen=True, slots=True)
class Did:
    """A look-up that was made. `ground`: what on record now explains that it was answered, if anything does.

    `needs_ground`: it was answered, with fields of a class that asks for an explanation.
    """

    event: DataEvent
    ground: Stretch | None
    needs_ground: bool

    @property
    def foreseen(self) -> bool | None:
        """Whether there is a ground; None where none is needed."""
        return self.ground is not None if self.needs_ground else None


@dataclass(frozen=True, slots=True)
class Audit:
    """The whole answer. `left_out` and `events_left_out`: how many people and look-ups it does not hold."""

    port: Port
    container: str
    since: datetime
    until: datetime
    could: Sequence[CouldSee]
    did: Sequence[Did]
    left_out: int
    events_left_out: int

    @property
    def is_complete(self) -> bool:
        return not (self.left_out or self.events_left_out)


def audited_ports(*, scope: Scope) -> list[Port]:
    """Ports whose access log the caller reads."""
    return list(Port.objects.filter(pk__in=scope.ports(Capability.VIEW_EVENTS.value)))


def visible_between(port: Port, container: str, since: datetime, until: datetime) -> Audit:
    """Who could see the container, by the rules of today and the facts of then, and who looked.

    What is reconstructed and what is not stands in `NOT_RECONSTRUCTED`; where a fact is not kept, the answer
    errs towards more people.
    """
    window, thing = _asked(port, container, since, until)
    near = _near(window, thing).select_related("organisation").order_by("pk")
    people = list(near[:MOST_PEOPLE])
    left_out = near.count() - MOST_PEOPLE if len(people) == MOST_PEOPLE else 0
    could = [
        CouldSee(person, found)
        for person, then in zip(people, people_then(window, people), strict=True)
        if (found := could_see(then, thing, CLASSES, since, until))
    ]
    did, more = _did(window, container, {one.person.pk: one.stretches for one in could})
    return Audit(port, container, since, until, could, did, left_out, more)


def look_ups_between(port: Port, container: str, since: datetime, until: datetime) -> list[Did]:
    """Only who looked, with what explains it by the same rules; nobody else is judged."""
    window, thing = _asked(port, container, since, until)
    looked = DataEvent.objects.filter(port=port, object_ref=container, at__gte=since, at__lt=until)
    lookers = looked.exclude(person=None).order_by().values("person").distinct()
    people = list(Person.objects.select_related("organisation").filter(pk__in=lookers).order_by("pk"))
    could = {
        person.pk: could_see(then, thing, CLASSES, since, until)
        for person, then in zip(people, people_then(window, people), strict=True)
    }
    return _did(window, container, could)[0]


NOT_RECONSTRUCTED: Final = (
    "The rules are those of today, on the facts of then.",
    "Where everybody's badge was: whoever stands here for S3 could see it while on duty and in place.",
    "The security level of then: level 3 closes S3 to all but a list of names.",
    "Hand-overs within a team: work that a colleague had looked at in the hours before.",
    "Work orders, rosters, ships' calls, posts and employers are taken as they are on record now.",
    "S0 and S1 need no explanation: S0 is open to every account, S1 to whoever is cleared and has a role.",
)
"""What an auditor must know before relying on the list of those who could see."""


def _asked(port: Port, container: str, since: datetime, until: datetime) -> tuple[Window, ObjectThen]:
    """The window over a container and its bill of lading, and the container as it stood then."""
    visit = _visit(port, container, until)
    names = frozenset({container, *([visit.bill_of_lading] if visit and visit.bill_of_lading else ())})
    return Window(port, since, until, names), _object(port, container, visit)


def _visit(port: Port, container: str, until: datetime) -> CargoVisit | None:
    """The stay that the window is about: the last one that had begun by its end."""
    stays = CargoVisit.objects.select_related("vessel_call").filter(port=port, container=container)
    begun = stays.filter(Q(discharged_at=None) | Q(discharged_at__lte=until))
    return begun.order_by("-discharged_at", "-pk").first()


def _object(port: Port, container: str, visit: CargoVisit | None) -> ObjectThen:
    call = visit.vessel_call if visit else None
    named = {container}
    if visit is not None:
        named |= {visit.bill_of_lading, visit.terminal, visit.block, call.code if call else ""} - {""}
    resource = None
    if visit is not None:
        resource = ResourceFacts(
            container=container,
            bill_of_lading=visit.bill_of_lading,
            vessel_call=vessel_call_fact(call) if call else None,
            risk=visit.risk,
            owner_org=visit.owner,
            gate_out_at=visit.gate_out_at,
            terminal=visit.terminal,
            block=visit.block,
        )
    orders = tuple(
        WorkOrderFact(
            ref=order.ref,
            kind=order.kind,
            person=order.person_ref,
            team=order.team,
            object=order.object_ref,
            opened_at=order.opened_at,
            closed_at=order.closed_at,
            opened_by=order.opened_by,
        )
        for order in WorkOrder.objects.filter(port=port, object_ref__in=named)
    )
    return ObjectThen(container, settings.ZONE, resource, orders, _hops(port, visit))


def _hops(port: Port, visit: CargoVisit | None) -> tuple[ReleaseHopFact, ...]:
    """The steps of the release chain in this stay; an earlier stay's haulier has no part in it."""
    if visit is None:
        return ()
    others = CargoVisit.objects.filter(port=port, container=visit.container, gate_out_at__isnull=False)
    if visit.discharged_at is not None:
        others = others.filter(gate_out_at__lt=visit.discharged_at)
    before = others.exclude(pk=visit.pk).order_by("-gate_out_at").first()
    hops = ReleaseHop.objects.filter(port=port, container=visit.container)
    if before is not None:
        hops = hops.filter(at__gt=before.gate_out_at)
    return tuple(
        ReleaseHopFact(
            container=hop.container,
            from_org=hop.from_organisation,
            to_org=hop.to_organisation,
            at=hop.at,
            person=hop.person_ref,
            ended_at=hop.ended_at,
        )
        for hop in hops
    )


def _near(window: Window, thing: ObjectThen) -> QuerySet[Person]:
    """People whom work, chain, roster or leave connect with the container: nobody else has an explanation."""
    refs = {order.person for order in thing.work_orders}
    teams = {order.team for order in thing.work_orders} - {""}
    organisations = {name for hop in thing.release_hops for name in (hop.from_org, hop.to_org)}
    organisations.add(thing.resource.owner_org if thing.resource else "")
    call = thing.resource.vessel_call if thing.resource else None
    refs.update(
        RosterSpan.objects.filter(
            port=window.port,
            area__in=(call.handled_from if call else ()),
            starts_at__lte=window.until + TOLERANCE,
            ends_at__gte=window.since - TOLERANCE,
        ).values_list("person_ref", flat=True)
    )
    for rows in (Grant.objects, BreakGlass.objects):
        given = rows.filter(port=window.port, object_ref__in=window.names)
        refs.update(given.values_list("account", flat=True))
    return Person.objects.filter(port=window.port).filter(
        _named(window, refs - {""}, teams, organisations - {""})
    )


def _named(window: Window, refs: set[str], teams: set[str], organisations: set[str]) -> Q:
    """People by reference, by the account that speaks for them, by team and by employer."""
    members = TeamMember.objects.filter(joined_at__lt=window.until).select_related(
        "team__organisation", "user"
    )
    kept = members.filter(team__name__in={name.partition("/")[2] for name in teams})
    in_teams = {row.user.person_ref for row in kept if row.team.reference in teams}
    speaking = set(_speaking_for(refs))
    names = (refs | in_teams | speaking) - {""}
    return either(
        Q(ref__in=names),
        Q(external_ref__in=names),
        Q(peer_group__in=teams),
        Q(organisation__code__in=organisations),
    )


def _speaking_for(accounts: set[str]) -> Sequence[str]:
    found = User.objects.filter(username__in=accounts).exclude(person_ref="")
    return list(found.values_list("person_ref", flat=True))


def _did(window: Window, container: str, could: Mapping[int, Sequence[Stretch]]) -> tuple[list[Did], int]:
    """Look-ups of the container in the window, oldest first, and how many more there are."""
    events = DataEvent.objects.filter(
        port=window.port, object_ref=container, at__gte=window.since, at__lt=window.until
    ).select_related("person")
    rows = list(events.order_by("at", "number")[:MOST_EVENTS])
    more = events.count() - MOST_EVENTS if len(rows) == MOST_EVENTS else 0
    return [_looked(row, could) for row in rows], more


def _looked(event: DataEvent, could: Mapping[int, Sequence[Stretch]]) -> Did:
    asked = FieldClass(event.field_class)
    if event.result != DataResult.OK.value or asked not in CLASSES:
        return Did(event, None, needs_ground=False)
    stretches = could.get(event.person_id, ()) if event.person_id is not None else ()
    grounds = (
        one for one in stretches if one.since <= event.at < one.until and one.field_class.rank >= asked.rank
    )
    return Did(event, next(grounds, None), needs_ground=True)
