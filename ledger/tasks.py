"""Doors for workers."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from celery import shared_task
from celery.signals import worker_before_create_process

from ledger.services import job as jobs
from portsec.kernel import clock


@shared_task(name="ledger.run_job")
def run_job(job_id: str) -> None:
    """Do one job, if it is still to be done; of many short ones, go on with the next."""
    jobs.run(UUID(job_id), at=clock.now())
    jobs.go_on(UUID(job_id))


@shared_task(name="ledger.sweep_jobs")
def sweep_jobs() -> None:
    """Nudge again for every job that is due and that nobody holds."""
    for job in jobs.due(at=clock.now()):
        jobs.nudge(job.pk, job.kind)


@worker_before_create_process.connect
def sweep_first(**_: Any) -> None:
    """Ask for a sweep with each child that a worker forks: what a killed one held is taken up at once.

    Its own message may be lost with the broker, and beat sweeps only every now and then.
    """
    sweep_jobs.apply_async(queue=jobs.DEFAULT_QUEUE, retry=False)
