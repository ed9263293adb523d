"""Jobs: asked once, held by one worker, done once, kept when they fail."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from celery.signals import worker_before_create_process
from django.db import DatabaseError, connection, transaction

from ledger import jobs, tasks
from ledger.enums import JobState
from ledger.models import Entry, Job
from ledger.selectors.job import access_job
from ledger.services import job
from portsec.kernel.errors import InvalidInput, NotFound
from portsec.kernel.scope import Scope
from tests.ledger.conftest import Work
from tests.threads import at_once

pytestmark = pytest.mark.db

ROOT = Path(__file__).resolve().parents[3]
KIND = "tests.work"
LATER = timedelta(seconds=1)
Register = Callable[[str, Work], str]


@pytest.fixture
def runs(job_kind: Register) -> list[tuple[str, str]]:
    """What the test's job was run with, in order."""
    made: list[tuple[str, str]] = []

    def work(subject: str, slot: str, at: datetime) -> dict[str, Any]:
        made.append((subject, slot))
        return {"number": len(made)}

    job_kind(KIND, work)
    return made


def asked(at: datetime, subject: str = "thing:1", **more: Any) -> Job:
    return job.request(KIND, subject, actor="user:alice", at=at, **more)


@pytest.mark.django_db
def test_request_when_asked_twice_then_one_job(runs: list[Any], now: datetime) -> None:
    first = asked(now, port="XXPEX")
    again = asked(now + LATER)
    assert first.pk == again.pk
    assert Job.objects.count() == 1
    assert (again.created_at, again.port, again.state) == (now, "XXPEX", JobState.WAITING)
    assert asked(now, slot="second").pk != first.pk
    assert asked(now, subject="thing:2").pk != first.pk


@pytest.mark.django_db
def test_request_when_kind_is_unknown_then_invalid_input(now: datetime) -> None:
    with pytest.raises(InvalidInput, match=r"tests\.dreamt"):
        job.request("tests.dreamt", "thing:1", actor="user:alice", at=now)


@pytest.mark.django_db(transaction=True)
def test_request_when_two_ask_at_once_then_one_job(runs: list[Any], now: datetime) -> None:
    def ask() -> Job:
        with transaction.atomic():
            return asked(now)

    results = at_once([ask] * 6)
    assert {found.pk for found in results} == set(Job.objects.values_list("pk", flat=True))
    assert Job.objects.count() == 1


