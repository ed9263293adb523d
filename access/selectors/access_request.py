"""Reads requests for access, and gathers what they are judged on."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Exists, OuterRef, Q, QuerySet

from access.asking.duties import AskerFacts
from access.asking.ring import LOOK_BACK, Approved
from access.asking.transitions import OPEN
from access.asking.words import Desk
from access.enums import FieldClass
from access.models import AccessApproval, AccessRequest, WorkOrder
from access.need_to_know.work_order import INSPECTION_KINDS
from access.selectors.hand import accounts_of, hands_of, person_behind, roles_at
from accounts.models import Port, User
from accounts.roles import Capability
from portsec.kernel.errors import NotFound
from portsec.kernel.scope import Scope

SEES_REQUESTS = (Capability.MANAGE_CARGO, Capability.SET_ISPS_LEVEL, Capability.VIEW_EVENTS)
OPEN_STATES = tuple(state.value for state in OPEN)


def access_requests(*, scope: Scope, state: str = "", text: str = "") -> QuerySet[AccessRequest]:
    """Requests at the ports whose desks the caller may look at; each argument narrows."""
    rows = AccessRequest.objects.select_related("port", "grant").prefetch_related("approvals")
    if not scope.is_system:
        rows = rows.filter(port_id__in=scope.ports(*(held.value for held in SEES_REQUESTS)))
    if state == "waiting":
        rows = rows.filter(state__in=OPEN_STATES)
    elif state:
        rows = rows.filter(state=state)
    if text.strip():
        word = text.strip()
        rows = rows.filter(
            Q(account__icontains=word) | Q(object_ref__icontains=word) | Q(case_ref__icontains=word)
        )
    return rows


def own_requests(user: User) -> QuerySet[AccessRequest]:
    """What the person behind an account asked for, newest first."""
    return AccessRequest.objects.select_related("port", "grant").filter(account__in=accounts_of(user))


def access_request_seen(number: int, *, user: User, scope: Scope) -> AccessRequest:
    """One request: one's own, or one of a desk in reach. Raises NotFound otherwise."""
    found = access_requests(scope=scope).filter(pk=number).first()
    found = found or own_requests(user).filter(pk=number).first()
    if found is None:
        raise NotFound("request")
    return found


def requests_to_answer(user: User, *, scope: Scope) -> QuerySet[AccessRequest]:
    """Open requests with a place that the caller could fill."""
    data = scope.ports(Capability.MANAGE_CARGO.value)
    security = scope.ports(Capability.SET_ISPS_LEVEL.value)
    own_yes = AccessApproval.objects.filter(request=OuterRef("pk"), by=user.reference)
    return (
        AccessRequest.objects.filter(
            Q(port_id__in=data) & ~_said_yes(Desk.DATA_OWNER)
            | Q(port_id__in=security, field_class=FieldClass.S3.value) & ~_said_yes(Desk.SECURITY),
            ~Exists(own_yes),
            state__in=OPEN_STATES,
        )
        .exclude(account__in=accounts_of(user))
        .order_by("asked_at", "pk")
    )


def asker_facts(port: Port, user: User, *, object_ref: str, field_class: FieldClass) -> AskerFacts:
    """What the rules of duties are asked about whoever asks."""
    person = person_behind(user, port)
    inspects = (
        person is not None
        and WorkOrder.objects.filter(
            port=port,
            object_ref=object_ref,
            person_ref=person.log_ref,
            kind__in=INSPECTION_KINDS,
            closed_at=None,
        ).exists()
    )
    return AskerFacts(field_class, roles_at(user.username, port), inspects)


def approvals_before(port: Port, *, at: datetime) -> list[Approved]:
    """Who said yes to whom at this port within the look-back of rings, person by person."""
    rows = list(
        AccessApproval.objects.filter(request__port=port, at__gte=at - LOOK_BACK, at__lte=at).values_list(
            "by", "request__account", "at"
        )
    )
    hands = hands_of(name for by, account, _ in rows for name in (by.removeprefix("user:"), account))
    return [Approved(hands[by.removeprefix("user:")], hands[account], when) for by, account, when in rows]


def lapsed_requests(port: Port, *, asked_before: datetime, at: datetime) -> QuerySet[AccessRequest]:
    """Open requests that nobody answered for too long, or whose end has passed."""
    return AccessRequest.objects.filter(
        Q(asked_at__lte=asked_before) | Q(wanted_until__lte=at), port=port, state__in=OPEN_STATES
    )


def _said_yes(desk: Desk) -> Exists:
    return Exists(AccessApproval.objects.filter(request=OuterRef("pk"), desk=desk.value))
