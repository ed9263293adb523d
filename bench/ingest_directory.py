"""Events a second from a port directory to a log that is checked, deduplicated, durable and on record.

Small has 60,000 events of 1,000 people, full a million of 5,000; half are reads at gates and half look-ups,
over thirty days; every commit waits for the disk. The directory is imported a second time, which must keep
nothing. Floor: COPY of the same rows, with their keys found already, into an empty partition with the same
indexes, on the same server in the same run. Peer: the rows read one by one in Python, and not kept.

`python -m bench.ingest_directory SCALE` runs one round by hand.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import time
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from bench.measure import ROOT, Line, machine, rate

if TYPE_CHECKING:
    from accounts.models import Port

SCALES = {"small": (1_000, 60_000), "full": (5_000, 1_000_000)}
READ = 20_000  # rows that the peer reads; it keeps none of them
COPIED = "access_gateevent", "access_dataevent"
PIECE = 1 << 20  # bytes


class NotOnce(Exception):
    """The second import kept something."""


def run(scale: str) -> Line:
    """Raises CalledProcessError where the round fails."""
    command = [sys.executable, "-m", "bench.ingest_directory", scale]
    done = subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.PIPE, text=True)  # noqa: S603
    found: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    again = {"name": "ingest_directory_again", "ours": round(found["again"]), "unit": "events/s"}
    sys.stdout.write(f"{json.dumps({**again, 'n': SCALES[scale][1], 'machine': machine()})}\n")
    return Line(
        name="ingest_directory",
        ours=found["ours"],
        peer=found["peer"],
        peer_name="rows read one by one in Python, not kept",
        floor=found["floor"],
        floor_name="COPY into an indexed partition",
        unit="events/s",
        n=SCALES[scale][1],
    )


def measure(scale: str, place: Path) -> dict[str, float]:
    from accounts.models import Port
    from bench import event_rows
    from portsec.kernel import clock

    people, events = SCALES[scale]
    event_rows.write(place, people=people, events=events, until=clock.now())
    port = Port.objects.create(locode="XXBNC", name="Bench", country="XX")
    _import(port, place, events=False)
    logs = [file for file in place.iterdir() if "events" in file.name]
    first, new = _timed(port, place)
    again, twice = _timed(port, place)
    if new != events or twice:
        raise NotOnce(f"of {events} events {new} were kept at first and {twice} again")
    return {
        "ours": events / first,
        "again": events / again,
        "floor": _floor(events, place),
        "peer": _row_by_row(logs),
    }


def _timed(port: Port, place: Path) -> tuple[float, int]:
    start = time.perf_counter()
    new = _import(port, place, events=True)
    return time.perf_counter() - start, new


def _import(port: Port, place: Path, *, events: bool) -> int:
    """Import what is no log, or the logs alone."""
    from access.services.port_directory import import_directory
    from portsec.kernel import clock

    with tempfile.TemporaryDirectory(prefix="portsec-bench-") as part:
        for file in place.iterdir():
            if ("events" in file.name) is events:
                (Path(part) / file.name).symlink_to(file)
        report = import_directory(Path(part), port=port, actor="system:bench", at=clock.now())
        return report.new


def _floor(events: int, place: Path) -> float:
    """COPY of the rows that were kept, into empty tables of the same make."""
    from django.db import connection

    spent = 0.0
    with connection.cursor() as cursor:
        for table in COPIED:
            floor, file = f"{table}_floor", place / f"{table}.copy"
            made = f'CREATE TABLE "{floor}" (LIKE "{table}" INCLUDING DEFAULTS INCLUDING INDEXES)'
            cursor.execute(f"{made} PARTITION BY RANGE (at)")
            cursor.execute(f'CREATE TABLE "{floor}_all" PARTITION OF "{floor}" DEFAULT')
            rows_of = f'COPY (SELECT * FROM "{table}") TO STDOUT'  # noqa: S608  our own table
            with file.open("wb") as out, cursor.copy(rows_of) as rows:
                for piece in rows:
                    out.write(piece)
            start = time.perf_counter()
            with file.open("rb") as told, cursor.copy(f'COPY "{floor}" FROM STDIN') as into:
                while piece := told.read(PIECE):
                    into.write(piece)
            spent += time.perf_counter() - start
    return events / spent


def _row_by_row(logs: list[Path]) -> float:
    """Rows a second where each cell is read in Python, as those of all other files are."""
    from access.port_directory.event_lines import TABLES
    from access.port_directory.report import FileReport
    from access.port_directory.sheet import open_sheet

    def work() -> None:
        for file in logs:
            table = TABLES[file.stem]
            lines = open_sheet(file, table).lines(FileReport(file.name))
            for _ in islice(lines, READ):
                pass

    return rate(work, READ * len(logs))


def main() -> None:
    from bench.fresh_database import fresh_database

    with fresh_database(durable=True), tempfile.TemporaryDirectory(prefix="portsec-bench-") as place:
        sys.stdout.write(json.dumps(measure(sys.argv[1], Path(place))) + "\n")


if __name__ == "__main__":
    main()
