"""Reads gate events within a scope."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.db.models import Count, F, Func, Q, QuerySet
from django.db.models.functions import TruncDate
from django.utils import timezone

from access.enums import GateResult
from access.gate.checks import CHECKS
from access.gate.statement import reason_of
from access.models import Badge, GateEvent
from access.selectors.event_log import is_id
from accounts.roles import Capability
from portsec.kernel.errors import NotFound
from portsec.kernel.scope import Scope

MAY_SEE_EVENTS = (Capability.VIEW_EVENTS.value, Capability.WATCH_GATES.value)
SENTENCES = {reason.code: reason.detail for reason in map(reason_of, CHECKS)}


def visible_events(*, scope: Scope) -> QuerySet[GateEvent]:
    """Gate events of the ports where the caller may see them, newest first."""
    events = GateEvent.objects.select_related("person", "badge", "reader", "port")
    return events if scope.is_system else events.filter(port_id__in=scope.ports(*MAY_SEE_EVENTS))


def newest_of_badge(badge: Badge) -> QuerySet[GateEvent]:
    """Attempts with this badge, newest first."""
    shown = GateEvent.objects.filter(port=badge.port_id, badge_serial=badge.serial)
    return shown.select_related("reader").order_by("-at", "-number")


def access_event(event_id: str, *, scope: Scope) -> GateEvent:
    """One event by id. Raises NotFound when absent or out of reach."""
    event = visible_events(scope=scope).filter(id=event_id).first() if is_id(event_id) else None
    if event is None:
        raise NotFound("event")
    return event


def entries_per_day(*, scope: Scope, until: datetime, days: int) -> list[tuple[date, int, int]]:
    """(day, granted, refused) for each of the last days in the port's time, oldest first, empty days too."""
    first = timezone.localdate(until) - timedelta(days=days - 1)
    start = timezone.make_aware(datetime.combine(first, datetime.min.time()))
    rows = (
        visible_events(scope=scope)
        .order_by()
        .filter(at__gte=start, at__lte=until)
        .annotate(day=TruncDate("at"))
        .values("day")
        .annotate(
            granted=Count("pk", filter=Q(result=GateResult.GRANTED.value)),
            refused=Count("pk", filter=Q(result=GateResult.REFUSED.value)),
        )
    )
    counted = {row["day"]: (row["granted"], row["refused"]) for row in rows}
    every_day = [first + timedelta(days=number) for number in range(days)]
    return [(day, *counted.get(day, (0, 0))) for day in every_day]


def refused_since(*, scope: Scope, since: datetime) -> int:
    return visible_events(scope=scope).filter(at__gte=since, result=GateResult.REFUSED.value).count()


def refusals_by_reason(*, scope: Scope, since: datetime) -> list[tuple[str, int]]:
    """(sentence of the reason, refusals), most frequent first."""
    rows = (
        visible_events(scope=scope)
        .order_by()
        .filter(at__gte=since, result=GateResult.REFUSED.value)
        .annotate(reason=Func(F("reasons"), function="unnest"))
        .values("reason")
        .annotate(number=Count("pk"))
        .order_by("-number", "reason")
    )
    return [(SENTENCES.get(row["reason"], row["reason"].replace("_", " ")), row["number"]) for row in rows]
