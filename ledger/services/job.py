"""Asks for, claims and finishes jobs."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from datetime import datetime, timedelta
from uuid import UUID

from django.db import connection, transaction
from django.db.models import F, Q, QuerySet

from ledger.enums import JobState
from ledger.jobs import JOB_KINDS, kind_of, retaken_at_once
from ledger.models import Job
from portsec.kernel import clock
from portsec.kernel.errors import Conflict

LEASE = timedelta(seconds=120)  # longer than the worker's hard time limit of 90 s
MAXIMUM_ATTEMPTS = 5  # then a job is parked, so that one poison job does not stop the others
RETRY_AFTER = timedelta(seconds=20)
AT_A_STRETCH = timedelta(seconds=2)  # then a worker looks for messages again, so that nobody waits for long
AT_ONCE = 8  # jobs looked up, or nudged, together
ASKED_AT_ONCE = 1_000  # rows written together
LONGEST_ERROR = 2000  # characters kept of a failure's message
DEFAULT_QUEUE = "default"
WORKER_DIED = "The worker ended in the middle of each attempt (killed, out of memory or over its time limit)."

logger = logging.getLogger("portsec.job")


def request(
    kind: str,
    subject: str,
    *,
    actor: str,
    at: datetime,
    slot: str = "once",
    port: str = "",
    due_at: datetime | None = None,
) -> Job:
    """Ask for a piece of work, in the caller's transaction.

    Wakes: a worker, once the transaction is committed; if that nudge is lost, the sweep finds the row.
    Safe to repeat because: kind, subject and slot are unique together.
    """
    kind_of(kind)
    job, created = Job.objects.get_or_create(
        kind=kind,
        subject=subject,
        slot=slot,
        defaults={"due_at": due_at or at, "created_at": at, "requested_by": actor, "port": port},
    )
    if created and job.due_at <= at:
        transaction.on_commit(lambda: nudge(job.pk, kind), robust=True)
    return job


def request_many(
    kind: str, subject: str, slots: Iterable[str], *, actor: str, at: datetime, port: str = ""
) -> None:
    """Ask for many short jobs of one subject at once, in the caller's transaction.

    Wakes: a few workers, once the transaction is committed; they go on with the others by themselves.
    Safe to repeat because: kind, subject and slot are unique together.
    """
    kind_of(kind)
    asked = [
        Job(kind=kind, subject=subject, slot=slot, due_at=at, created_at=at, requested_by=actor, port=port)
        for slot in slots
    ]
    Job.objects.bulk_create(asked, batch_size=ASKED_AT_ONCE, ignore_conflicts=True)
    transaction.on_commit(lambda: _nudge_all(asked[:AT_ONCE]), robust=True)


def nudge(job_id: UUID, kind: str) -> None:
    """Tell a worker that the row is there. Losing this message loses nothing."""
    from ledger.tasks import run_job

    # A kind that this release no longer knows fails in the worker and is parked, where a person sees it.
    queue = JOB_KINDS[kind].queue if kind in JOB_KINDS else DEFAULT_QUEUE
    run_job.apply_async(args=(str(job_id),), queue=queue, retry=False)


def claim(job_id: UUID, *, at: datetime) -> Job | None:
    """Take the job for one lease. None when it is done, parked, not due or held by another worker.

    A job whose worker died five times is parked here: nobody lived to record the failure.
    """
    with transaction.atomic():
        job = Job.objects.select_for_update(skip_locked=True).filter(_claimable(at), pk=job_id).first()
        if job is None or not _is_left_to_us(job):
            return None
        if job.attempts >= MAXIMUM_ATTEMPTS:
            job.state, job.lease_until, job.error = JobState.PARKED.value, None, WORKER_DIED
            job.save(update_fields=["state", "lease_until", "error"])
            _let_go(job)
            return None
        job.state = JobState.CLAIMED.value
        job.lease_until = at + LEASE
        job.attempts += 1
        job.save(update_fields=["state", "lease_until", "attempts"])
        return job


def run(job_id: UUID, *, at: datetime) -> Job | None:
    """Claim and do one job: effect and state in one transaction. Returns None when there was nothing to do.

    A failure is kept on the row with its message; after five attempts the job is parked for a person.
    """
    job = claim(job_id, at=at)
    if job is None:
        return None
    try:
        with transaction.atomic():
            result = kind_of(job.kind).run(job.subject, job.slot, at)
            _finish(job, result)
    except Exception as error:  # the edge of a worker: the row keeps the reason and is tried again
        logger.exception("job failed", extra={"job": str(job.pk), "kind": job.kind})
        _fail(job, error)
    finally:
        _let_go(job)
    job.refresh_from_db()
    return job


def go_on(job_id: UUID, *, for_long: timedelta = AT_A_STRETCH) -> None:
    """Do further jobs of this one's kind that are due, until none is left or the time is over.

    Only of kinds that are taken over at once. A worker that was woken once, be it for a job that is done by
    now, so works off many short jobs, also after the broker forgot all other messages.
    Wakes: when the time is over, a worker for what is left.
    """
    end = clock.now() + for_long
    kinds = Job.objects.filter(pk=job_id, kind__in=retaken_at_once())
    for kind in kinds.values_list("kind", flat=True):
        while (found := _next(kind)) and clock.now() < end:
            done = [run(each, at=clock.now()) for each in found]
            if not any(done):
                return  # others are at work on all of them
        if found:
            nudge(found[0], kind)


def _next(kind: str) -> list[UUID]:
    """Keys of the jobs of a kind that are due: those that wait, oldest first, then those that somebody took.

    Whether whoever took one is still at work shows when it is claimed.
    """
    rows = Job.objects.filter(_claimable(clock.now()), kind=kind)
    rows = rows.order_by("-state", "due_at", "pk")  # "waiting" comes after "claimed" in the alphabet
    return list(rows.values_list("pk", flat=True)[:AT_ONCE])


def _nudge_all(found: Iterable[Job]) -> None:
    for job in found:
        nudge(job.pk, job.kind)


def report_progress(kind: str, subject: str, slot: str, *, done: int, total: int) -> None:
    """Show how far a long job is. Called outside the job's own transaction steps."""
    Job.objects.filter(kind=kind, subject=subject, slot=slot).update(done=done, total=total)


