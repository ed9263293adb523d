"""Need-to-know decisions a second in one process, one at a time.

Peer: guardian's stock `has_perm`, which looks for a row. Floor: one prepared SELECT of the grant by its
index, which decides nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from bench.measure import Line
from bench.need_to_know_round import RIGHT, Round, best, figures, made, stock

if TYPE_CHECKING:
    from access.models import CargoVisit
    from accounts.models import User

COUNTS = {"small": 2_000, "full": 10_000}  # decisions of ours; guardian is asked a tenth
PEER_SHARE = 10
GRANT = "SELECT valid_until FROM access_grant WHERE port_id = %s AND object_ref = %s AND account = %s"


def run(scale: str) -> Line:
    found = figures("need_to_know_single", scale)
    return Line(
        name="need_to_know_single",
        ours=found["ours"],
        peer=found["peer"],
        peer_name="guardian's stock has_perm",
        floor=found["floor"],
        floor_name="one prepared SELECT by index",
        unit="decisions/s",
        n=found["n"],
    )


def measure(scale: str) -> dict[str, float]:
    made_round = made(scale, COUNTS[scale])
    few = made_round.pairs[::PEER_SHARE]
    count = len(made_round.pairs)
    return {
        "ours": best(lambda: _decided(made_round), count),
        "floor": best(lambda: _selected(made_round), count),
        "peer": stock(lambda: _permitted(few), len(few)),
        "n": count,
    }


def _decided(made_round: Round) -> None:
    from access.selectors.decision import decided

    for user, visit in made_round.pairs:
        if not decided(made_round.asked(user, visit)).allowed:
            raise ValueError("a grant did not count")


def _selected(made_round: Round) -> None:
    import psycopg
    from django.db import connection

    for user, visit in made_round.pairs:
        with psycopg.Cursor(connection.connection) as cursor:
            given = (made_round.port.pk, visit.container, user.username)
            cursor.execute(GRANT, given, prepare=True).fetchall()


def _permitted(pairs: list[tuple[User, CargoVisit]]) -> None:
    from guardian.backends import ObjectPermissionBackend

    for user, visit in pairs:
        if not ObjectPermissionBackend().has_perm(user, RIGHT, visit):
            raise ValueError("guardian does not know a right that was given")
