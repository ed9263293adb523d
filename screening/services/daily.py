"""What is looked after once a day at each port."""

from __future__ import annotations

from datetime import datetime

from django.utils import timezone

from accounts.models import Port
from ledger.models import Job
from ledger.services import job
from screening.services import port_ban, renewal

DAILY_JOB = "screening.people_daily"


def request(port: Port, *, at: datetime) -> Job:
    """Ask for today's look at a port. Safe to repeat because: the day is the slot."""
    return job.request(
        DAILY_JOB,
        f"port:{port.locode}",
        slot=timezone.localdate(at).isoformat(),
        actor="system:screening",
        at=at,
        port=port.locode,
    )


def look(port: Port, *, at: datetime) -> dict[str, int]:
    """Let port bans begin that have come due, and ask for reminders of clearances that end."""
    return {"bans": port_ban.start_due(port, at=at), "prompts": renewal.ask_prompts(port, at=at)}
