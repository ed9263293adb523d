"""How many people a second a run screens with two workers, through the database: log, hits and all.

Small measures an undisturbed run of 2,000 people. Full screens 100,000 against the OFAC and UN lists, and
then twice 10,000: undisturbed, and while a worker's child or a whole worker is killed 50 times, evenly over
the people screened, and the broker is flushed once. A line of its own tells both times in seconds, their
ratio, and the floor: how long as many starts of whole workers take that read no lists and have nothing to do.
It fails unless everybody was screened exactly once and work went on within 60 s after the flush. Peer: none
has runs that survive this. Floor of the rate: the index alone in one process, without database or log.

`python -m bench.rescreen PEOPLE KILLS whole|few` runs one round by hand: `few` puts some hundred entries in
force.
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

from bench.measure import ROOT, Line, machine

SCALES = {"small": (2_000, 0, 0), "full": (100_000, 10_000, 50)}
SEED = 20261122
WORKERS = 2
WHOLE, FEW = "whole", "few"  # the lists as published, or some hundred entries
QUEUES = "default,screening,detection,ledger"
IDLE = "ledger"  # a queue in which nothing waits
NO_DATABASE = "postgresql://nobody@/none?host=/nonexistent"  # whoever starts with it reads no lists
SWEEP_EVERY = 15.0  # seconds, as in beat's table
LOOK_EVERY = 0.05  # seconds between two looks at the run
LONGEST = 3_600.0  # seconds for one round
RESUMES_WITHIN = 60.0  # seconds after the broker was flushed


class Disturbed(Exception):
    """A run did not come through what was done to its workers."""


def run(scale: str) -> Line:
    """Raises CalledProcessError where a round fails: somebody was lost, or nothing moved any more."""
    people, disturbed, kills = SCALES[scale]
    measured = _round(people, 0, WHOLE)
    if kills:
        calm, wild = _round(disturbed, 0, WHOLE), _round(disturbed, kills, WHOLE)
        sys.stdout.write(f"{_told(disturbed, kills, calm, wild)}\n")
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


def _told(people: int, kills: int, calm: dict[str, float], wild: dict[str, float]) -> str:
    """What the kills cost, as one JSON line; all times in seconds."""
    figures = {
        "undisturbed_s": calm["seconds"],
        "disturbed_s": wild["seconds"],
        "ratio": wild["seconds"] / calm["seconds"],
        "whole_workers": wild["whole_workers"],
        "restarts_alone_s": wild["restarts_alone"],
        "went_on_after_flush_s": wild["went_on_after"],
    }
    rounded = {name: round(value, 2) for name, value in figures.items()}
    known = {"name": "rescreen_killed", "n": people, "kills": kills}
    return json.dumps({**known, **rounded, "machine": machine()})


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
        went_on_after = _disturb(pool, run.pk, people, kills)
        seconds = time.monotonic() - began
        whole_workers = pool.started - WORKERS
        restarts_alone = _restarts_alone(pool, whole_workers)
    rescreen_rows.check_once_each(run, people)
    return {
        "rate": people / seconds,
        "seconds": seconds,
        "floor": rescreen_rows.index_alone(port),
        "whole_workers": whole_workers,
        "restarts_alone": restarts_alone,
        "went_on_after": went_on_after,
    }


class Pool(list[subprocess.Popen[bytes]]):
    """Workers that are started again when they die, as a supervisor does."""

    started = 0

    def start(self, queues: str = QUEUES, **environment: str) -> None:
        self.started += 1
        command = [
            *(sys.executable, "-m", "celery", "--app=portsec.celery", "--quiet", "worker"),
            *(f"--queues={queues}", "--concurrency=1", f"--hostname=b{self.started}@%h"),
            *("--loglevel=ERROR", "--without-gossip", "--without-mingle", "--without-heartbeat"),
        ]
        worker = subprocess.Popen(  # noqa: S603
            command, cwd=ROOT, env=os.environ | environment, stdout=sys.stderr, start_new_session=True
        )
        self.append(worker)

    def kill_one(self, chance: random.Random) -> None:
        worker = chance.choice(self)
        listed = Path(f"/proc/{worker.pid}/task/{worker.pid}/children")
        children = [int(pid) for pid in listed.read_text().split()] if listed.exists() else []
        if children and chance.random() < 0.5:
            os.kill(chance.choice(children), signal.SIGKILL)
        else:
            self.kill(worker)
            self.start()

    def kill(self, worker: subprocess.Popen[bytes]) -> None:
        """The whole worker with its children."""
        if worker.poll() is None:
            os.killpg(worker.pid, signal.SIGKILL)
        worker.wait(10)
        self.remove(worker)


@contextmanager
def _workers() -> Iterator[Pool]:
    pool = Pool()
    try:
        for _ in range(WORKERS):
            pool.start()
        yield pool
    finally:
        for worker in list(pool):
            pool.kill(worker)


def _restarts_alone(pool: Pool, times: int) -> float:
    """Seconds in which so many whole workers start, some at a time, without lists and without work."""
    from bench import rescreen_rows

    began = time.monotonic()
    for _ in range(-(-times // WORKERS)):
        for worker in list(pool):
            pool.kill(worker)
        for _ in range(WORKERS):
            pool.start(IDLE, DATABASE_URL=NO_DATABASE)
        rescreen_rows.wait_until_awake(WORKERS)
    return time.monotonic() - began


def _disturb(pool: Pool, run: int, people: int, kills: int) -> float:
    """Sweep as beat does, kill evenly over the people, flush the broker in the middle.

    Returns after how many seconds work went on after the flush; zero where nothing was to be flushed.
    """
    from bench import rescreen_rows
    from screening.models import ScreeningRun

    chance = random.Random(SEED)  # noqa: S311 - the same faults in every run
    left, next_sweep, flushed_at, went_on_after, done_then = kills, 0.0, 0.0, 0.0, 0
    end = time.monotonic() + LONGEST
    while True:
        state, done = ScreeningRun.objects.values_list("state", "done").get(pk=run)
        now = time.monotonic()
        if flushed_at and not went_on_after and done > done_then:
            went_on_after = now - flushed_at
        if state != "running":
            return went_on_after
        if now > end or (flushed_at and not went_on_after and now - flushed_at > RESUMES_WITHIN):
            raise Disturbed(f"nothing moved any more: {done:,} of {people:,}")
        if left and done >= people * (kills - left + 1) / (kills + 1):
            pool.kill_one(chance)
            left -= 1
        if kills and not flushed_at and done >= people / 2:
            rescreen_rows.flush_broker()
            flushed_at, done_then = now, done
        if now > next_sweep:
            rescreen_rows.sweep()
            next_sweep = now + SWEEP_EVERY
        time.sleep(LOOK_EVERY)


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
