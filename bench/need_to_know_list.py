"""First pages of "what can I see" a second in one process: 50 containers, each decided.

Ours is the search that the pages and AuthZEN call: complete, also for what work explains. Peer: guardian's
`get_objects_for_user` on its own tables. In the place of a floor: the same function on our view, which lists
what was granted.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from bench.measure import Line
from bench.need_to_know_round import RIGHT, Round, best, figures, made, stock

if TYPE_CHECKING:
    from access.models import CargoVisit
    from accounts.models import User

PAGE, PAGES = 50, 100
PEER_SHARE = 5


def run(scale: str) -> Line:
    found = figures("need_to_know_list", scale)
    return Line(
        name="need_to_know_list",
        ours=found["ours"],
        peer=found["peer"],
        peer_name="guardian's get_objects_for_user",
        floor=found["view"],
        floor_name="get_objects_for_user on our view",
        unit="pages/s",
        n=found["n"],
    )


def measure(scale: str) -> dict[str, float]:
    made_round = made(scale, PAGES)
    few = made_round.pairs[::PEER_SHARE]
    return {
        "ours": best(lambda: _searched(made_round), PAGES),
        "view": best(lambda: _listed(few), len(few)),
        "peer": stock(lambda: _listed(few), len(few)),
        "n": PAGES,
    }


def _searched(made_round: Round) -> None:
    from access.enums import DataAction, FieldClass
    from access.selectors.visible_objects import visible_objects
    from access.selectors.would_see import Sight
    from portsec.kernel import clock

    for user, _ in made_round.pairs:
        sight = Sight(made_round.port, DataAction.READ, FieldClass.S2, clock.now(), any_purpose=True)
        _check(user, len(visible_objects(sight, "account", user.username, limit=PAGE).rows))


def _listed(pairs: list[tuple[User, CargoVisit]]) -> None:
    from guardian.shortcuts import get_objects_for_user

    from access.models import CargoVisit

    for user, _ in pairs:
        _check(user, len(get_objects_for_user(user, RIGHT, CargoVisit).order_by("container")[:PAGE]))


def _check(user: User, found: int) -> None:
    if found != PAGE:
        raise ValueError(f"{user} sees {found} containers on the first page")
