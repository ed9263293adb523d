"""A history of ten million events over 90 days, replayed from Parquet by two workers: events a second.

DuckDB reads each unit of people from its files, and all rules judge its 90 days at once, so that every event
is loaded and judged once. It fails when a worker needs more than 1 GB. Floor: one rule (three refusals at one
reader within ten minutes) as a window query of DuckDB over all files, in one process on all cores.

`python -m bench.replay DIRECTORY DAYS WORKER WORKERS` replays the units of one worker; prints what it took.
"""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import time
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from access.detection.registry import run as judge
from access.detection.window import Window
from bench import history
from bench.history import Shape
from bench.measure import ROOT, Line, machine, peer_module, rate
from portsec.simulation.port import START, Order, simulate

SCALES = {
    "small": (200, Shape(units=2, stretches=2, days=10)),
    "full": (400, Shape(units=24, stretches=3, days=30)),
}
WORKERS = 2
MOST_MEMORY = 1_000  # MB a worker
DUCKDB = "duckdb==1.4.2"
REFUSALS = """
SELECT count(*) FROM (
  SELECT count(*) OVER (
    PARTITION BY person, reader ORDER BY "at" RANGE BETWEEN 600000000 PRECEDING AND CURRENT ROW
  ) AS refused
  FROM '{place}/*/gate_events.parquet' WHERE result = 'refused'
) WHERE refused >= 3
"""


class TooLarge(Exception):
    """A worker needed more memory than it may."""


def run(scale: str) -> Line:
    """Raises TooLarge, and CalledProcessError where a worker fails."""
    people, shape = SCALES[scale]
    duckdb = peer_module("duckdb", DUCKDB)
    with TemporaryDirectory(prefix="bench-replay-") as place:
        directory, target = Path(place) / "port", Path(place) / "history"
        simulate(directory, Order(people=people, days=shape.days, seed=102, insiders=people // 40))
        events = history.write(duckdb, directory, target, shape)
        began = time.monotonic()
        told = _replayed(target, shape)
        seconds = time.monotonic() - began
        floor = rate(lambda: duckdb.connect().execute(REFUSALS.format(place=target)).fetchall(), events)
    memory = max(one["memory_mb"] for one in told)
    flags = sum(one["flags"] for one in told)
    line = {"name": "replay_workers", "seconds": round(seconds, 1), "workers": WORKERS, "memory_mb": memory}
    sys.stdout.write(f"{json.dumps({**line, 'flags': flags, 'n': events, 'machine': machine()})}\n")
    if memory > MOST_MEMORY:
        raise TooLarge(f"a worker needed {memory} MB")
    return Line(
        name="replay",
        ours=events / seconds,
        peer=None,
        peer_name="none: no open engine judges badge and data logs with their work",
        floor=floor,
        floor_name="one rule as a window query of DuckDB over the same files",
        unit="events/s",
        n=events,
    )


def _replayed(target: Path, shape: Shape) -> list[dict[str, int]]:
    """What each of the workers says, once all have ended."""
    days = shape.stretches * shape.days
    command = [sys.executable, "-m", "bench.replay", str(target), str(days)]
    started = [
        subprocess.Popen(  # noqa: S603
            [*command, str(number), str(WORKERS)], cwd=ROOT, stdout=subprocess.PIPE, text=True
        )
        for number in range(WORKERS)
    ]
    told = []
    for one in started:
        said, _ = one.communicate()
        if one.returncode:
            raise subprocess.CalledProcessError(one.returncode, command)
        told.append(json.loads(said.splitlines()[-1]))
    return told


def work(target: Path, days: int, number: int, workers: int) -> dict[str, int]:
    """Replay every unit of this worker."""
    duckdb = peer_module("duckdb", DUCKDB)
    connection = duckdb.connect()
    connection.execute("SET threads = 1; SET memory_limit = '200MB'")
    flags = sum(_replay(connection, place, days) for place in sorted(target.iterdir())[number::workers])
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    return {"flags": flags, "memory_mb": memory}


def _replay(connection: Any, place: Path, days: int) -> int:
    unit = history.Unit(connection, place)
    window = Window(
        since=START,
        until=START + timedelta(days=days),
        gate=unit.gate(),
        data=unit.data(),
        context=unit.context(),
        loaded_since=START,
    )
    return len(judge(window).flags)


if __name__ == "__main__":
    made = work(Path(sys.argv[1]), *(int(each) for each in sys.argv[2:5]))
    sys.stdout.write(f"{json.dumps(made)}\n")
