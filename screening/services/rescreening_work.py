"""What workers do in a run: select the people, screen them a chunk at a time, and go on after any loss."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection, transaction
from django.db.models import F, Max, QuerySet

from ledger.enums import JobState
from ledger.models import Job
from ledger.services import job, record
from screening.enums import RunState, ScreeningPurpose, TaskState
from screening.matching.compare import Match
from screening.models import Person, ScreeningRun, ScreeningTask
from screening.selectors import rescreening as selectors
from screening.selectors.list_index import CHANGED, LISTS
from screening.selectors.screening_run import CHUNK_JOB
from screening.services import hit, screening_log
from screening.services.rescreening import EVERYBODY

CHUNK = 100  # people in one job: a fraction of a second, which is all that a killed worker can lose
FETCHED_AT_ONCE = 1_000  # people
PIECES = 10  # into how many a chunk is broken that failed each time
SYSTEM = "system:screening"
LONGEST_ERROR = 500  # characters kept of why a person could not be screened
NOT_SCREENED = "The worker ended in each attempt to screen this person."

logger = logging.getLogger("portsec.rescreening")


def select(reference: str, slot: str, *, at: datetime) -> dict[str, Any]:
    """Make the rows of work of a run and ask for their jobs. Called by a worker inside its transaction.

    `slot` is "all", "person:" with a reference, or a stretch of people to look through for those whom a
    changed entry can touch.
    Safe to repeat because: the transaction ends with the job that asked for it.
    """
    run = _of(reference)
    if run.state_word is not RunState.RUNNING:
        return {"selected": 0}
    if slot == EVERYBODY:
        looked, first = 0, 1
        selected = _insert(run, _everybody(run, at), first)
    elif slot.startswith("person:"):
        looked, first = 1, 1
        selected = _insert(
            run, Person.objects.filter(ref=slot.removeprefix("person:"), erased_at=None), first
        )
    else:
        begin, end = map(int, slot.split("-"))
        people = selectors.screened_people(run.port_id, at=at).filter(pk__range=(begin, end))
        looked, first = people.count(), begin + 1  # stretches begin further apart than they have chunks
        touched = _touched(run, people)
        selected = _insert(run, Person.objects.filter(pk__in=touched), first)
    _ask_for_chunks(run, range(first, first + -(-selected // CHUNK)), at=at)
    ScreeningRun.objects.filter(pk=run.pk).update(
        total=F("total") + selected, looking=F("looking") - 1, looked_through=F("looked_through") + looked
    )
    _finish_if_complete(run, at=at)
    return {"selected": selected}


def screen_chunk(reference: str, slot: str, *, at: datetime) -> dict[str, Any]:
    """Screen the people of one chunk who wait. Called by a worker inside its transaction.

    Safe to repeat because: what was found, the log and the rows of work change together or not at all; a row
    that is done is passed over.
    Records: screening.hit.found; with the last chunk screening.rescreening.finished.
    """
    run = _of(reference)
    if run.state_word is not RunState.RUNNING:
        return {"screened": 0}
    waiting = (
        ScreeningTask.objects.select_for_update(of=("self",))
        .filter(run=run, chunk=int(slot), state=TaskState.WAITING.value)
        .select_related("person__port")
    )
    tasks = list(waiting.order_by("pk"))
    found, failed = _compare(tasks)
    new = hit.keep_new(found, at=at)
    alerts = {person: len(matches) for person, matches in found.items()}
    screening_log.note_run(run, alerts, lists=LISTS.versions, at=at)
    done = [task.pk for task in tasks if task.pk not in failed]
    ScreeningTask.objects.filter(pk__in=done).update(state=TaskState.DONE.value)
    for key, error in failed.items():
        ScreeningTask.objects.filter(pk=key).update(state=TaskState.FAILED.value, error=error)
    ScreeningRun.objects.filter(pk=run.pk).update(
        done=F("done") + len(done),
        failed=F("failed") + len(failed),
        alerts=F("alerts") + sum(alerts.values()),
        new_hits=F("new_hits") + new,
    )
    _finish_if_complete(run, at=at)
    return {"screened": len(done), "hits": new}


@transaction.atomic
def take_up(run: ScreeningRun, *, at: datetime) -> int:
    """Find rows of work that no job will do, and ask for jobs again. Returns how many jobs were asked for.

    A chunk whose job failed each time is broken into pieces, until the one person stands alone who cannot be
    screened; that row is marked, and the others are done.
    """
    held = ScreeningRun.objects.select_for_update(no_key=True).get(pk=run.pk)
    if held.state_word is not RunState.RUNNING:
        return 0
    waiting = held.tasks.filter(state=TaskState.WAITING.value)
    alive = Job.objects.filter(
        kind=CHUNK_JOB,
        subject=held.reference,
        state__in=(JobState.WAITING.value, JobState.CLAIMED.value),
    )
    chunks = set(waiting.order_by().values_list("chunk", flat=True).distinct())
    lost = sorted(chunks - {int(slot) for slot in alive.values_list("slot", flat=True)})
    asked = sum(_break_up(held, chunk, at=at) for chunk in lost)
    _finish_if_complete(held, at=at)
    return asked


def _compare(tasks: Iterable[ScreeningTask]) -> tuple[dict[Person, dict[int, Match]], dict[int, str]]:
    """What each person resembles, and who could not be compared, with the reason."""
    index = LISTS.current()
    found: dict[Person, dict[int, Match]] = {}
    failed: dict[int, str] = {}
    for task in tasks:
        if task.person.erased_at is not None:
            continue
        try:
            matches = index.screen(hit.subject_of(task.person))
        except Exception as error:  # the edge of a worker: one person's data must not stop the others
            logger.exception("person not screened", extra={"task": task.pk})
            failed[task.pk] = f"{type(error).__name__}: {error}".replace("\x00", "")[:LONGEST_ERROR]
        else:
            found[task.person] = {entry: match for (_, entry), match in matches}
    return found, failed


def _everybody(run: ScreeningRun, at: datetime) -> QuerySet[Person]:
    match run.purpose_word:
        case ScreeningPurpose.DUE:
            return selectors.due_people(run.port, at=at)
        case ScreeningPurpose.PERSON_CHANGE:
            return selectors.changed_people(run.port, at=at)
        case _:
            return selectors.screened_people(run.port_id, at=at)


def _touched(run: ScreeningRun, people: QuerySet[Person]) -> list[int]:
    """Those who may be one of the entries that changed: only for them all lists are asked."""
    changed = CHANGED.since(run.since)
    if not len(changed):
        return []
    rows = people.iterator(chunk_size=FETCHED_AT_ONCE)
    return [person.pk for person in rows if changed.screen(hit.subject_of(person))]


def _insert(run: ScreeningRun, people: QuerySet[Person], first: int) -> int:
    """One row for each person, a hundred to a chunk; written by the database itself, since there are many."""
    try:
        sql, values = people.order_by().values("pk").query.sql_with_params()
    except EmptyResultSet:  # Django knows without asking that nobody is selected
        return 0
    with connection.cursor() as cursor:
        cursor.execute(
            f"""
            INSERT INTO screening_screeningtask (run_id, person_id, chunk, state, error)
            SELECT %s, found.id, %s + (row_number() OVER (ORDER BY found.id) - 1) / %s, %s, ''
            FROM ({sql}) AS found (id)
            """,  # noqa: S608  the inner query is Django's own
            [run.pk, first, CHUNK, TaskState.WAITING.value, *values],
        )
        return int(cursor.rowcount)


def _ask_for_chunks(run: ScreeningRun, chunks: Iterable[int], *, at: datetime) -> None:
    slots = map(str, chunks)
    job.request_many(CHUNK_JOB, run.reference, slots, actor=run.asked_by, at=at, port=run.port.locode)


def _break_up(run: ScreeningRun, chunk: int, *, at: datetime) -> int:
    """Give the waiting rows of a chunk to new jobs, each smaller; a single row is given up."""
    rows = list(
        run.tasks.filter(chunk=chunk, state=TaskState.WAITING.value)
        .order_by("pk")
        .values_list("pk", flat=True)
    )
    if not rows:
        return 0
    was_tried = Job.objects.filter(
        kind=CHUNK_JOB, subject=run.reference, slot=str(chunk), state=JobState.PARKED.value
    ).exists()
    if was_tried and len(rows) == 1:
        ScreeningTask.objects.filter(pk__in=rows).update(state=TaskState.FAILED.value, error=NOT_SCREENED)
        ScreeningRun.objects.filter(pk=run.pk).update(failed=F("failed") + 1)
        return 0
    size = -(-len(rows) // PIECES) if was_tried else len(rows)
    last = run.tasks.aggregate(last=Max("chunk"))["last"]
    pieces = [rows[start : start + size] for start in range(0, len(rows), size)]
    for number, piece in enumerate(pieces, start=last + 1):
        ScreeningTask.objects.filter(pk__in=piece).update(chunk=number)
    _ask_for_chunks(run, range(last + 1, last + 1 + len(pieces)), at=at)
    return len(pieces)


def _finish_if_complete(run: ScreeningRun, *, at: datetime) -> None:
    """The last chunk ends the run; others wait for the row until this transaction is over."""
    complete = ScreeningRun.objects.filter(
        pk=run.pk, state=RunState.RUNNING.value, looking=0, total=F("done") + F("failed")
    )
    if complete.update(state=RunState.DONE.value, finished_at=at) == 0:
        return
    run.refresh_from_db()
    record.append(
        "screening.rescreening.finished",
        actor=SYSTEM,
        at=at,
        subject=run.reference,
        port=run.port.locode,
        done=run.done,
        failed=run.failed,
        hits=run.new_hits,
    )


def _of(reference: str) -> ScreeningRun:
    return ScreeningRun.objects.select_related("port").get(ref=reference.removeprefix("rescreening:"))
