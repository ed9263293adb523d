"""Need-to-know decisions a second in one process: one at a time, a hundred at once, and "what can I see".

Small has 1,000 accounts, 10,000 containers and 100,000 grants; full 20,000, 200,000 and 2,000,000. Each
decision reads everything afresh and judges it; nothing is kept between two. Peers, in the same run on the
same rows: guardian's stock `has_perm`, `prefetch_perms` and `get_objects_for_user` on its own tables. Floor:
one prepared SELECT of the grant by its index, which decides nothing.

`python -m bench.need_to_know_decision SCALE` runs one round by hand.
"""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from bench.measure import ROOT, Line, rate

if TYPE_CHECKING:
    from access.models import CargoVisit
    from accounts.models import Port, User

SEED = 20261122
COUNTS = {"small": 2_000, "full": 10_000}  # decisions of ours; guardian is asked a tenth
PEER_SHARE = 10
BATCH, PAGE = 100, 50
RIGHT = "access.read_sensitive"
GRANT = "SELECT valid_until FROM access_grant WHERE port_id = %s AND object_ref = %s AND account = %s"


def run(scale: str) -> Line:
    """Raises CalledProcessError where a round fails, also where a decision came out otherwise than meant."""
    command = [sys.executable, "-m", "bench.need_to_know_decision", scale]
    done = subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.PIPE, text=True)  # noqa: S603
    found: dict[str, dict[str, Any]] = json.loads(done.stdout.splitlines()[-1])
    batch = _line("need_to_know_batch", found["batch"], "guardian's prefetch_perms, 100 at once")
    page = _line("need_to_know_first_page", found["page"], "guardian's get_objects_for_user", unit="pages/s")
    for line in (batch, page):
        sys.stdout.write(f"{line.text()}\n")
    return _line("need_to_know_decision", found["single"], "guardian's stock has_perm")


def _line(name: str, found: dict[str, Any], peer: str, unit: str = "decisions/s") -> Line:
    return Line(
        name=name,
        ours=found["ours"],
        peer=found["peer"],
        peer_name=peer,
        floor=found.get("floor"),
        floor_name="one prepared SELECT by index" if "floor" in found else "",
        unit=unit,
        n=found["n"],
    )


def measure(scale: str) -> dict[str, dict[str, float]]:
    from bench.need_to_know_rows import SIZES, drawn, make

    size = SIZES[scale]
    port = make(size)
    chance = random.Random(SEED)  # noqa: S311 - the same questions in every run
    pairs = drawn(size, iter(chance.sample(range(size.grants), COUNTS[scale])))
    few = pairs[::PEER_SHARE]
    return {
        "single": {
            "ours": _best(lambda: [_decided(port, pair) for pair in pairs], len(pairs)),
            "floor": _best(lambda: _selected(port, pairs), len(pairs)),
            "peer": _stock(lambda: [_has_perm(user, visit) for user, visit in few], len(few)),
            "n": len(pairs),
        },
        "batch": _batches(port, pairs, size.users),
        "page": _pages(port, few),
    }


def _batches(port: Port, pairs: list[tuple[User, CargoVisit]], users: int) -> dict[str, float]:
    """For each of some accounts a hundred containers, of which it holds few."""
    from access.models import CargoVisit

    asking = [user for user, _ in pairs[: 5 * PEER_SHARE]]
    visits = [visit for _, visit in pairs[:BATCH]]
    rows = CargoVisit.objects.filter(pk__in=[visit.pk for visit in visits])

    def stock() -> None:
        from guardian.core import ObjectPermissionChecker

        for user in asking:
            checker = ObjectPermissionChecker(user)
            checker.prefetch_perms(rows)
            for visit in visits:
                checker.has_perm(RIGHT, visit)

    count = len(asking) * len(visits)
    return {
        "ours": _best(lambda: [_judged(port, [(u, v) for v in visits]) for u in asking], count),
        "peer": _stock(stock, count),
        "n": count,
    }


