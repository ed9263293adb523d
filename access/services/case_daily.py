"""What happens to person-cases by itself: they are ranked and placed, look-ups are drawn, mutes replayed."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

from django.utils import timezone

from access.services import audit_draw, case_desk, muted_pattern
from accounts.models import Port
from ledger.services import job

DAILY_JOB = "access.case_daily"
CLOCK = "system:clock"


def request(port: Port, *, at: datetime) -> None:
    """Ask for the day's lot and the look at muted patterns of one port.

    Wakes: a worker. Safe to repeat because: the day is the slot of the job.
    """
    day = timezone.localdate(at).isoformat()
    job.request(DAILY_JOB, f"port:{port.locode}", actor=CLOCK, at=at, slot=day, port=port.locode)


def look(port: Port, *, at: datetime) -> Mapping[str, int]:
    """Draw from the look-ups of the day before yesterday, and replay muted patterns, with the counts of both.

    A day older than yesterday, because events may come a day late.
    Records and safe to repeat as `audit_draw.draw` and `muted_pattern.review_due`.
    """
    day = timezone.localdate(at) - timedelta(days=2)
    return {
        "draws": audit_draw.draw(port, day, at=at),
        "replayed": muted_pattern.review_due(port, at=at),
    }


def place(port: Port, *, at: datetime) -> Mapping[str, int]:
    """Place the cases of one port; how many are on the desk, and how many wait. As `case_desk.place`."""
    desk = case_desk.place(port, at=at)
    return {"on_desk": desk.on_desk, "waiting": desk.waiting}
