"""What stands on a card, as plain values."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class BadgeCard:
    """A badge as it is printed, front and back.

    `colour` is that of the type, as #rrggbb; `photo` a JPEG, or None; `native_name` the name in the person's
    own script. `credential` is the text of the QR code. `return_to` are the lines of the address for finders;
    it names no gate and no area, so that the card does not tell a finder what it opens.
    """

    serial: str
    type_name: str
    colour: str
    generation: int
    port: str
    name: str
    native_name: str = ""
    organisation: str = ""
    job_title: str = ""
    photo: bytes | None = None
    areas: tuple[str, ...] = ()
    valid_until: date
    credential: str
    return_to: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class VisitorPass:
    """A visitor's card for a day or a few: who visits whom, until when; always beside an escort."""

    reference: str
    serial: str = ""
    colour: str = "#7a3b00"
    port: str
    name: str
    native_name: str = ""
    company: str = ""
    host: str
    escort: str = ""
    areas: tuple[str, ...] = ()
    valid_until: datetime
    credential: str
    return_to: tuple[str, ...] = ()