def _pages(port: Port, pairs: list[tuple[User, CargoVisit]]) -> dict[str, float]:
    """The first 50 containers of which an account sees the sensitive fields."""
    from guardian.shortcuts import get_objects_for_user

    from access.models import CargoVisit

    asking = [user for user, _ in pairs[:50]]

    def page(user: User) -> int:
        rows = list(get_objects_for_user(user, RIGHT, CargoVisit).order_by("container")[:PAGE])
        if len(rows) != PAGE:
            raise ValueError(f"{user} sees {len(rows)} containers on the first page")
        return len(rows)

    return {
        "ours": _best(lambda: [page(user) for user in asking], len(asking)),
        "peer": _stock(lambda: [page(user) for user in asking], len(asking)),
        "n": len(asking),
    }


def _decided(port: Port, pair: tuple[User, CargoVisit]) -> bool:
    (allowed,) = _judged(port, [pair])
    if not allowed:
        raise ValueError("a grant did not count")
    return allowed


def _judged(port: Port, pairs: list[tuple[User, CargoVisit]]) -> list[bool]:
    from django.conf import settings

    from access.enums import FieldClass
    from access.look_up_facts.asked import Asked
    from access.need_to_know.decide import decide
    from access.selectors.look_up import gathered_all
    from bench.need_to_know_rows import PURPOSE
    from portsec.kernel import clock

    now = clock.now()
    asked = [
        Asked(
            port=port.pk,
            at=now,
            zone=settings.ZONE,
            subject_type="account",
            subject=user.username,
            object=visit.container,
            field_class=FieldClass.S2,
            purpose=PURPOSE,
        )
        for user, visit in pairs
    ]
    return [decide(found.facts).verdict.allowed for found in gathered_all(asked)]


def _selected(port: Port, pairs: list[tuple[User, CargoVisit]]) -> None:
    import psycopg
    from django.db import connection

    for user, visit in pairs:
        with psycopg.Cursor(connection.connection) as cursor:
            cursor.execute(GRANT, (port.pk, visit.container, user.username), prepare=True).fetchall()


def _has_perm(user: User, visit: CargoVisit) -> bool:
    from guardian.backends import ObjectPermissionBackend

    allowed = ObjectPermissionBackend().has_perm(user, RIGHT, visit)
    if not allowed:
        raise ValueError("guardian does not know a right that was given")
    return allowed


def _best(work: Callable[[], object], count: int) -> float:
    """The better of two runs: the first one also warms the caches."""
    return max(rate(work, count) for _ in range(2))


def _stock(work: Callable[[], object], count: int) -> float:
    with _stock_tables():
        return _best(work, count)


@contextmanager
def _stock_tables() -> Iterator[None]:
    """guardian as it comes, on its own two tables."""
    from guardian.conf import settings as conf

    from access.models import CargoGroupPermission, CargoPermission

    ours = conf.USER_OBJ_PERMS_MODEL, conf.GROUP_OBJ_PERMS_MODEL
    conf.USER_OBJ_PERMS_MODEL = "guardian.UserObjectPermission"
    conf.GROUP_OBJ_PERMS_MODEL = "guardian.GroupObjectPermission"
    for model in (CargoPermission, CargoGroupPermission):
        setattr(model, "enabled", False)  # noqa: B010  guardian's own word for leaving a table out
    yield
    for model in (CargoPermission, CargoGroupPermission):
        setattr(model, "enabled", True)  # noqa: B010
    conf.USER_OBJ_PERMS_MODEL, conf.GROUP_OBJ_PERMS_MODEL = ours


def main() -> None:
    """One round: throw-away servers, migrated, then measured; the figures as one JSON line."""
    from portsec.embedded import EmbeddedServers

    with EmbeddedServers.throw_away() as servers:
        data = servers.directory.path / "data"
        data.mkdir(exist_ok=True)
        os.environ.update(servers.environment)
        os.environ.update(SECRET_KEY="bench-only-" + "0123456789abcdef" * 3, DEMO="1", DATA_DIR=str(data))
        os.environ.pop("CREDENTIAL_KEY_DIR", None)
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portsec.settings")
        import django
        from django.core.management import call_command

        django.setup()
        call_command("migrate", verbosity=0)
        sys.stdout.write(json.dumps(measure(sys.argv[1])) + "\n")


if __name__ == "__main__":
    main()
