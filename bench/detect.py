"""Events a second that the core rules judge on one worker, and how much a second worker adds.

A simulated port, judged whole in one process: indexes, explanations and the thirty rules of the core, with
nothing read from a database. Then the lane of single persons, in shares of the people, on one worker and on
two; the gain stands in a line of its own. Floor: one rule as a plain state machine in Python, the in/out
order of each badge.

`python -m bench.detect DIRECTORY WORKER WORKERS` judges the shares of one worker and prints its seconds, by
the wall clock and of processor time: on a machine with other work the second says more.
"""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from access.detection.facts import GateFact
from access.detection.feed_guard import dead_feeds
from access.detection.registry import rule_named
from access.detection.registry import run as judge
from access.detection.rule import Rule
from access.detection.window import Window
from access.scanning.lanes import LANES, Part, shard_of
from access.scanning.share import part_of
from access.scanning.words import ScanLane
from bench.measure import ROOT, Line, machine, rate
from portsec.simulation.directory import PortData, read_directory
from portsec.simulation.port import START, Order, simulate

CORE = (
    "D01 D02 D03 D04 D10 D11 D13 D14 D18 D19 D21 D22 D23 P01 P02 P03 P04 P06 P07 P08 P10 P12 X01 X02 X03 "
    "G01 G02 G04 G05 G08"
)
SCALES = {"small": (200, 10), "full": (800, 30)}
SHARES = 4
ROUNDS = 2  # the better one counts: the machine has other work, too


def run(scale: str) -> Line:
    """Raises CalledProcessError where a worker fails."""
    people, days = SCALES[scale]
    with TemporaryDirectory(prefix="bench-detect-") as place:
        directory = Path(place)
        simulate(directory, Order(people=people, days=days, seed=101, insiders=people // 40))
        port = read_directory(directory)
        events = len(port.gate) + len(port.data)
        ours = max(rate(lambda: judge(window(port, days), core()), events) for _ in range(ROUNDS))
        floor = rate(lambda: in_out_order(port.gate), len(port.gate))
        sys.stdout.write(f"{_workers_line(directory, events)}\n")
    return Line(
        name="detect",
        ours=ours,
        peer=None,
        peer_name="none: no open engine judges badge and data logs with their work",
        floor=floor,
        floor_name="one rule as a plain state machine in Python",
        unit="events/s",
        n=events,
    )


def core() -> list[Rule]:
    return [rule_named(name) for name in CORE.split()]


def window(port: PortData, days: int) -> Window:
    return Window(
        since=START,
        until=START + timedelta(days=days),
        gate=port.gate,
        data=port.data,
        context=port.context,
        loaded_since=START,
    )


def in_out_order(reads: Sequence[GateFact]) -> int:
    """How often a badge went in where it was already, or out where it was not."""
    inside: set[tuple[str, str]] = set()
    broken = 0
    for read in reads:
        place = read.badge, read.area_to
        if read.direction == "in":
            broken += place in inside
            inside.add(place)
        else:
            broken += place not in inside
            inside.discard(place)
    return broken


def _workers_line(directory: Path, events: int) -> str:
    """What a second worker adds. Reading the port is left out: each worker reads what it judges from rows."""
    (one, one_cpu), (two, two_cpu) = _seconds(directory, 1), _seconds(directory, 2)
    told = {"name": "detect_workers", "one_s": one, "two_s": two, "gain": one / two}
    told |= {"one_cpu_s": one_cpu, "two_cpu_s": two_cpu, "gain_cpu": one_cpu / two_cpu}
    rounded = {name: round(value, 2) if isinstance(value, float) else value for name, value in told.items()}
    return json.dumps({**rounded, "n": events, "machine": machine()})


def _seconds(directory: Path, workers: int) -> tuple[float, float]:
    """Seconds until the last of so many workers has judged its shares: by the wall clock, and of its own."""
    command = [sys.executable, "-m", "bench.detect", str(directory)]
    started = [
        subprocess.Popen(  # noqa: S603
            [*command, str(number), str(workers)], cwd=ROOT, stdout=subprocess.PIPE, text=True
        )
        for number in range(workers)
    ]
    walls, own = [], []
    for one in started:
        told, _ = one.communicate()
        if one.returncode:
            raise subprocess.CalledProcessError(one.returncode, command)
        wall, processor = told.splitlines()[-1].split()
        walls.append(float(wall))
        own.append(float(processor))
    return max(walls), max(own)


def work(directory: Path, number: int, workers: int) -> tuple[float, float]:
    """Judge every share of this worker; returns seconds by the wall clock and of processor time."""
    port = read_directory(directory)
    lane = LANES[ScanLane.PERSON]
    whole = window(port, (max(port.gate[-1].at, port.data[-1].at) - START).days + 1)
    names = {fact.person or fact.account for fact in port.data}
    names |= {whole.holder(fact) or fact.badge for fact in port.gate}
    silences = whole.once(dead_feeds)
    shares = [frozenset(name for name in names if shard_of(name, SHARES) == one) for one in range(SHARES)]
    begin, processor = time.perf_counter(), time.process_time()
    for share in shares[number::workers]:
        part = Part(share, share)
        judge(part_of(whole, part.loaded, silences), lane.rules)
    return time.perf_counter() - begin, time.process_time() - processor


if __name__ == "__main__":
    wall, processor = work(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]))
    sys.stdout.write(f"{wall} {processor}\n")
