"""What happens at the gates now."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import QuerySet

from access.enums import BadgeState, GateResult
from access.models import GateEvent
from accounts.roles import Capability
from portsec.kernel.scope import Scope

REFUSED_WITHIN = timedelta(
    minutes=15
)  # a guard deals with a refusal at once; what is older stands in the table
TILES = 3
ROWS = 40  # one screen; older attempts stand in the log


def live_events(*, scope: Scope) -> QuerySet[GateEvent]:
    """Gate events of ports whose gates the caller watches, newest first."""
    events = GateEvent.objects.select_related("person__organisation", "badge", "reader", "port")
    if not scope.is_system:
        events = events.filter(port_id__in=scope.ports(Capability.WATCH_GATES.value))
    return events.order_by("-at", "-number")


def newest_refusals(*, scope: Scope, at: datetime) -> QuerySet[GateEvent]:
    """The newest refused attempts that a guard should still deal with."""
    since = at - REFUSED_WITHIN
    return live_events(scope=scope).filter(at__gte=since, result=GateResult.REFUSED.value)[:TILES]


def newest_events(*, scope: Scope) -> QuerySet[GateEvent]:
    return live_events(scope=scope)[:ROWS]


def may_still_open(event: GateEvent) -> bool:
    """Whether the badge of this attempt is still active, so that suspending it says something."""
    return event.badge is not None and event.badge.state == BadgeState.ACTIVE.value
