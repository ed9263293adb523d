"""Release rights of the made-up port: held, offered, declined, taken back and used."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from access.models import CargoVisit, ReleaseRight
from access.services import release_code, release_right
from portsec.demo.cargo import Cargo
from portsec.demo.team import Team

HELD, OFFERED, DECLINED, TAKEN_BACK, USED = 10, 11, 12, 13, 14  # places among the boxes
HAULIER = "DELTAHAUL"
CODE = "7731-QX"


def make(team: Team, cargo: Cargo) -> None:
    """Dora begins each chain with the forwarder whom the line named; Fons offers it to the haulier."""
    _accepted(team, cargo.boxes[HELD])
    release_code.keep(_visit(team, cargo.boxes[HELD]), CODE, **_acts(team, "dora", 5))
    _offered(team, cargo.boxes[OFFERED])
    reason = "No lorry is free before Friday."
    release_right.decline(_offered(team, cargo.boxes[DECLINED]), reason=reason, **_acts(team, "hein", 6))
    reason = "The customer collects with another haulier."
    release_right.withdraw(_accepted(team, cargo.boxes[TAKEN_BACK]), reason=reason, **_acts(team, "fons", 4))
    _accepted(team, cargo.boxes[USED])
    release_right.use(
        _visit(team, cargo.boxes[USED]),
        collected_by=HAULIER,
        purpose="The haulier's lorry stands at the crane.",
        work_ref=cargo.orders["dora", cargo.boxes[USED]],
        **_acts(team, "dora", 1),
    )


def _offered(team: Team, box: str) -> ReleaseRight:
    visit = _visit(team, box)
    release_right.begin(visit, **_acts(team, "dora", 9))
    purpose = "Our customer has ordered the carriage."
    return release_right.offer(visit, HAULIER, purpose=purpose, **_acts(team, "fons", 8))


def _accepted(team: Team, box: str) -> ReleaseRight:
    return release_right.accept(_offered(team, box), **_acts(team, "hein", 7))


def _visit(team: Team, box: str) -> CargoVisit:
    return CargoVisit.objects.select_related("port").get(port=team.port, container=box, gate_out_at=None)


def _acts(team: Team, name: str, hours_ago: int) -> dict[str, Any]:
    return team.acts(name, team.at - timedelta(hours=hours_ago))
