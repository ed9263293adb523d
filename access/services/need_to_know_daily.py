"""What happens to access once a day: reviews of the month are opened, idle access is proposed to go."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.utils import timezone

from access.services import access_request, review, shrink
from accounts.models import Port
from ledger.services import job

DAILY_JOB = "access.need_to_know_daily"
CLOCK = "system:clock"


def request(port: Port, *, at: datetime) -> None:
    """Ask for the day's look at one port.

    Wakes: a worker. Safe to repeat because: the day is the slot of the job.
    """
    day = timezone.localdate(at).isoformat()
    job.request(DAILY_JOB, f"port:{port.locode}", actor=CLOCK, at=at, slot=day, port=port.locode)


def look(port: Port, *, at: datetime) -> Mapping[str, int]:
    """Open the reviews of the month and propose what could go, with the counts of both.

    Records and safe to repeat as `review.open_scheduled` and `shrink.propose`.
    """
    return {
        "reviews": review.open_scheduled(port, at=at),
        "proposals": shrink.propose(port, at=at),
    }


def put_lapsed_on_record(port: Port, *, at: datetime) -> None:
    """What ends or begins by itself: requests and reviews that nobody answered, trials that are over, and
    reviews of holders who changed.

    Records and safe to repeat as the four commands.
    """
    access_request.lapse_due(port, at=at)
    review.close_due(port, at=at)
    review.open_triggered(port, at=at)
    shrink.adopt_due(port, at=at)
