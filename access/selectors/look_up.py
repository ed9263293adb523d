"""Gathers what a look-up is judged on, afresh for each decision."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q
from django.utils import timezone

from access.enums import DataAction, FieldClass, RosterKind
from access.models import CargoVisit, Grant, ReleaseHop, RosterSpan, WorkOrder
from access.need_to_know.facts import (
    GrantFact,
    LookUpFacts,
    ReleaseHopFact,
    RequesterFacts,
    ResourceFacts,
    ShiftFact,
    WorkOrderFact,
)
from access.need_to_know.roster import TOLERANCE
from access.selectors.clearance_facts import clearance_facts
from access.selectors.look_up_facts import grant_fact, teams_of, vessel_call_fact
from accounts.models import Port, User
from accounts.roles import Capability
from accounts.selectors.scope import scope_of
from screening.enums import ApplicationState
from screening.models import Person, Post
from screening.selectors.clearance import current_clearance


@dataclass(frozen=True, slots=True)
class Requester:
    """Who a subject of a question is: an account, a person, both, or nobody that we know."""

    name: str
    user: User | None
    person: Person | None

    @property
    def person_id(self) -> int | None:
        return self.person.pk if self.person else None

    @property
    def person_ref(self) -> str:
        return self.person.log_ref if self.person else ""

    @property
    def is_live(self) -> bool:
        return self.user.is_active if self.user else self.person is not None


def requester_named(port: Port, subject_type: str, name: str) -> Requester:
    """The account or person of that name at a port; one that is not there has neither."""
    if subject_type == "account":
        user = User.objects.filter(username=name).first()
        person = _person(port, user.person_ref) if user and user.person_ref else None
        return Requester(name, user, person)
    return Requester(name, None, _person(port, name) if subject_type == "person" else None)


def visit_of(port: Port, container: str) -> CargoVisit | None:
    """The container's present stay in the port, else its last one."""
    return (
        CargoVisit.objects.select_related("vessel_call")
        .filter(port=port, container=container)
        .order_by("-discharged_at", "-pk")
        .first()
    )


def gather(
    port: Port,
    requester: Requester,
    visit: CargoVisit | None,
    *,
    object_ref: str,
    action: DataAction,
    field_class: FieldClass,
    purpose: str,
    work_ref: str,
    at: datetime,
) -> LookUpFacts:
    """The facts of one look-up. Reads the current clearance afresh: nothing here is ever cached."""
    person = requester.person
    clearance = current_clearance(person.pk, at=at) if person else None
    names = [object_ref, *([visit.bill_of_lading] if visit and visit.bill_of_lading else [])]
    call = [visit.vessel_call.code] if visit and visit.vessel_call else []
    return LookUpFacts(
        at=timezone.localtime(at),
        account_live=requester.is_live,
        requester=RequesterFacts(
            account=requester.name,
            person=requester.person_ref or None,
            organisation=person.organisation.code if person and person.organisation else "",
            teams=teams_of(person) if person else frozenset(),
        ),
        clearance=clearance_facts(clearance),
        action=action,
        field_class=field_class,
        object=object_ref,
        resource=_resource(visit),
        role_allows=_role_allows(port, requester, field_class),
        work_orders=_work_orders(port, [*names, *call]),
        release_hops=_hops(port, visit),
        shifts=_shifts(port, requester.person_ref, at),
        grants=_grants(port, requester.name, names),
        claimed_purpose=purpose,
        claimed_work_ref=work_ref,
    )


def _person(port: Port, name: str) -> Person | None:
    return (
        Person.objects.select_related("organisation")
        .filter(Q(external_ref=name) | Q(ref=name), port=port)
        .first()
    )


def _resource(visit: CargoVisit | None) -> ResourceFacts | None:
    if visit is None:
        return None
    call = visit.vessel_call
    return ResourceFacts(
        container=visit.container,
        bill_of_lading=visit.bill_of_lading,
        vessel_call=vessel_call_fact(call) if call else None,
        risk=visit.risk,
        owner_org=visit.owner,
        gate_out_at=visit.gate_out_at,
    )


def _role_allows(port: Port, requester: Requester, field_class: FieldClass) -> bool:
    """An account by its role; a person by the post that they were cleared for, or that their employer has.

    An application for another post gives nothing before it is decided.
    """
    if requester.user is not None:
        return scope_of(requester.user).holds(Capability.LOOK_UP_CARGO.value, port.pk)
    person = requester.person
    if person is None:
        return False
    applications = person.applications.select_related("post").order_by("-submitted_at")
    latest = applications.filter(state=ApplicationState.GRANTED.value).first() or applications.first()
    if latest is not None:
        return field_class.value in latest.post.field_classes
    posts = Post.objects.filter(port=port, organisation=person.organisation)
    return posts.filter(field_classes__contains=[field_class.value]).exists()


def _work_orders(port: Port, names: list[str]) -> tuple[WorkOrderFact, ...]:
    return tuple(
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
        for order in WorkOrder.objects.filter(port=port, object_ref__in=names)
    )


def _hops(port: Port, visit: CargoVisit | None) -> tuple[ReleaseHopFact, ...]:
    if visit is None:
        return ()
    before = (
        CargoVisit.objects.filter(port=port, container=visit.container, gate_out_at__isnull=False)
        .exclude(pk=visit.pk)
        .order_by("-gate_out_at")
        .first()
    )
    hops = ReleaseHop.objects.filter(port=port, container=visit.container)
    if before is not None:
        hops = hops.filter(at__gt=before.gate_out_at)  # an earlier stay's haulier has no part in this one
    return tuple(
        ReleaseHopFact(
            container=hop.container,
            from_org=hop.from_organisation,
            to_org=hop.to_organisation,
            at=hop.at,
            person=hop.person_ref,
        )
        for hop in hops
    )


def _shifts(port: Port, person_ref: str, at: datetime) -> tuple[ShiftFact, ...]:
    spans = RosterSpan.objects.filter(
        port=port, person_ref=person_ref, starts_at__lte=at + TOLERANCE, ends_at__gte=at - TOLERANCE
    )
    return tuple(
        ShiftFact(starts_at=s.starts_at, ends_at=s.ends_at, kind=RosterKind(s.kind), area=s.area)
        for s in spans
    )


def _grants(port: Port, account: str, names: list[str]) -> tuple[GrantFact, ...]:
    return tuple(
        grant_fact(grant) for grant in Grant.objects.filter(port=port, account=account, object_ref__in=names)
    )
