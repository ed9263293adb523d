"""Jobs that workers do for screening."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from ledger.jobs import JobKind, register
from screening.models import Check
from screening.services import check as checks


def run_watchlist_check(subject: str, slot: str, at: datetime) -> dict[str, Any]:
    """Screen one applicant; `subject` is `check:<pk>`."""
    check = Check.objects.select_related("application__person", "application__port").get(
        pk=int(subject.removeprefix("check:"))
    )
    return {"hits": checks.answer_watchlist(check, at=at)}


register(JobKind(checks.WATCHLIST_JOB, "screening", "Watchlist check", run_watchlist_check))