@pytest.mark.django_db
def test_request_when_committed_then_one_nudge_for_a_new_and_due_job_only(
    runs: list[Any], now: datetime, django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks() as nudges:
        asked(now)
        asked(now)
        asked(now, slot="tomorrow", due_at=now + timedelta(days=1))
    assert len(nudges) == 1


@pytest.mark.django_db(transaction=True)
def test_request_when_the_deed_is_rolled_back_then_no_job(runs: list[Any], now: datetime) -> None:
    try:
        with transaction.atomic():
            asked(now)
            raise LookupError
    except LookupError:
        assert not Job.objects.exists()


@pytest.mark.django_db
def test_claim_when_taken_then_leased_longer_than_the_hard_limit_and_nobody_else_gets_it(
    runs: list[Any], now: datetime, settings: Any
) -> None:
    waiting = asked(now)
    mine = job.claim(waiting.pk, at=now)
    assert mine is not None
    assert (mine.state, mine.attempts) == (JobState.CLAIMED, 1)
    assert mine.lease_until - now > timedelta(seconds=settings.CELERY["task_time_limit"])
    assert job.claim(waiting.pk, at=now) is None
    assert job.claim(uuid4(), at=now) is None
    assert job.due(at=now) == []


@pytest.mark.django_db
def test_claim_when_not_due_yet_then_nothing(runs: list[Any], now: datetime) -> None:
    later = asked(now, due_at=now + timedelta(hours=1))
    assert job.claim(later.pk, at=now) is None
    assert job.due(at=now) == []
    assert job.due(at=now + timedelta(hours=1)) == [later]


@pytest.mark.django_db
def test_claim_when_the_lease_has_run_out_then_taken_again(runs: list[Any], now: datetime) -> None:
    waiting = asked(now)
    job.claim(waiting.pk, at=now)
    assert job.claim(waiting.pk, at=now + job.LEASE) is None
    again = job.claim(waiting.pk, at=now + job.LEASE + LATER)
    assert again is not None
    assert again.attempts == 2


@pytest.mark.django_db(transaction=True)
def test_run_when_many_workers_get_the_message_then_one_does_it(runs: list[Any], now: datetime) -> None:
    waiting = asked(now)
    results = at_once([lambda: job.run(waiting.pk, at=now)] * 8)
    assert [found.state for found in results if found] == [JobState.DONE]
    assert runs == [("thing:1", "once")]
    assert Job.objects.get().attempts == 1


@pytest.mark.django_db
def test_run_when_done_then_result_is_kept_and_a_copy_of_the_message_does_nothing(
    runs: list[Any], now: datetime
) -> None:
    waiting = asked(now)
    done = job.run(waiting.pk, at=now)
    assert done is not None
    assert (done.state, done.result, done.error) == (JobState.DONE, {"number": 1}, "")
    assert (done.done, done.total, done.lease_until) == (1, 1, None)
    assert done.finished_at is not None
    assert job.run(waiting.pk, at=now + timedelta(days=1)) is None
    assert runs == [("thing:1", "once")]
    assert asked(now).pk == waiting.pk
    assert Job.objects.get().state == JobState.DONE


@pytest.mark.django_db(transaction=True)
def test_run_when_the_work_fails_then_its_effect_is_undone_and_the_reason_kept(
    job_kind: Register, note: Callable[..., Entry], now: datetime
) -> None:
    def half(subject: str, slot: str, at: datetime) -> dict[str, Any]:
        note(text="half done")
        raise ValueError("no berth \x00 free")

    job_kind(KIND, half)
    failed = job.run(asked(now).pk, at=now)
    assert failed is not None
    assert (failed.state, failed.attempts, failed.lease_until) == (JobState.WAITING, 1, None)
    assert failed.error == "ValueError: no berth  free"
    assert failed.due_at > now
    assert not Entry.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_run_when_the_state_cannot_be_kept_then_the_effect_is_undone_too(
    job_kind: Register, note: Callable[..., Entry], now: datetime
) -> None:
    def work(subject: str, slot: str, at: datetime) -> dict[str, Any]:
        note()
        return {"text": "PostgreSQL takes no \x00 in JSON"}

    job_kind(KIND, work)
    failed = job.run(asked(now).pk, at=now)
    assert failed is not None
    assert failed.state == JobState.WAITING
    assert "DataError" in failed.error
    assert not Entry.objects.exists()


@pytest.mark.django_db
def test_run_when_it_fails_five_times_then_parked_and_left_alone(job_kind: Register, now: datetime) -> None:
    tries: list[str] = []

    def broken(subject: str, slot: str, at: datetime) -> dict[str, Any]:
        tries.append(subject)
        raise DatabaseError(f"try {len(tries)}")

    job_kind(KIND, broken)
    waiting = asked(now)
    at = now
    for attempt in range(1, job.MAXIMUM_ATTEMPTS + 1):
        failed = job.run(waiting.pk, at=at)
        assert failed is not None
        assert (failed.attempts, failed.error) == (attempt, f"DatabaseError: try {attempt}")
        assert failed.due_at > at  # each pause is longer than the one before
        at = failed.due_at + LATER
    assert failed.state == JobState.PARKED
    assert job.run(waiting.pk, at=at + timedelta(days=1)) is None
    assert job.due(at=at + timedelta(days=1)) == []
    assert len(tries) == job.MAXIMUM_ATTEMPTS


@pytest.mark.django_db
def test_claim_when_the_worker_died_in_each_attempt_then_parked(runs: list[Any], now: datetime) -> None:
    waiting = asked(now)
    at = now
    for _ in range(job.MAXIMUM_ATTEMPTS):
        assert job.claim(waiting.pk, at=at) is not None
        at += job.LEASE + LATER
    assert job.run(waiting.pk, at=at) is None
    waiting.refresh_from_db()
    assert (waiting.state, waiting.lease_until) == (JobState.PARKED, None)
    assert waiting.error == job.WORKER_DIED
    assert runs == []


@pytest.mark.django_db(transaction=True)
def test_run_when_it_slept_past_its_lease_then_the_other_workers_result_stands(
    job_kind: Register, note: Callable[..., Entry], now: datetime
) -> None:
    """The first worker wakes up after a second one has done the job: its effect must not come on top."""
    later = now + job.LEASE + LATER

    def slow(subject: str, slot: str, at: datetime) -> dict[str, Any]:
        if at == now:
            taken = at_once([lambda: job.run(waiting.pk, at=later)])
            assert taken[0].state == JobState.DONE
        note(text="first" if at == now else "second")
        return {"by": "first" if at == now else "second"}

    job_kind(KIND, slow)
    waiting = asked(now)
    job.run(waiting.pk, at=now)
    waiting.refresh_from_db()
    assert (waiting.state, waiting.result, waiting.error) == (JobState.DONE, {"by": "second"}, "")
    assert [entry.body["text"] for entry in Entry.objects.all()] == ["second"]


@pytest.mark.django_db(transaction=True)
def test_run_when_another_worker_holds_the_job_by_now_then_a_late_result_is_dropped(
    job_kind: Register, note: Callable[..., Entry], now: datetime
) -> None:
    def slow(subject: str, slot: str, at: datetime) -> dict[str, Any]:
        (taken,) = at_once([lambda: job.claim(waiting.pk, at=now + job.LEASE + LATER)])
        assert taken.attempts == 2
        note(text="too late")
        return {}

    job_kind(KIND, slow)
    waiting = asked(now)
    job.run(waiting.pk, at=now)
    waiting.refresh_from_db()
    assert (waiting.state, waiting.attempts, waiting.error) == (JobState.CLAIMED, 2, "")
    assert not Entry.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_run_when_a_late_worker_fails_then_a_done_job_stays_done(job_kind: Register, now: datetime) -> None:
    later = now + job.LEASE + LATER

    def slow(subject: str, slot: str, at: datetime) -> dict[str, Any]:
        if at == now:
            at_once([lambda: job.run(waiting.pk, at=later)])
            raise TimeoutError("woke up too late")
        return {}

    job_kind(KIND, slow)
    waiting = asked(now)
    job.run(waiting.pk, at=now)
    waiting.refresh_from_db()
    assert (waiting.state, waiting.error) == (JobState.DONE, "")


@pytest.mark.django_db
def test_run_when_the_kind_is_gone_then_the_reason_is_kept(now: datetime) -> None:
    orphan = Job.objects.create(
        kind="tests.gone", subject="thing:1", due_at=now, created_at=now, requested_by="user:alice"
    )
    failed = job.run(orphan.pk, at=now)
    assert failed is not None
    assert failed.error == "InvalidInput: There is no job kind 'tests.gone'."


@pytest.mark.django_db
def test_sweep_when_a_kind_is_gone_then_the_other_jobs_are_still_nudged(
    runs: list[Any], now: datetime
) -> None:
    Job.objects.create(
        kind="tests.gone", subject="thing:0", due_at=now - LATER, created_at=now, requested_by="user:alice"
    )
    asked(now)
    before = waiting_messages("default")
    tasks.sweep_jobs()
    assert waiting_messages("default") == before + 2


def waiting_messages(queue: str) -> int:
    from portsec.celery import app

    with app.connection_for_read() as broker:
        return int(broker.default_channel.client.llen(queue))


@pytest.mark.django_db(transaction=True)
def test_nudge_when_the_broker_is_gone_then_the_deed_stands_and_the_sweep_finds_the_job(
    runs: list[Any], child_environment: dict[str, str]
) -> None:
    """Asked in a process whose broker does not exist; swept here, where it does."""
    script = (
        "import django; django.setup()\n"
        "from django.db import transaction\n"
        "from ledger import jobs\n"
        "from ledger.services import job\n"
        "from portsec.kernel import clock\n"
        f"jobs.register(jobs.JobKind('{KIND}', 'default', 'Work', lambda *_: {{}}))\n"
        "with transaction.atomic():\n"
        f"    job.request('{KIND}', 'thing:1', actor='user:alice', at=clock.now())\n"
    )
    started = time.monotonic()
    asking = subprocess.run(
        [sys.executable, "-c", script],
        cwd=ROOT,
        env=child_environment | {"REDIS_URL": "unix:///nonexistent/redis.sock"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert asking.returncode == 0, asking.stderr
    assert "redis.sock" in asking.stderr  # the loss is in the log, not on the officer's screen
    assert time.monotonic() - started < 15
    lost = Job.objects.get()
    assert lost.state == JobState.WAITING
    before = waiting_messages("default")
    tasks.sweep_jobs()
    assert waiting_messages("default") == before + 1
    tasks.run_job(str(lost.pk))
    lost.refresh_from_db()
    assert lost.state == JobState.DONE
    assert runs == [("thing:1", "once")]


@pytest.fixture
def many(runs: list[Any]) -> list[tuple[str, str]]:
    """The test's job as one of many short ones, taken over at once; what it was run with."""
    jobs.JOB_KINDS[KIND] = replace(jobs.JOB_KINDS[KIND], retaken_at_once=True)
    return runs


def asked_many(count: int, at: datetime) -> list[Job]:
    job.request_many(KIND, "thing:1", map(str, range(count)), actor="user:alice", at=at)
    return list(Job.objects.order_by("pk"))


@pytest.mark.django_db
def test_request_many_when_asked_twice_then_each_slot_once_and_few_messages(
    many: list[Any], now: datetime, django_capture_on_commit_callbacks: Any
) -> None:
    before = waiting_messages("default")
    with django_capture_on_commit_callbacks(execute=True):
        asked_many(30, now)
    assert len(asked_many(30, now)) == 30
    assert waiting_messages("default") == before + job.AT_ONCE


@pytest.mark.django_db
def test_run_job_when_one_of_many_then_the_others_are_done_without_messages(
    many: list[Any], now: datetime
) -> None:
    first, *_ = asked_many(20, now)
    tasks.run_job(str(first.pk))
    assert sorted(many) == sorted(("thing:1", str(number)) for number in range(20))


@pytest.mark.django_db
def test_run_job_when_the_message_is_for_one_done_long_ago_then_the_others_are_done(
    many: list[Any], now: datetime
) -> None:
    first, *_ = asked_many(3, now)
    job.run(first.pk, at=now)
    tasks.run_job(str(first.pk))
    assert len(many) == 3


@pytest.mark.django_db
def test_go_on_when_the_time_is_over_then_another_worker_is_woken(many: list[Any], now: datetime) -> None:
    first, *_ = asked_many(3, now)
    before = waiting_messages("default")
    job.go_on(first.pk, for_long=timedelta(0))
    assert (many, waiting_messages("default")) == ([], before + 1)


@pytest.mark.django_db
def test_go_on_when_jobs_are_long_then_each_waits_for_its_own_message(runs: list[Any], now: datetime) -> None:
    first, _ = asked(now, slot="first"), asked(now, slot="second")
    job.go_on(first.pk)
    assert runs == []


@pytest.mark.django_db(transaction=True)
def test_claim_when_the_session_that_held_one_of_many_has_ended_then_taken_over_at_once(
    many: list[Any], now: datetime
) -> None:
    waiting, *_ = asked_many(1, now)
    assert job.claim(waiting.pk, at=now) is not None
    assert at_once([lambda: job.claim(waiting.pk, at=now)]) == [None]
    connection.close()  # as the kernel does for a worker that was killed
    (taken,) = at_once([lambda: job.claim(waiting.pk, at=now)])
    assert taken.attempts == 2


@pytest.mark.django_db
def test_sweep_first_when_a_worker_forks_a_child_then_a_sweep_is_asked_for() -> None:
    before = waiting_messages("default")
    worker_before_create_process.send(sender=None)
    assert waiting_messages("default") == before + 1


@pytest.mark.django_db
def test_report_progress_when_told_then_shown_on_the_row(runs: list[Any], now: datetime) -> None:
    waiting = asked(now)
    job.report_progress(KIND, "thing:1", "once", done=3, total=9)
    waiting.refresh_from_db()
    assert (waiting.done, waiting.total) == (3, 9)


@pytest.mark.django_db
def test_access_job_when_not_ones_own_then_as_if_absent(runs: list[Any], now: datetime) -> None:
    mine = asked(now)
    assert access_job(mine.pk, actor="user:alice", scope=Scope.nothing()) == mine
    assert access_job(mine.pk, actor="", scope=Scope.system(reason="a test")) == mine
    refusals = []
    for job_id, actor in ((mine.pk, "user:bob"), (uuid4(), "user:alice")):
        with pytest.raises(NotFound) as refused:
            access_job(job_id, actor=actor, scope=Scope.nothing())
        refusals.append((refused.value.code, refused.value.detail))
    assert refusals[0] == refusals[1]
