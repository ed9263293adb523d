"""What the statement is asked: one attempt, or several in one go."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from access.enums import Direction


@dataclass(frozen=True, slots=True)
class Asked:
    """One attempt. `at` is aware; `zone` is the port's own, because clearances run by calendar day.

    The place is a `reader` of the port by code, or an `area`, taken as entered from outside. The badge is
    found by `credential_hash` (SHA-256), by its own key (`badge`), by the printed `serial` in any case, or as
    the best that a `person` has; two numbers that differ in case only find none. `credential_fault`: what is
    wrong with the card itself. `escort` and `guards` are printed numbers. `vouching`: guards who stand there
    and vouch without a badge being read. `drawn`: drawn by lot for a comparison. `days_ahead`: how far hours
    and rosters are read for whoever asks when to come.
    """

    port: int
    at: datetime
    zone: ZoneInfo
    direction: Direction = Direction.IN
    reader: str | None = None
    area: str | None = None
    credential_hash: bytes | None = None
    badge: int | None = None
    serial: str | None = None
    person: int | None = None
    escort: str = ""
    guards: tuple[str, ...] = ()
    vouching: int = 0
    biometric: bool | None = None
    drawn: bool = False
    plate: str = ""
    occupants: int | None = None
    is_duress: bool = False
    credential_fault: str | None = None
    days_ahead: int = 0

    @property
    def local(self) -> datetime:
        """The moment in the port's own time."""
        return self.at.astimezone(self.zone)


def as_json(asked: Sequence[Asked]) -> str:
    """The one parameter of the statement. Rows come back with `place`, their place in this sequence."""
    return json.dumps([_row(place, each) for place, each in enumerate(asked)])


def plain_plate(plate: str) -> str:
    """A number plate as appointments keep it: capitals, without spaces and dashes."""
    return "".join(letter for letter in plate.upper() if letter.isalnum())


def _row(place: int, one: Asked) -> dict[str, Any]:
    return {
        "place": place,
        "port": one.port,
        "at": one.at.astimezone(UTC).isoformat(),
        "day": one.local.date().isoformat(),
        "zone": one.zone.key,
        "direction": one.direction.value,
        "reader": one.reader,
        "area": one.area,
        "credential_hash": one.credential_hash.hex() if one.credential_hash is not None else None,
        "badge": one.badge,
        "serial": one.serial,
        "person": one.person,
        "escort": one.escort,
        "guards": list(one.guards),
        "plate": plain_plate(one.plate),
        "occupants": one.occupants,
        "days_ahead": one.days_ahead,
    }