def cover(kind: str, subject: str, *, at: datetime) -> int:
    """Count the jobs of this kind and subject that still wait as done; returns how many.

    For a job whose work does theirs too. Called before it reads anything, in the transaction of its effect:
    what was asked for by then is part of what it reads.
    """
    waiting = Job.objects.filter(kind=kind, subject=subject, state=JobState.WAITING.value)
    return waiting.update(
        state=JobState.DONE.value, result={"covered": True}, error="", done=F("total"), finished_at=at
    )


def due(*, at: datetime, limit: int = 500) -> list[Job]:
    """Jobs that are due and not leased, oldest first.

    Of a kind that is taken over at once a few are enough: whoever is woken goes on with the others.
    """
    many = retaken_at_once()
    rows = Job.objects.filter(_claimable(at)).order_by("due_at")
    found = list(rows.exclude(kind__in=many)[:limit])
    for kind in many:
        found += rows.filter(kind=kind)[:AT_ONCE]
    return found


def _claimable(at: datetime) -> Q:
    waiting = Q(state=JobState.WAITING.value, due_at__lte=at)
    is_over = Q(lease_until__lt=at) | Q(kind__in=retaken_at_once())
    return waiting | Q(is_over, state=JobState.CLAIMED.value)


def _is_left_to_us(job: Job) -> bool:
    """For jobs that are taken over at once: whether nobody else is at work on it, and from now on we are.

    PostgreSQL ends the advisory lock with the session of the worker, however that ended. Should the lock ever
    fail, `_held` still lets only one result count.
    """
    if job.kind not in retaken_at_once():
        return True
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s)", [_lock_number(job)])
        return bool(cursor.fetchone()[0])


def _let_go(job: Job) -> None:
    if job.kind in retaken_at_once() and connection.is_usable():
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [_lock_number(job)])


def _lock_number(job: Job) -> int:
    """A signed 64-bit number, as PostgreSQL wants it."""
    return int.from_bytes(job.pk.bytes[:8], signed=True)


def _held(job: Job) -> QuerySet[Job]:
    """The row, as long as it is still our claim: a worker that slept past its lease changes nothing."""
    return Job.objects.filter(pk=job.pk, state=JobState.CLAIMED.value, attempts=job.attempts)


def _finish(job: Job, result: dict[str, object]) -> None:
    changed = _held(job).update(
        state=JobState.DONE.value,
        lease_until=None,
        result=result,
        error="",
        done=F("total"),
        finished_at=clock.now(),
    )
    if changed != 1:
        raise Conflict("The lease of this job ran out and another worker has taken it.")


def _fail(job: Job, error: Exception) -> None:
    parked = job.attempts >= MAXIMUM_ATTEMPTS
    _held(job).update(
        state=JobState.PARKED.value if parked else JobState.WAITING.value,
        lease_until=None,
        due_at=clock.now() + RETRY_AFTER * job.attempts,
        error=f"{type(error).__name__}: {error}".replace("\x00", "")[:LONGEST_ERROR],
    )
