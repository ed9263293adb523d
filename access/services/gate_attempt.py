"""What a reader sends, and what it asks of the statement. The service and the device lane share it."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils import timezone

from access.enums import Biometric, Direction
from access.gate_facts.asked import Asked
from access.models.gate_event import source_of
from portsec.kernel.errors import InvalidInput

OLDEST = timedelta(hours=24)  # events are accepted up to a day late
CLOCK_AHEAD = timedelta(minutes=2)  # more than this is a wrong clock, not the way of the message
DURESS_MODE = "duress"  # a part of `auth_mode`, as in "pin+duress"; taken off before anything is kept
DRAWN_OF_100 = 10  # attempts drawn for a comparison where the reader can make one (house proposal, Nov 2026)
COMPARED = {Biometric.MATCH: True, Biometric.MISMATCH: False}


@dataclass(frozen=True, slots=True)
class Place:
    """The reader of an attempt and its port, by key and by name."""

    reader: int
    code: str
    port: int
    locode: str

    @property
    def source(self) -> str:
        """How events name the reader that they came from."""
        return source_of(self.code)


@dataclass(frozen=True, slots=True)
class Card:
    """How the badge is looked up, and what is wrong with the card itself."""

    credential_hash: bytes | None = None
    badge: int | None = None
    serial: str | None = None
    fault: str | None = None


@dataclass(frozen=True, slots=True)
class Attempt:
    """What a reader sends. `nonce` makes the attempt unique at its reader; `at` is the reader's own clock.

    A guard without a scanner names the badge by its printed number: `serial`, with an empty credential.
    `escort` and `guards` (who vouch instead of a comparison) are badge numbers, or what was read from those
    badges. `vouched`: the guard who sends this has compared by sight. `occupants`: people counted in the
    vehicle. `list_issued_at`: of the list of revoked badges that the reader holds.
    """

    credential: str
    direction: Direction
    nonce: str
    at: datetime | None = None
    auth_mode: str = ""
    vehicle: str = ""
    escort: str = ""
    serial: str = ""
    biometric: Biometric = Biometric.NONE
    guards: tuple[str, ...] = ()
    vouched: bool = False
    occupants: int | None = None
    duress: bool = False
    list_issued_at: datetime | None = None

    @property
    def is_duress(self) -> bool:
        return self.duress or DURESS_MODE in self.auth_mode.split("+")

    @property
    def kept_mode(self) -> str:
        """How the holder proved who they are, without a word of duress."""
        return "+".join(part for part in self.auth_mode.split("+") if part != DURESS_MODE)

    @property
    def digest(self) -> bytes:
        """What was shown, to tell an attempt that is sent again from another one with the same nonce."""
        shown = self.credential or f"serial:{self.serial.upper()}"
        return hashlib.sha256(shown.encode()).digest()


def happened_at(claimed: datetime | None, at: datetime) -> datetime:
    """The moment by the reader's clock, ours where it has none.

    Raises InvalidInput for a clock that is more than a day back or ahead of ours.
    """
    if claimed is None:
        return at
    if claimed < at - OLDEST or claimed > at + CLOCK_AHEAD:
        problem = "The reader's time is more than a day back or ahead of ours; check its clock."
        raise InvalidInput(problem, fields={"at": problem})
    return claimed


def asked_of(
    place: Place,
    attempt: Attempt,
    card: Card,
    *,
    at: datetime,
    escort: str = "",
    guards: tuple[str, ...] = (),
) -> Asked:
    """What an attempt asks of the statement. `escort` and `guards` are the printed numbers of badges."""
    ready = attempt.biometric is Biometric.READY
    return Asked(
        port=place.port,
        at=at,
        zone=timezone.get_default_timezone(),
        direction=attempt.direction,
        reader=place.code,
        credential_hash=card.credential_hash,
        badge=card.badge,
        serial=card.serial,
        credential_fault=card.fault,
        escort=escort,
        guards=guards,
        vouching=1 if attempt.vouched else 0,
        biometric=COMPARED.get(attempt.biometric),
        drawn=ready and is_drawn(place.port, place.code, attempt.nonce),
        plate=attempt.vehicle,
        occupants=attempt.occupants,
        is_duress=attempt.is_duress,
    )


def is_drawn(port_id: int, reader: str, nonce: str) -> bool:
    """Whether the lot falls on this attempt. The same attempt sent again draws the same lot."""
    lot = hashlib.sha256(f"{port_id}/{reader}/{nonce}".encode()).digest()
    return int.from_bytes(lot[:4]) % 100 < DRAWN_OF_100
