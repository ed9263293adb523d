"""Counts for the overview."""

from __future__ import annotations

from datetime import datetime, timedelta
from statistics import median

from django.db.models import Count, Q
from django.utils import timezone

from portsec.kernel.scope import Scope
from screening.enums import ApplicationState
from screening.selectors.application import case_files

QUARTER = timedelta(days=90)


def open_per_day(*, scope: Scope, until: datetime, days: int) -> list[int]:
    """How many cases were open at the end of each of the last days, oldest first."""
    ends = [until - timedelta(days=back) for back in range(days - 1, -1, -1)]
    counts = {
        f"day_{day}": Count(
            "pk", filter=Q(submitted_at__lte=end) & (Q(closed_at=None) | Q(closed_at__gt=end))
        )
        for day, end in enumerate(ends)
    }
    return list(case_files(scope=scope).aggregate(**counts).values())


def median_days_to_decide(*, scope: Scope, until: datetime) -> float | None:
    """Median days from entry to decision over the last 90 days; None when nothing was decided."""
    decided = case_files(scope=scope).filter(
        state__in=[ApplicationState.GRANTED.value, ApplicationState.REFUSED.value],
        closed_at__gt=until - QUARTER,
    )
    spans = [
        (timezone.localdate(closed) - timezone.localdate(submitted)).days
        for submitted, closed in decided.values_list("submitted_at", "closed_at")
    ]
    return round(median(spans), 1) if spans else None
