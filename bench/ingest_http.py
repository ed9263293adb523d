"""Events a second that other systems send over HTTP in batches, durable and on record before each answer.

Four clients send batches of 2,000 lines, half reads at gates and half look-ups, to the web service with two
workers: 20 batches at small scale, 200 at full. Every line must be accepted. Floor: COPY of as many
rows, one commit a batch, into an empty partition with the same indexes, without any check, on the same server
in the same run. Peer: the lines read as JSON in Python and nothing else.

`python -m bench.ingest_http SCALE` runs one round by hand.
"""

from __future__ import annotations

import json
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from bench.measure import ROOT, Line, rate

SCALES = {"small": 20, "full": 200}
CLIENTS = 4
LINES = 2_000  # of a batch
PEOPLE = 5_000
ADDRESS = "/api/v1/events"
WEB = ("--interface=wsgi", "--workers=2", "--blocking-threads=2", "portsec.wsgi:application")


class NotTaken(Exception):
    """Not every line was accepted."""


def run(scale: str) -> Line:
    """Raises CalledProcessError where the round fails."""
    command = [sys.executable, "-m", "bench.ingest_http", scale]
    done = subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.PIPE, text=True)  # noqa: S603
    found: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return Line(
        name="ingest_http",
        ours=found["ours"],
        peer=found["peer"],
        peer_name="json.loads of each line",
        floor=found["floor"],
        floor_name="COPY into an indexed partition, one commit a batch",
        unit="events/s",
        n=SCALES[scale] * LINES,
    )


def measure(scale: str) -> dict[str, float]:
    from access.models import DataEvent, GateEvent
    from bench.gate_service import served
    from portsec.kernel import clock

    token = _token()
    batches = list(_batches(SCALES[scale], clock.now()))
    with served(WEB) as port:
        spent = _send(port, token, batches)
    kept = GateEvent.objects.count() + DataEvent.objects.count()
    count = len(batches) * LINES
    if kept != count:
        raise NotTaken(f"of {count} events {kept} were kept")
    lines = [line for batch in batches for line in batch.split(b"\n")]
    return {
        "ours": count / spent,
        "peer": rate(lambda: [json.loads(line) for line in lines], count),
        "floor": _floor(),
    }


def _send(port: int, token: str, batches: list[bytes]) -> float:
    """Seconds until the last batch was answered."""
    from bench.http_load import Connection

    head = f"POST {ADDRESS} HTTP/1.1\r\nHost: localhost\r\nAuthorization: Token {token}\r\n"
    head += "Content-Type: application/x-ndjson\r\nContent-Length: {}\r\n\r\n"
    waiting = iter(batches)
    connections = [Connection(port) for _ in range(CLIENTS)]
    start = time.perf_counter()
    busy = []
    for connection, batch in zip(connections, waiting, strict=False):
        connection.ask(head.format(len(batch)).encode() + batch, start)
        busy.append(connection)
    while busy:
        connection = busy.pop(0)
        while (answer := connection.read()) is None:
            pass
        if b'"refused":[]' not in answer:
            raise NotTaken(answer[:600].decode(errors="replace"))
        batch = next(waiting, b"")
        if batch:
            connection.ask(head.format(len(batch)).encode() + batch, start)
            busy.append(connection)
    return time.perf_counter() - start


def _token() -> str:
    """The token of a data owner's system, at a port with people and badges."""
    from knox.models import AuthToken

    from access.services.port_directory import import_directory
    from accounts.models import Port
    from accounts.roles import Role
    from accounts.services import role, user
    from bench import event_rows
    from portsec.kernel import clock

    now = clock.now()
    port = Port.objects.create(locode="XXBNC", name="Bench", country="XX")
    with tempfile.TemporaryDirectory(prefix="portsec-bench-") as part:
        event_rows.write(Path(part), people=PEOPLE, events=0, until=now)
        import_directory(Path(part), port=port, actor="system:bench", at=now)
    owner = user.create(
        username="feed", display_name="Feed", password=None, is_device=True, actor="system:bench", at=now
    )
    role.give(owner, Role.DATA_OWNER, port, actor="system:bench", at=now)
    return str(AuthToken.objects.create(owner)[1])


def _batches(count: int, until: datetime) -> Iterator[bytes]:
    from bench import event_rows

    chance = random.Random(event_rows.SEED)  # noqa: S311  the same events in every run
    people = [f"P{number:06}" for number in range(PEOPLE)]
    half = LINES // 2
    for number in range(count):
        lines = []
        for header, rows in (
            (event_rows.GATE, event_rows.gate_rows),
            (event_rows.DATA, event_rows.data_rows),
        ):
            for row in rows(chance, people, half, until):
                cells = dict(zip(header, row, strict=True)) | {"at": until.isoformat()}
                cells["event"] = f"{number}-{cells['event']}"
                lines.append(json.dumps({name: cell for name, cell in cells.items() if cell}).encode())
        yield b"\n".join(lines)


def _floor() -> float:
    """Rows a second by COPY alone, in batches of the same size."""
    from django.db import connection

    spent, rows = 0.0, 0
    with connection.cursor() as cursor:
        for table in ("access_gateevent", "access_dataevent"):
            floor = f"{table}_floor"
            cursor.execute(
                f'CREATE TABLE "{floor}" (LIKE "{table}" INCLUDING DEFAULTS INCLUDING INDEXES)'
                " PARTITION BY RANGE (at)"
            )
            cursor.execute(f'CREATE TABLE "{floor}_all" PARTITION OF "{floor}" DEFAULT')
            rows_of = f'COPY (SELECT * FROM "{table}") TO STDOUT'  # noqa: S608  our own table
            with cursor.copy(rows_of) as out:
                told = b"".join(bytes(piece) for piece in out)
            lines = told.splitlines(keepends=True)
            rows += len(lines)
            start = time.perf_counter()
            for first in range(0, len(lines), LINES // 2):
                with cursor.copy(f'COPY "{floor}" FROM STDIN') as into:
                    into.write(b"".join(lines[first : first + LINES // 2]))
            spent += time.perf_counter() - start
    return rows / spent


def main() -> None:
    from bench.fresh_database import fresh_database

    with fresh_database(durable=True):
        sys.stdout.write(json.dumps(measure(sys.argv[1])) + "\n")


if __name__ == "__main__":
    main()
