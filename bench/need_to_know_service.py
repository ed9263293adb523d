"""The services of the need-to-know benches: a durable database with its rows, the lane, the ordinary path.

`python -m bench.need_to_know_service SCALE CLIENTS BATCH` measures once and prints the figures as JSON.
"""

from __future__ import annotations

import json
import os
import random
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from bench.gate_service import KEPT, LANE, MOST_REFUSED, ORDINARY, SECONDS, WARM_UP, Refusing, floor, served
from bench.http_load import Measured
from bench.measure import PEERS, ROOT
from bench.need_to_know_load import Plan, load

if TYPE_CHECKING:
    from accounts.models import Port

SEED = 20261122
ASKED = 20_000  # questions, drawn from all grants
MAKER = "system:bench"


def figures(scale: str, clients: int, batch: int) -> dict[str, float]:
    """Decisions a second of lane and ordinary path, and the floor, measured in a process of its own."""
    command = [sys.executable, "-m", "bench.need_to_know_service", scale, str(clients), str(batch)]
    done = subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.PIPE, text=True)  # noqa: S603
    found: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return found


def main() -> None:
    scale, clients, batch = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
    from portsec.embedded import EmbeddedServers

    data = PEERS / f"need-to-know-{scale}"
    if not (data / KEPT).exists():
        shutil.rmtree(data, ignore_errors=True)  # half of an interrupted making is worth nothing
    with EmbeddedServers(data) as servers:
        os.environ.update(servers.environment)
        os.environ.update(SECRET_KEY="bench-only-" + "0123456789abcdef" * 3, DEMO="1", DATA_DIR=str(data))
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portsec.settings")
        token, pairs = asking(scale, data)
        sys.stdout.write(json.dumps(_measure(scale, clients, batch, token, pairs, data)) + "\n")


def asking(scale: str, data: Path) -> tuple[str, list[tuple[str, str]]]:
    """The token of a system that asks, and (account, container) of grants; made once."""
    import django

    django.setup()
    from django.core.management import call_command

    from bench.need_to_know_rows import SIZES, container, make

    if not (data / KEPT).exists():
        call_command("migrate", verbosity=0)
        size = SIZES[scale]
        token = _caller(make(size))
        chance = random.Random(SEED)  # noqa: S311 - the same questions in every run
        numbers = chance.sample(range(size.grants), ASKED)
        pairs = [(f"u{user}", container(visit)) for user, visit in map(size.pair, numbers)]
        (data / KEPT).write_text(json.dumps([token, pairs]))
    token, pairs = json.loads((data / KEPT).read_text())
    return token, [(account, thing) for account, thing in pairs]


def _caller(port: Port) -> str:
    """A system in front of the data: a device's account that may ask for decisions."""
    from knox.models import AuthToken

    from accounts.roles import Role
    from accounts.services import role, user
    from portsec.kernel import clock

    now = clock.now()
    device = user.create(
        username="tos", display_name="Terminal", password=None, is_device=True, actor=MAKER, at=now
    )
    role.give(device, Role.DATA_OWNER, port, actor=MAKER, at=now)
    return str(AuthToken.objects.create(device)[1])


def _measure(
    scale: str, clients: int, batch: int, token: str, pairs: list[tuple[str, str]], data: Path
) -> dict[str, float]:
    from bench.need_to_know_rows import PURPOSE

    found = {"floor": floor(clients, SECONDS[scale], data)}
    for name, arguments in (("lane", LANE), ("ordinary", ORDINARY)):
        with served(arguments) as port:
            for seconds in (WARM_UP, SECONDS[scale]):
                measured = load(Plan(port, clients, seconds, token, PURPOSE, pairs, batch))
            found[name] = _allowed(measured, batch).rate * batch
            if name == "lane":
                found |= {"answers": measured.answers * batch, "p99_ms": measured.p99_ms}
    return found


def _allowed(measured: Measured, batch: int) -> Measured:
    if measured.granted < measured.answers * batch * (1 - MOST_REFUSED):
        raise Refusing(f"only {measured.granted} of {measured.answers * batch} look-ups were allowed")
    return measured


if __name__ == "__main__":
    main()
