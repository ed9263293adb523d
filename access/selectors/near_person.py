"""Which containers the work context could connect with an account or person.

Candidates as in `near_object`: in doubt a container is taken in, and the decision leaves it out.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from functools import reduce
from operator import or_

from django.db.models import Q, QuerySet

from access.enums import FieldClass
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
from access.need_to_know.hand_over import WITHIN
from access.need_to_know.roster import TOLERANCE
from access.need_to_know.work_order import EMERGENCY_KINDS, WINDOW
from access.selectors.look_up import Requester
from access.selectors.team import references_of
from accounts.models import Port, User
from screening.models import Person


def containers_near(
    port: Port, requester: Requester, field_class: FieldClass, *, at: datetime
) -> QuerySet[CargoVisit, str]:
    """Numbers of containers of which the requester might be shown fields of this class, once, in order."""
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
    yield _named(_work(port, refs, teams, at=at))
    yield Q(vessel_call__berth__in=_areas_of_duty(port, refs, at=at))
    yield Q(container__in=_seen_by_colleagues(port, refs, teams, at=at))


def _work(port: Port, refs: Iterable[str], teams: Iterable[str], *, at: datetime) -> list[str]:
    """What own work names now, and what emergencies name, which are everybody's."""
    orders = WorkOrder.objects.filter(port=port, opened_at__lte=at + WINDOW)
    running = orders.filter(Q(closed_at=None) | Q(closed_at__gte=at - WINDOW))
    own = running.filter(Q(person_ref__in=refs) | Q(team__in=teams))
    helping = running.filter(reduce(or_, (Q(kind__icontains=kind) for kind in sorted(EMERGENCY_KINDS))))
    return [*own.values_list("object_ref", flat=True), *helping.values_list("object_ref", flat=True)]


def _named(names: Iterable[str]) -> Q:
    """A container, its bill of lading, its ship's call, its block or its terminal: work may name each."""
    wanted = {name for name in names if name}
    return (
        Q(container__in=wanted)
        | Q(bill_of_lading__in=wanted)
        | Q(vessel_call__code__in=wanted)
        | Q(block__in=wanted)
        | Q(terminal__in=wanted)
    )


def _areas_of_duty(port: Port, refs: Iterable[str], *, at: datetime) -> list[str]:
    spans = RosterSpan.objects.filter(
        port=port, person_ref__in=refs, starts_at__lte=at + TOLERANCE, ends_at__gte=at - TOLERANCE
    ).exclude(area="")
    return list(spans.values_list("area", flat=True))


def _seen_by_colleagues(port: Port, refs: Iterable[str], teams: Iterable[str], *, at: datetime) -> list[str]:
    """What colleagues had work on in the last hours; also who has left the team since."""
    members = TeamMember.objects.filter(team__memberships__user__person_ref__in=refs)
    looked = DataEvent.objects.filter(port=port, at__gte=at - WITHIN).exclude(explanation="")
    by_team = looked.filter(Q(person__peer_group__in=teams) | Q(account__in=members.values("user__username")))
    return list(by_team.values_list("object_ref", flat=True).distinct())


def _by_chain(port: Port, person: Person) -> Q:
    code = person.organisation.code if person.organisation else ""
    if not code:
        return Q(pk__in=())
    hops = ReleaseHop.objects.filter(Q(from_organisation=code) | Q(to_organisation=code), port=port)
    return Q(owner=code) | Q(container__in=hops.values("container"))


def _by_leave(port: Port, requester: Requester) -> Q:
    """By grant or by breaking the glass, in the name of the account, the person, or an account of theirs."""
    person = requester.person
    refs = {person.ref, person.external_ref} - {""} if person else set()
    accounts = User.objects.filter(person_ref__in=refs).values_list("username", flat=True)
    names = {requester.name, *refs, *accounts}
    grants = Grant.objects.filter(port=port, account__in=names).values_list("object_ref", flat=True)
    glasses = BreakGlass.objects.filter(port=port, account__in=names).values_list("object_ref", flat=True)
    wanted = {*grants, *glasses}
    return Q(container__in=wanted) | Q(bill_of_lading__in=wanted)
