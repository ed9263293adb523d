"""Reads jobs."""

from __future__ import annotations

from uuid import UUID

from ledger.models import Job
from portsec.kernel.errors import NotFound
from portsec.kernel.scope import Scope


def access_job(job_id: UUID, *, actor: str, scope: Scope) -> Job:
    """The job if the caller asked for it or works for the system. Raises NotFound otherwise."""
    job = Job.objects.filter(pk=job_id).first()
    if job is None or not (scope.is_system or job.requested_by == actor):
        raise NotFound("job")
    return job


def job_named(kind: str, subject: str, slot: str) -> Job | None:
    """The job that was asked for under these three words, for commands that watch their own."""
    return Job.objects.filter(kind=kind, subject=subject, slot=slot).first()
