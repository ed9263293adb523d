"""Reads break-glasses, and gathers who may begin one."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Q, QuerySet
from django.utils import timezone

from access.break_glass.admission import AdmissionFacts
from access.break_glass.words import BreakGlassState
from access.enums import FieldClass
from access.models import BreakGlass, DataEvent
from access.selectors.clearance_facts import clearance_facts
from access.selectors.hand import accounts_of, person_behind
from accounts.models import Port, User
from accounts.roles import Capability
from portsec.kernel.errors import NotFound
from portsec.kernel.scope import Scope
from screening.selectors.clearance import current_clearance
from screening.selectors.port_ban import is_banned

SEES_BREAK_GLASS = (Capability.SET_ISPS_LEVEL, Capability.VIEW_EVENTS)
SHOWN_LOOK_UPS = 50  # of one break-glass; the log has them all
UNREVIEWED = BreakGlassState.UNREVIEWED.value
ABUSE = BreakGlassState.ABUSE.value


def break_glasses(*, scope: Scope, state: str = "", text: str = "") -> QuerySet[BreakGlass]:
    """Break-glasses at ports in reach; each argument narrows."""
    rows = BreakGlass.objects.select_related("port")
    if not scope.is_system:
        rows = rows.filter(port_id__in=scope.ports(*(held.value for held in SEES_BREAK_GLASS)))
    if state:
        rows = rows.filter(state=state)
    if text.strip():
        rows = rows.filter(Q(account__icontains=text.strip()) | Q(object_ref__icontains=text.strip()))
    return rows


def own_break_glasses(user: User) -> QuerySet[BreakGlass]:
    """What the person behind an account opened, newest first."""
    return BreakGlass.objects.select_related("port").filter(account__in=accounts_of(user))


def break_glass_seen(number: int, *, user: User, scope: Scope) -> BreakGlass:
    """One break-glass: one's own, or one at a port in reach. Raises NotFound otherwise."""
    found = break_glasses(scope=scope).filter(pk=number).first()
    found = found or own_break_glasses(user).filter(pk=number).first()
    if found is None:
        raise NotFound("break-glass")
    return found


def to_review(*, scope: Scope) -> QuerySet[BreakGlass]:
    """What waits for a security officer who may look at it, the nearest clock first."""
    ports = scope.ports(Capability.SET_ISPS_LEVEL.value)
    return BreakGlass.objects.filter(port_id__in=ports, state=UNREVIEWED).order_by("review_due_at", "pk")


def escalated(*, scope: Scope) -> QuerySet[BreakGlass]:
    """What nobody looked at in time, for everybody who watches look-ups."""
    return break_glasses(scope=scope, state=UNREVIEWED).filter(escalated_at__isnull=False)


def overdue_break_glasses(*, at: datetime) -> QuerySet[BreakGlass]:
    """Those whose clock has run out and of whom nobody was told yet."""
    return BreakGlass.objects.filter(state=UNREVIEWED, review_due_at__lte=at, escalated_at=None)


def look_ups_under(glass: BreakGlass) -> QuerySet[DataEvent]:
    """What the account looked up of this object while it was open, newest first."""
    return DataEvent.objects.filter(
        port_id=glass.port_id,
        account=glass.account,
        object_ref=glass.object_ref,
        at__gte=glass.begun_at,
        at__lte=glass.ends_at,
    )


def with_open_glass(user: User, scope: Scope, *, at: datetime) -> Scope:
    """The scope of somebody who looks up: also at ports where a glass that they broke is open now.

    Whatever their role is; the decision opens that object alone.
    """
    running = BreakGlass.objects.filter(account=user.username, begun_at__lte=at, ends_at__gt=at)
    ports = set(running.exclude(state=ABUSE).values_list("port_id", flat=True))
    name = Capability.LOOK_UP_CARGO.value
    if not ports - scope.ports(name):
        return scope
    return scope.widened(name, frozenset(ports))


def admission_facts(user: User, port: Port, field_class: FieldClass, *, at: datetime) -> AdmissionFacts:
    """What is known of somebody who stands before the glass. Reads the clearance afresh."""
    person = person_behind(user, port)
    mine = BreakGlass.objects.filter(account__in=accounts_of(user), state=UNREVIEWED)
    return AdmissionFacts(
        day=timezone.localdate(at),
        field_class=field_class,
        account_live=user.is_active,
        holder_known=person is not None,
        clearance=clearance_facts(current_clearance(person.pk, at=at) if person else None),
        is_banned=person is not None and is_banned(person.pk, at=at),
        overdue=mine.filter(review_due_at__lte=at).count(),
    )
