"""Reads which cards are to come back, and since when."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Q, QuerySet
from django.utils import timezone

from access.accountability.return_clock import ENDED, HELD
from access.models import Badge
from access.selectors.badge_register import is_lent, with_clearance
from accounts.models import Port
from accounts.roles import Capability
from ledger.models import Entry
from portsec.kernel.scope import Scope
from screening.enums import ClearanceState

ENDED_STATES = [state.value for state in ENDED]
HELD_STATES = [state.value for state in HELD]


def is_right_over(badge: Badge, at: datetime) -> bool:
    """Whether the clearance behind a row of `with_clearance` has ended: withdrawn, run out or gone."""
    state, until = badge.clearance_state, badge.clearance_until  # type: ignore[attr-defined]
    return state in {None, ClearanceState.WITHDRAWN.value} or until < timezone.localdate(at)


def ended_without_clock(port: Port, *, at: datetime) -> QuerySet[Badge]:
    """Cards that are to come back and have no day for it yet.

    Cards of imported registers have no type and so no number of days; nobody here knows where they are.
    """
    return _of(port, at).filter(_to_return(at), return_due_on=None)


def clocks_running(port: Port, *, at: datetime) -> QuerySet[Badge]:
    """Cards that have a day and are still out."""
    states = ENDED_STATES + HELD_STATES
    return _of(port, at).filter(return_due_on__isnull=False, state__in=states)


def escalated_cards(*, scope: Scope) -> QuerySet[Badge]:
    """Cards that did not come back in spite of a reminder, at ports whose security the caller keeps."""
    badges = Badge.objects.select_related("person", "port").filter(
        escalated_on__isnull=False, state__in=ENDED_STATES + HELD_STATES
    )
    if not scope.is_system:
        badges = badges.filter(port_id__in=scope.ports(Capability.MANAGE_AREAS.value))
    return badges.order_by("return_due_on", "pk")


def escalations(*, scope: Scope) -> QuerySet[Entry]:
    """What the record says of such cards, newest first, for those who keep the security of their port."""
    ports = Port.objects.filter(pk__in=scope.ports(Capability.MANAGE_AREAS.value))
    return Entry.objects.filter(
        kind="access.badge.return_escalated", port__in=ports.values("locode")
    ).order_by("-position")


def _of(port: Port, at: datetime) -> QuerySet[Badge]:
    badges = Badge.objects.filter(port=port, badge_type__isnull=False, person__isnull=False)
    related = badges.select_related("person", "port", "badge_type")
    return with_clearance(related.filter(~is_lent() | Q(state__in=ENDED_STATES)), at).order_by("pk")


def _to_return(at: datetime) -> Q:
    day = timezone.localdate(at)
    gone = Q(clearance_state__isnull=True) | Q(clearance_state=ClearanceState.WITHDRAWN.value)
    return Q(state__in=ENDED_STATES) | (Q(state__in=HELD_STATES) & (gone | Q(clearance_until__lt=day)))
