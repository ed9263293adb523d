"""Doors for workers."""

from __future__ import annotations

from uuid import UUID

from celery import shared_task

from ledger.jobs import retaken_at_once
from ledger.services import job as jobs
from portsec.kernel import clock


@shared_task(name="ledger.run_job")
def run_job(job_id: str) -> None:
    """Do one job, if it is still to be done; of many short ones, go on with the next."""
    done = jobs.run(UUID(job_id), at=clock.now())
    if done is not None and done.kind in retaken_at_once():
        jobs.go_on(done.kind)


@shared_task(name="ledger.sweep_jobs")
def sweep_jobs() -> None:
    """Nudge again for every job that is due and that nobody holds."""
    for job in jobs.due(at=clock.now()):
        jobs.nudge(job.pk, job.kind)
