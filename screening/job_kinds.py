"""Jobs that workers do for screening."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from accounts.models import Port
from ledger.jobs import JobKind, register
from screening.models import Check
from screening.selectors.screening_run import CHUNK_JOB, SELECTION_JOB
from screening.services import check as checks
from screening.services import match_quality, rescreening_work, retention
from screening.services import post as posts
from screening.services import simulation as simulations


def run_watchlist_check(subject: str, slot: str, at: datetime) -> dict[str, Any]:
    """Screen one applicant; `subject` is `check:<pk>`."""
    check = Check.objects.select_related("application__person", "application__port").get(
        pk=int(subject.removeprefix("check:"))
    )
    return {"hits": checks.answer_watchlist(check, at=at)}


def run_simulation(subject: str, slot: str, at: datetime) -> dict[str, Any]:
    """Go on with a simulation; `subject` is `simulation:<pk>`, `slot` where the stretch begins."""
    return simulations.run_stretch(subject, slot, at=at)


def run_post_levels(subject: str, slot: str, at: datetime) -> dict[str, Any]:
    """Bring the posts of a port into step with the rules; `subject` is `port:<locode>`."""
    port = Port.objects.get(locode=subject.removeprefix("port:"))
    return {"changed": posts.bring_into_step(port, actor="system:screening", at=at)}


def run_retention(subject: str, slot: str, at: datetime) -> dict[str, Any]:
    """Erase what is due at a port; `subject` is `port:<locode>`, `slot` the day and the batch."""
    port = Port.objects.get(locode=subject.removeprefix("port:"))
    return retention.run(port, at=at, batch=int(slot.partition("/")[2] or 1))


def run_selection(subject: str, slot: str, at: datetime) -> dict[str, Any]:
    """Select the people of a run; `subject` is `rescreening:<ref>`, `slot` which of them to look through."""
    return rescreening_work.select(subject, slot, at=at)


def run_chunk(subject: str, slot: str, at: datetime) -> dict[str, Any]:
    """Screen some people of a run; `subject` is `rescreening:<ref>`, `slot` the number of the chunk."""
    return rescreening_work.screen_chunk(subject, slot, at=at)


def run_measurement(subject: str, slot: str, at: datetime) -> dict[str, Any]:
    """Measure the name check; `subject` says who asked, `slot` when."""
    return match_quality.measure(subject, at=at)


register(
    JobKind(
        SELECTION_JOB,
        "screening",
        "Selection of people to screen again",
        run_selection,
        retaken_at_once=True,
    )
)
register(JobKind(CHUNK_JOB, "screening", "Rescreening", run_chunk, retaken_at_once=True))
register(
    JobKind(match_quality.MEASUREMENT_JOB, "screening", "Measurement of the name check", run_measurement)
)
register(JobKind(retention.RETENTION_JOB, "screening", "Erasure of what is due", run_retention))
register(JobKind(simulations.SIMULATION_JOB, "screening", "Simulation of a policy", run_simulation))
register(JobKind(posts.LEVELS_JOB, "screening", "Levels of posts", run_post_levels))
register(JobKind(checks.WATCHLIST_JOB, "screening", "Watchlist check", run_watchlist_check))
