"""How many people a second a run screens with two workers, through the database: log, hits and all.

Small measures an undisturbed run of 2,000 people. Full screens 100,000 against the OFAC and UN lists, and
then 10,000 more while a worker's child or a whole worker is killed 50 times and the broker is emptied once;
it fails unless everybody was screened exactly once. Peer: none has runs that survive this. Floor: the index
alone in one process, without database or log.

`python -m bench.rescreen PEOPLE KILLS whole|few` runs one round by hand: `few` puts some hundred entries in
force, so that a worker that starts anew reads them in a moment.
"""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bench.measure import ROOT, Line

SCALES = {"small": (2_000, 0, 0), "full": (100_000, 10_000, 50)}
SEED = 20261122
WORKERS = 2
WHOLE, FEW = "whole", "few"  # the lists as published, or some hundred entries
QUEUES = "default,screening,detection,ledger"
SWEEP_EVERY = 5.0  # seconds; beat's sweep comes every 15
LONGEST = 3_600.0  # seconds for one round
MOST_SLOWED = 2.0  # a disturbed run may take this many times as long as an undisturbed one
RESUMES_WITHIN = 60.0  # seconds after the broker was emptied


class Disturbed(Exception):
    """A run did not come through what was done to its workers."""


def run(scale: str) -> Line:
    """Raises CalledProcessError where a round fails, Disturbed where kills slowed it too much."""
    people, disturbed, kills = SCALES[scale]
    measured = _round(people, 0, WHOLE)
    if kills:
        calm, wild = _round(disturbed, 0, FEW), _round(disturbed, kills, FEW)
        sys.stderr.write(f"rescreen: undisturbed {calm}\nrescreen: disturbed {wild}\n")
        if wild["seconds"] > MOST_SLOWED * calm["seconds"]:
            raise Disturbed(f"{kills} kills slowed the run {wild['seconds'] / calm['seconds']:.1f} times")
    return Line(
        name="rescreen",
        ours=measured["rate"],
        peer=None,
        peer_name="none: no open matcher has runs",
        floor=measured["floor"],
        floor_name="the index alone in one process, nothing kept",
        unit="people/s",
        n=people,
    )


def _round(people: int, kills: int, lists: str) -> dict[str, float]:
    """One round in a process of its own, on servers of its own."""
    command = [sys.executable, "-m", "bench.rescreen", str(people), str(kills), lists]
    done = subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.PIPE, text=True)  # noqa: S603
    found: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return found


def measure(people: int, kills: int, lists: str) -> dict[str, float]:
    """Make the people and the lists, open a run, work it off with workers that are killed."""
    from bench import rescreen_rows
    from portsec.kernel import clock
    from screening.enums import ScreeningPurpose
    from screening.services import rescreening

    port = rescreen_rows.make(people, with_lists=lists == WHOLE)
    with _workers() as pool:
        rescreen_rows.wait_until_awake(WORKERS)
        began = time.monotonic()
        run = rescreening.open_run(port, ScreeningPurpose.EVERYONE, actor="system:bench", at=clock.now())
        if run is None:
            raise Disturbed("no run was opened")
        _disturb(pool, run.pk, people, kills)
        seconds = time.monotonic() - began
    rescreen_rows.check_once_each(run, people)
    return {"rate": people / seconds, "seconds": seconds, "floor": rescreen_rows.index_alone(port)}


class Pool(list[subprocess.Popen[bytes]]):
    """Workers that are started again when they die, as a supervisor does."""

    started = 0

    def start(self) -> None:
        self.started += 1
        command = [
            *(sys.executable, "-m", "celery", "--app=portsec.celery", "--quiet", "worker"),
            *(f"--queues={QUEUES}", "--concurrency=1", f"--hostname=b{self.started}@%h"),
            *("--loglevel=ERROR", "--without-gossip", "--without-mingle", "--without-heartbeat"),
        ]
        self.append(subprocess.Popen(command, cwd=ROOT, stdout=sys.stderr, start_new_session=True))  # noqa: S603

    def kill_one(self, chance: random.Random) -> None:
        worker = chance.choice(self)
        listed = Path(f"/proc/{worker.pid}/task/{worker.pid}/children")
        children = [int(pid) for pid in listed.read_text().split()] if listed.exists() else []
        if children and chance.random() < 0.5:
            os.kill(chance.choice(children), signal.SIGKILL)
            return
        os.killpg(worker.pid, signal.SIGKILL)
        worker.wait(10)
        self.remove(worker)
        self.start()


@contextmanager
def _workers() -> Iterator[Pool]:
    pool = Pool()
    try:
        for _ in range(WORKERS):
            pool.start()
        yield pool
    finally:
        for worker in pool:
            if worker.poll() is None:
                os.killpg(worker.pid, signal.SIGKILL)
            worker.wait(10)


def _disturb(pool: Pool, run: int, people: int, kills: int) -> None:
    """Sweep as beat does, kill evenly over the run, empty the broker in its middle."""
    from ledger import tasks as job_tasks
    from portsec.celery import app
    from screening import tasks
    from screening.models import ScreeningRun

    chance = random.Random(SEED)  # noqa: S311 - the same faults in every run
    left, next_sweep, emptied_at, done_then = kills, 0.0, 0.0, 0
    end = time.monotonic() + LONGEST
    while True:
        state, done = ScreeningRun.objects.values_list("state", "done").get(pk=run)
        if state != "running":
            return
        if time.monotonic() > end:
            raise Disturbed(f"{done:,} of {people:,} after {LONGEST:.0f} s")
        if left and done >= people * (kills - left) / (kills + 1):
            pool.kill_one(chance)
            left -= 1
        if kills and not emptied_at and done >= people / 2:
            app.control.purge()
            emptied_at, done_then = time.monotonic(), done
        if emptied_at and done <= done_then and time.monotonic() - emptied_at > RESUMES_WITHIN:
            raise Disturbed("nothing moved after the broker was emptied")
        if time.monotonic() > next_sweep:
            job_tasks.sweep_jobs()
            tasks.take_up_rescreening()
            next_sweep = time.monotonic() + SWEEP_EVERY
        time.sleep(0.05)


def main() -> None:
    """One round: throw-away servers, migrated, then measured; the figures as one JSON line."""
    from portsec.embedded import EmbeddedServers

    people, kills, lists = int(sys.argv[1]), int(sys.argv[2]), sys.argv[3]
    with EmbeddedServers.throw_away() as servers:
        data = servers.directory.path / "data"
        data.mkdir(exist_ok=True)
        os.environ.update(servers.environment)
        os.environ.update(SECRET_KEY="bench-only-" + "0123456789abcdef" * 3, DEMO="1", DATA_DIR=str(data))
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portsec.settings")
        import django
        from django.core.management import call_command

        django.setup()
        call_command("migrate", verbosity=0)
        sys.stdout.write(json.dumps(measure(people, kills, lists)) + "\n")


if __name__ == "__main__":
    main()
