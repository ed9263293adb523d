"""Rescreening while workers and their children are killed and the broker forgets: once each, none lost."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import pytest
from django.db import connection

from accounts.models import Port
from ledger import tasks as job_tasks
from ledger.models import Job
from portsec.celery import app
from screening import tasks
from screening.enums import RunState, ScreeningPurpose
from screening.models import Hit, Person, ScreeningQuery, ScreeningRun
from screening.selectors.list_index import LISTS
from screening.selectors.screening_run import CHUNK_JOB
from screening.services import rescreening, rescreening_work
from screening.services.hit import subject_of
from tests.flows.conftest import QUEUES, wait_for
from tests.people import MAKER
from tests.screening import rows, screened

pytestmark = [pytest.mark.flow, pytest.mark.django_db(transaction=True)]

PEOPLE = 400
LISTED = 5
KILLS = 6
CHUNK = 2  # people in one job: so many jobs that work goes on while workers are killed
SEED = 20261122
SWEEP_EVERY = 1.0  # seconds; beat does it every 15, too long to wait for here
LONGEST = 120.0  # seconds, on a busy machine


class Pool:
    """Worker processes that are killed and started again, as a supervisor would."""

    def __init__(self, log: Path) -> None:
        self.log = log
        self.running: list[subprocess.Popen[bytes]] = []
        self.started = 0

    def start(self) -> None:
        address = urlsplit(os.environ["DATABASE_URL"])
        database = urlunsplit(address._replace(path=f"/{connection.settings_dict['NAME']}"))
        self.started += 1
        with self.log.open("ab") as log:
            worker = subprocess.Popen(
                [
                    sys.executable,
                    *("-m", "celery", "--app=portsec.celery", "worker", f"--queues={QUEUES}"),
                    *("--concurrency=1", "--loglevel=INFO", f"--hostname=w{self.started}@%h"),
                    *("--without-gossip", "--without-mingle", "--without-heartbeat"),
                ],
                env={**os.environ, "DATABASE_URL": database},
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        self.running.append(worker)

    def kill_one(self, chance: random.Random) -> None:
        """A child of one worker, or the whole worker with its children, at once and without warning."""
        worker = chance.choice(self.running)
        children = _children(worker.pid)
        if children and chance.random() < 0.5:
            os.kill(chance.choice(children), signal.SIGKILL)
            return
        os.killpg(worker.pid, signal.SIGKILL)
        worker.wait(10)
        self.running.remove(worker)
        self.start()

    def stop(self) -> None:
        for worker in self.running:
            if worker.poll() is None:
                os.killpg(worker.pid, signal.SIGKILL)
            worker.wait(10)


def _children(pid: int) -> list[int]:
    listed = Path(f"/proc/{pid}/task/{pid}/children")
    return [int(each) for each in listed.read_text().split()] if listed.exists() else []


@pytest.fixture
def pool(transactional_db: None, tmp_path: Path) -> Iterator[Pool]:
    made = Pool(tmp_path / "workers.log")
    yield made
    made.stop()


@pytest.fixture
def people(port: Port) -> list[Person]:
    rows.make_post(port)
    made = screened.make_many(port, PEOPLE)
    rows.load_list(
        *(
            rows.entity(str(number), who.full_name, **screened.ALIKE)
            for number, who in enumerate(made[:LISTED])
        )
    )
    return made


def test_rescreening_when_workers_die_and_the_broker_forgets_then_everybody_once_and_nobody_lost(
    port: Port, people: list[Person], pool: Pool, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Half of the kills hit a child in the middle of its work, half a whole worker; once all messages go."""
    chance = random.Random(SEED)
    monkeypatch.setattr(rescreening_work, "CHUNK", CHUNK)
    run = rescreening.open_run(port, ScreeningPurpose.EVERYONE, actor=MAKER, at=now)
    assert run is not None
    screened.select(run, at=now)
    pool.start()
    pool.start()
    wait_for(lambda: _done(run) > 0, "the first people to be screened")

    killed, flushed, next_sweep = 0, False, 0.0
    end = time.monotonic() + LONGEST
    while _state(run) is RunState.RUNNING:
        assert time.monotonic() < end, f"{_done(run)} of {PEOPLE} screened, {killed} kills"
        if killed < KILLS and _done(run) >= PEOPLE * killed / KILLS:
            pool.kill_one(chance)
            killed += 1
        if killed == KILLS // 2 and not flushed:
            forget_all_messages()
            flushed = True
        if time.monotonic() > next_sweep:
            job_tasks.sweep_jobs()
            tasks.take_up_rescreening()
            next_sweep = time.monotonic() + SWEEP_EVERY
        time.sleep(0.02)

    assert flushed
    run.refresh_from_db()
    assert (run.state_word, run.total, run.done, run.failed) == (RunState.DONE, PEOPLE, PEOPLE, 0)
    assert set(run.queries.values_list("person", flat=True)) == {who.pk for who in people}
    assert ScreeningQuery.objects.count() == PEOPLE, "nobody twice"
    assert set(run.tasks.values_list("state", flat=True)) == {"done"}
    assert Hit.objects.count() == run.new_hits == alerts_of(people)
    assert not Job.objects.filter(kind=CHUNK_JOB, subject=run.reference, state="parked").exists()


def test_rescreening_when_every_message_comes_three_times_then_each_chunk_counts_once(
    port: Port, people: list[Person], pool: Pool, now: datetime
) -> None:
    run = rescreening.open_run(port, ScreeningPurpose.EVERYONE, actor=MAKER, at=now)
    assert run is not None
    pool.start()
    pool.start()
    wait_for(lambda: Job.objects.filter(kind=CHUNK_JOB).exists(), "the chunks to be asked for")
    for _ in range(2):
        for pk in Job.objects.filter(subject=run.reference).values_list("pk", flat=True):
            job_tasks.run_job.delay(str(pk))
    wait_for(lambda: _state(run) is RunState.DONE, "the run to end")
    assert ScreeningQuery.objects.count() == PEOPLE
    assert Hit.objects.count() == alerts_of(people)


def forget_all_messages() -> None:
    """Those that wait, and those that were given out and not yet acknowledged."""
    with app.connection_for_write() as broker:
        broker.default_channel.client.flushdb()


def alerts_of(people: list[Person]) -> int:
    """How many entries these people resemble, found here without any run."""
    index = LISTS.current()
    found = sum(len(index.screen(subject_of(who))) for who in people)
    assert found >= LISTED
    return found


def _done(run: ScreeningRun) -> int:
    return ScreeningRun.objects.values_list("done", flat=True).get(pk=run.pk)


def _state(run: ScreeningRun) -> RunState:
    return RunState(ScreeningRun.objects.values_list("state", flat=True).get(pk=run.pk))
