"""Whom the work context could connect with a container: everybody else has no explanation to give.

These are candidates and no answers. Each is decided by the same pure rules as a look-up; who stands here
without need costs a decision, and who were missing would be left out of an answer, so in doubt they are in.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from functools import reduce
from operator import or_

from django.contrib.contenttypes.models import ContentType
from django.db.models import Q, QuerySet

from access.enums import FieldClass
from access.models import (
    BreakGlass,
    CargoVisit,
    DataEvent,
    Grant,
    ReleaseHop,
    RosterSpan,
    SafetyFunction,
    TeamMember,
    WorkOrder,
)
from access.need_to_know.hand_over import WITHIN
from access.need_to_know.roster import TOLERANCE
from access.need_to_know.work_order import EMERGENCY_KINDS
from access.selectors.look_up import visit_of
from accounts.models import AccountPermission, Port, User
from accounts.roles import Capability
from screening.models import Person


@dataclass
class _Near:
    """Names of people, accounts, teams and organisations that something connects with the object."""

    people: set[str] = field(default_factory=set)
    teams: set[str] = field(default_factory=set)
    organisations: set[str] = field(default_factory=set)
    helpers: bool = False


def people_near(port: Port, container: str, field_class: FieldClass, *, at: datetime) -> QuerySet[Person]:
    """People of the port who might be shown fields of this class of the container, in the order of keys."""
    people = Person.objects.filter(port=port).order_by("pk")
    if field_class.rank < FieldClass.S2.rank:
        return people  # operational fields need a clearance and a role, and no explanation
    return people.filter(_people(_near(port, container, at=at), at=at))


def accounts_near(port: Port, container: str, field_class: FieldClass, *, at: datetime) -> QuerySet[User]:
    """The same for accounts: those that may look up cargo here at all, or broke the glass for this."""
    held = AccountPermission.objects.filter(
        content_type=ContentType.objects.get_for_model(Port),
        object_pk=str(port.pk),
        permission__codename=Capability.LOOK_UP_CARGO.value,
    )
    visit = visit_of(port, container)
    own_names = {container, visit.bill_of_lading if visit else ""} - {""}
    glasses = BreakGlass.objects.filter(port=port, object_ref__in=own_names)
    may_look = Q(pk__in=held.values("user_id")) | Q(username__in=glasses.values("account"))
    accounts = User.objects.filter(may_look).order_by("pk")
    if field_class.rank < FieldClass.S2.rank:
        return accounts
    near = _near(port, container, at=at)
    people = Person.objects.filter(port=port).filter(_people(near, at=at))
    names = people.values_list("ref", "external_ref")
    return accounts.filter(
        Q(username__in=near.people) | Q(person_ref__in={n for pair in names for n in pair})
    )


def _near(port: Port, container: str, *, at: datetime) -> _Near:
    near, visit = _Near(), visit_of(port, container)
    names = {container, visit.bill_of_lading if visit else ""} - {""}
    _by_work(near, port, names | _places(visit))
    _by_chain(near, port, container, visit)
    _by_duty(near, port, visit, at=at)
    _by_leave(near, port, names)
    _by_team(near, port, names, at=at)
    return near


def _places(visit: CargoVisit | None) -> set[str]:
    """What work may name instead of the container: its ship's call, its block, its terminal."""
    if visit is None:
        return set()
    call = visit.vessel_call.code if visit.vessel_call else ""
    return {call, visit.block, visit.terminal} - {""}


def _by_work(near: _Near, port: Port, names: Iterable[str]) -> None:
    orders = WorkOrder.objects.filter(port=port, object_ref__in=names)
    for person, team, kind in orders.values_list("person_ref", "team", "kind"):
        near.people.add(person)
        near.teams.add(team)
        near.helpers |= kind.strip().casefold() in EMERGENCY_KINDS


def _by_chain(near: _Near, port: Port, container: str, visit: CargoVisit | None) -> None:
    hops = ReleaseHop.objects.filter(port=port, container=container)
    for pair in hops.values_list("from_organisation", "to_organisation"):
        near.organisations |= set(pair)
    near.organisations.add(visit.owner if visit else "")


def _by_duty(near: _Near, port: Port, visit: CargoVisit | None, *, at: datetime) -> None:
    """Who is rostered where the ship is worked; in an emergency, who is rostered at all."""
    berth = visit.vessel_call.berth if visit and visit.vessel_call else ""
    spans = RosterSpan.objects.filter(port=port, starts_at__lte=at + TOLERANCE, ends_at__gte=at - TOLERANCE)
    if not near.helpers:
        spans = spans.filter(area=berth) if berth else spans.none()
    near.people |= set(spans.values_list("person_ref", flat=True))


def _by_leave(near: _Near, port: Port, names: Iterable[str]) -> None:
    """By grant or by breaking the glass. Both name an account, or a person whom another system asked for."""
    for rows in (Grant.objects, BreakGlass.objects):
        near.people |= set(rows.filter(port=port, object_ref__in=names).values_list("account", flat=True))
    persons = User.objects.filter(username__in=near.people).exclude(person_ref="")
    near.people |= set(persons.values_list("person_ref", flat=True))


def _by_team(near: _Near, port: Port, names: Iterable[str], *, at: datetime) -> None:
    """Colleagues of those who had work on it in the last hours."""
    looked = DataEvent.objects.filter(
        port=port, object_ref__in=names, at__gte=at - WITHIN, person__isnull=False
    ).exclude(explanation="")
    groups = looked.values_list("person__peer_group", flat=True)
    near.teams |= set(groups)
    accounts = looked.values_list("account", flat=True)
    memberships = TeamMember.objects.filter(user__username__in=accounts)  # also those that ended since
    near.teams |= {row.team.reference for row in memberships.select_related("team__organisation")}


def _people(near: _Near, *, at: datetime) -> Q:
    refs, teams, organisations = (names - {""} for names in (near.people, near.teams, near.organisations))
    refs |= _members(teams)
    found = [
        Q(ref__in=refs),
        Q(external_ref__in=refs),
        Q(peer_group__in=teams),
        Q(organisation__code__in=organisations),
    ]
    if near.helpers:
        running = SafetyFunction.objects.filter(since__lte=at, ended_at=None)
        found.append(Q(pk__in=running.values("person")))
    return reduce(or_, found)


def _members(teams: Iterable[str]) -> set[str]:
    """The people in the kept teams of these names, which stand as `organisation/name`."""
    named = [tuple(name.split("/", 1)) for name in teams if "/" in name]
    if not named:
        return set()
    wanted = reduce(or_, (Q(team__organisation__code=code, team__name=name) for code, name in named))
    members = TeamMember.objects.filter(wanted, left_at=None)
    return set(members.values_list("user__person_ref", flat=True))
