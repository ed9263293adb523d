"""What is looked after once a day for the badges of each port."""

from __future__ import annotations

from datetime import datetime

from django.utils import timezone

from access.services import badge_end, badge_return, badge_type
from accounts.models import Port
from ledger.models import Job
from ledger.services import job

DAILY_JOB = "access.badges_daily"


def request(port: Port, *, at: datetime) -> Job:
    """Ask for today's look at a port. Safe to repeat because: the day is the slot."""
    return job.request(
        DAILY_JOB,
        f"port:{port.locode}",
        slot=timezone.localdate(at).isoformat(),
        actor="system:badges",
        at=at,
        port=port.locode,
    )


def look(port: Port, *, at: datetime) -> dict[str, int]:
    """End what has come to its end, ask for those cards, remind, escalate, say which types lost too many."""
    ends = badge_end.end_due(port, at=at)
    returns = badge_return.look_after(port, at=at)
    ended = badge_type.end_reissues(port, at=at)
    return ends | returns | {"limits": badge_type.tell_limits(port, at=at), "reissues_ended": ended}
