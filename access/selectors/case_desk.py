"""The desk of the day: how many cases a port looks at, and which score it takes to be among them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils import timezone

from access.models import CaseDesk
from accounts.roles import Capability
from portsec.kernel.scope import Scope

SHOWN_DAYS = 14


@dataclass(frozen=True, slots=True)
class DeskOfToday:
    """The newest desk of a port, with the thresholds of the days up to it, oldest first, of 100."""

    desk: CaseDesk
    thresholds: tuple[float, ...]

    @property
    def is_used_up(self) -> bool:
        """The day's budget is done, and cases wait for tomorrow."""
        return self.desk.decided >= self.desk.budget and self.desk.waiting > 0


def desks_of_today(*, scope: Scope, at: datetime) -> list[DeskOfToday]:
    """One for each port in reach whose cases were placed today."""
    today = timezone.localdate(at)
    desks = CaseDesk.objects.filter(day__gt=today - timedelta(days=SHOWN_DAYS), day__lte=today)
    if not scope.is_system:
        desks = desks.filter(port_id__in=scope.ports(Capability.VIEW_PERSON_CASES.value))
    by_port: dict[int, list[CaseDesk]] = {}
    for desk in desks.select_related("port").order_by("port__locode", "day"):
        by_port.setdefault(desk.port_id, []).append(desk)
    return [
        DeskOfToday(days[-1], tuple(round(100 * day.threshold, 1) for day in days))
        for days in by_port.values()
        if days[-1].day == today
    ]
