"""One round of an in-process need-to-know bench: a throw-away port, its rows, and guardian as it comes.

Small has 1,000 accounts, 10,000 containers and 100,000 grants; full 20,000, 200,000 and 2,000,000. Each
decision reads everything afresh and judges it; nothing is kept between two. The peer is measured in the same
round on the same rows: guardian's own functions on guardian's own tables.

`python -m bench.need_to_know_round NAME SCALE` runs one round by hand.
"""

from __future__ import annotations

import importlib
import json
import random
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from bench.fresh_database import fresh_database
from bench.measure import ROOT, rate

if TYPE_CHECKING:
    from access.look_up_facts.asked import Asked
    from access.models import CargoVisit
    from accounts.models import Port, User

SEED = 20261122
RIGHT = "access.read_sensitive"


@dataclass(frozen=True, slots=True)
class Round:
    """The port of a round, and accounts with containers of which each holds a grant, by chance."""

    port: Port
    pairs: list[tuple[User, CargoVisit]]

    def asked(self, user: User, visit: CargoVisit) -> Asked:
        """The look-up of the sensitive fields, with the purpose of the grants."""
        from django.conf import settings

        from access.enums import FieldClass
        from access.look_up_facts.asked import Asked
        from bench.need_to_know_rows import PURPOSE
        from portsec.kernel import clock

        return Asked(
            port=self.port.pk,
            at=clock.now(),
            zone=settings.ZONE,
            subject_type="account",
            subject=user.username,
            object=visit.container,
            field_class=FieldClass.S2,
            purpose=PURPOSE,
        )


def figures(name: str, scale: str) -> dict[str, Any]:
    """What `measure` of the bench of that name found, in a process of its own.

    Raises CalledProcessError where a round fails, also where a decision came out otherwise than meant.
    """
    command = [sys.executable, "-m", "bench.need_to_know_round", name, scale]
    done = subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.PIPE, text=True)  # noqa: S603
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


def best(work: Callable[[], object], count: int) -> float:
    """The better of two runs: the first one also warms the caches."""
    return max(rate(work, count) for _ in range(2))


def stock(work: Callable[[], object], count: int) -> float:
    """The same with guardian as it comes."""
    with _stock_tables():
        return best(work, count)


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


def made(scale: str, count: int) -> Round:
    """A port of this scale, and that many questions; the same ones in every run."""
    from bench.need_to_know_rows import SIZES, drawn, make

    size = SIZES[scale]
    port = make(size)
    chance = random.Random(SEED)  # noqa: S311 - the same questions in every run
    return Round(port, drawn(size, iter(chance.sample(range(size.grants), count))))


def main() -> None:
    """One round on a fresh database; the figures as one JSON line."""
    name, scale = sys.argv[1:]
    with fresh_database():
        sys.stdout.write(json.dumps(importlib.import_module(f"bench.{name}").measure(scale)) + "\n")


if __name__ == "__main__":
    main()
