"""Which containers the work context could connect with an account or person.

Candidates as in `near_object`: in doubt a container is taken in, and the decision leaves it out.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from functools import reduce
from operator import or_
from typing import Final

from django.db.models import Q, QuerySet
from django.db.models.functions import Lower, Trim

from access.enums import FieldClass
from access.models import (
    BreakGlass,
    CargoVisit,
    DataEvent,
    Grant,
    ReleaseHop,
    RosterSpan,
    TeamMember,
    VesselCall,
    WorkOrder,
)
from access.need_to_know.hand_over import WITHIN
from access.need_to_know.roster import TOLERANCE
from access.need_to_know.work_order import EMERGENCY_KINDS, WINDOW
from access.selectors.look_up import Requester
from access.selectors.team import references_of
from accounts.models import Port, User
from screening.models import Person

MOST_NAMED: Final = 1_000
"""Containers of a release chain that are named one by one; a larger house is found by a join."""


def containers_near(
    port: Port, requester: Requester, field_class: FieldClass, *, at: datetime
) -> QuerySet[CargoVisit, str]:
    """Numbers of containers of which the requester might be shown fields of this class, once, in order.

    Every condition names values of one column of the stay, so that the database can go by its indexes.
    """
    visits = CargoVisit.objects.filter(port=port)
    if field_class.rank >= FieldClass.S2.rank:  # below, a clearance and a role are enough without explanation
        near = [_by_leave(port, requester)]
        if requester.person is not None:
            near += [*_by_person(port, requester.person, at=at), _by_chain(port, requester.person)]
        visits = visits.filter(reduce(or_, near))
    return visits.order_by("container").values_list("container", flat=True).distinct()


def _by_person(port: Port, person: Person, *, at: datetime) -> Iterable[Q]:
    refs = {person.ref, person.external_ref} - {""}
    teams = references_of(refs) | ({person.peer_group} - {""})
    yield _named(port, _work(port, refs, teams, at=at), _areas_of_duty(port, refs, at=at))
    yield Q(container__in=_seen_by_colleagues(port, refs, teams, at=at))


def _work(port: Port, refs: Iterable[str], teams: Iterable[str], *, at: datetime) -> set[str]:
    """What own work names now, and what emergencies name, which are everybody's."""
    orders = WorkOrder.objects.alias(kind_word=Lower(Trim("kind"))).filter(
        Q(closed_at=None) | Q(closed_at__gte=at - WINDOW), port=port, opened_at__lte=at + WINDOW
    )
    named = orders.order_by().values_list("object_ref", flat=True)
    own = named.filter(person_ref__in=refs), named.filter(team__in=teams)
    return set(named.filter(kind_word__in=sorted(EMERGENCY_KINDS)).union(*own)) - {""}


def _named(port: Port, names: Iterable[str], areas: Iterable[str]) -> Q:
    """A container, its bill of lading, its ship's call, its block or its terminal: work may name each.

    A duty names the berths of ships.
    """
    calls = VesselCall.objects.filter(Q(code__in=names) | Q(berth__in=areas), port=port)
    return (
        Q(container__in=names)
        | Q(bill_of_lading__in=names)
        | Q(vessel_call__in=list(calls.order_by().values_list("pk", flat=True)))
        | Q(block__in=names)
        | Q(terminal__in=names)
    )


def _areas_of_duty(port: Port, refs: Iterable[str], *, at: datetime) -> list[str]:
    spans = RosterSpan.objects.filter(
        port=port, person_ref__in=refs, starts_at__lte=at + TOLERANCE, ends_at__gte=at - TOLERANCE
    ).exclude(area="")
    return list(spans.order_by().values_list("area", flat=True).distinct())


def _seen_by_colleagues(port: Port, refs: Iterable[str], teams: Iterable[str], *, at: datetime) -> list[str]:
    """What colleagues had work on in the last hours; also who has left the team since."""
    own = list(TeamMember.objects.filter(user__person_ref__in=refs).order_by().values_list("team", flat=True))
    if not own and not teams:
        return []
    accounts = TeamMember.objects.filter(team__in=own).values("user__username")
    looked = DataEvent.objects.filter(port=port, at__gte=at - WITHIN).exclude(explanation="")
    by_team = looked.filter(Q(person__peer_group__in=teams) | Q(account__in=accounts))
    return list(by_team.order_by().values_list("object_ref", flat=True).distinct())


def _by_chain(port: Port, person: Person) -> Q:
    code = person.organisation.code if person.organisation else ""
    if not code:
        return Q(pk__in=())
    hops = ReleaseHop.objects.filter(Q(from_organisation=code) | Q(to_organisation=code), port=port)
    named = hops.order_by().values_list("container", flat=True).distinct()
    few = list(named[: MOST_NAMED + 1])
    return Q(owner=code) | Q(container__in=few if len(few) <= MOST_NAMED else named)


def _by_leave(port: Port, requester: Requester) -> Q:
    """By grant or by breaking the glass, in the name of the account, the person, or an account of theirs."""
    person = requester.person
    refs = {person.ref, person.external_ref} - {""} if person else set()
    accounts = User.objects.filter(person_ref__in=refs).values_list("username", flat=True)
    names = {requester.name, *refs, *accounts}
    grants = Grant.objects.filter(port=port, account__in=names).values_list("object_ref", flat=True)
    glasses = BreakGlass.objects.filter(port=port, account__in=names).values_list("object_ref", flat=True)
    wanted = set(grants.order_by().union(glasses.order_by()))
    return Q(container__in=wanted) | Q(bill_of_lading__in=wanted)
