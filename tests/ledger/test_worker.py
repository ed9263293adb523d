"""A real Celery worker on the test's Redis and PostgreSQL, killed in the middle of a job."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path
from uuid import uuid4

import pytest

from accounts.models import Organisation
from ledger import jobs, tasks
from ledger.enums import JobState
from ledger.models import Job
from ledger.services import job
from portsec import child
from portsec.processes import SERVICES

pytestmark = pytest.mark.db

ROOT = Path(__file__).resolve().parents[2]
KIND = "tests.slow"
PATIENCE = 120.0  # seconds until a worker must have done something


def until(happened: Callable[[], bool], what: str) -> None:
    end = time.monotonic() + PATIENCE
    while not happened():
        assert time.monotonic() < end, f"not within {PATIENCE:.0f} s: {what}"
        time.sleep(0.05)


class Workers:
    """Starts workers with the command line that `up` uses, only with the test's kind of job besides."""

    def __init__(self, environment: dict[str, str], place: Path) -> None:
        self.environment = environment | {"SLOW_WORKER_PLACE": str(place)}
        self.place = place
        self.running: list[subprocess.Popen[bytes]] = []

    def start(self) -> subprocess.Popen[bytes]:
        command = [
            part.replace("--app=portsec.celery", "--app=tests.ledger.slow_worker")
            for part in SERVICES["worker"].command(str(self.place), sys.executable)
        ]
        assert "--app=tests.ledger.slow_worker" in command
        command = [part for part in command if not part.startswith("--hostname")]
        with (self.place / "worker.log").open("ab") as log:
            worker = child.start(
                [*command, f"--hostname=w{len(self.running)}-{uuid4().hex[:8]}@%h"],
                env=self.environment | dict(SERVICES["worker"].environment),
                cwd=ROOT,
                stdout=log,
                stderr=log,
            )
        self.running.append(worker)
        return worker

    @property
    def working(self) -> Path:
        return self.place / "working"

    def let_go_on(self) -> None:
        (self.place / "go-on").touch()

    def stop(self) -> None:
        for worker in self.running:
            child.stop(worker, [(signal.SIGKILL, 5.0)])


@pytest.fixture
def workers(child_environment: dict[str, str], tmp_path: Path) -> Iterator[Workers]:
    jobs.register(jobs.JobKind(KIND, "default", "Slow work", lambda *_: {}))
    started = Workers(child_environment, tmp_path)
    yield started
    started.stop()
    del jobs.JOB_KINDS[KIND]


def lease_runs_out(waiting: Job) -> None:
    """As if two minutes had passed."""
    Job.objects.filter(pk=waiting.pk).update(lease_until=job.clock.now() - timedelta(seconds=1))


def effects() -> int:
    return Organisation.objects.filter(code__startswith="thing:").count()


def is_done(waiting: Job) -> bool:
    return Job.objects.get(pk=waiting.pk).state == JobState.DONE


def asked(now: datetime) -> Job:
    return job.request(KIND, f"thing:{uuid4().hex[:8]}", actor="user:alice", at=now)


def test_job_when_the_whole_worker_is_killed_then_done_exactly_once_by_the_next(
    workers: Workers, now: datetime
) -> None:
    waiting = asked(now)
    first = workers.start()
    until(workers.working.exists, "the first worker works")
    os.killpg(first.pid, signal.SIGKILL)
    first.wait(5)
    assert effects() == 0  # written, but never committed
    assert Job.objects.get(pk=waiting.pk).state == JobState.CLAIMED

    workers.working.unlink()
    workers.let_go_on()
    workers.start()
    tasks.sweep_jobs()
    time.sleep(1.0)
    assert effects() == 0  # the dead worker's lease still holds

    lease_runs_out(waiting)
    tasks.sweep_jobs()
    until(lambda: is_done(waiting), "the second worker does the job")
    tasks.run_job.delay(str(waiting.pk))  # a copy of the message, as the broker gives after a while
    time.sleep(1.0)
    done = Job.objects.get(pk=waiting.pk)
    assert effects() == 1
    assert (done.attempts, done.error) == (2, "")


def test_job_when_only_the_child_is_killed_then_done_exactly_once(workers: Workers, now: datetime) -> None:
    """The broker gives the message again at once; the lease keeps it from doing harm."""
    waiting = asked(now)
    workers.start()
    until(workers.working.exists, "the child works")
    until(lambda: workers.working.read_text().isdigit(), "the child names itself")
    os.kill(int(workers.working.read_text()), signal.SIGKILL)
    workers.let_go_on()
    time.sleep(1.5)
    assert effects() == 0
    assert Job.objects.get(pk=waiting.pk).attempts == 1

    lease_runs_out(waiting)
    tasks.sweep_jobs()
    until(lambda: is_done(waiting), "the worker's next child does the job")
    assert effects() == 1
