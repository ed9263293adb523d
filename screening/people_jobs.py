"""Jobs that workers do for crews, port bans and renewals."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from accounts.models import Port
from ledger.jobs import JobKind, register
from screening.models import Clearance, CrewList
from screening.services import crew, crew_screening, daily, renewal


def run_crew_screening(subject: str, slot: str, at: datetime) -> dict[str, Any]:
    """Screen some rows of a crew list; `subject` is `crew_list:<ref>`, `slot` first and last row."""
    crew_list = CrewList.objects.select_related("port").get(ref=subject.removeprefix("crew_list:"))
    first, last = slot.split("-")
    held = crew_screening.screen(crew_list, first_row=int(first), last_row=int(last), at=at)
    return {"with_officer": held}


def run_daily(subject: str, slot: str, at: datetime) -> dict[str, Any]:
    """Look after one port; `subject` is `port:<locode>`, `slot` the day."""
    return dict(daily.look(Port.objects.get(locode=subject.removeprefix("port:")), at=at))


def run_renewal_prompt(subject: str, slot: str, at: datetime) -> dict[str, Any]:
    """Remind of one clearance; `subject` is `clearance:<pk>`, `slot` the step in days."""
    clearance = Clearance.objects.select_related("person", "port").get(
        pk=int(subject.removeprefix("clearance:"))
    )
    renewal.prompt(clearance, int(slot), at=at)
    return {}


register(JobKind(crew.SCREENING_JOB, "screening", "Screening of a crew", run_crew_screening))
register(JobKind(daily.DAILY_JOB, "screening", "Port bans and renewals of the day", run_daily))
register(JobKind(renewal.PROMPT_JOB, "screening", "Reminder of a renewal", run_renewal_prompt))
