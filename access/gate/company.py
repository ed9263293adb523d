"""Who comes along: an escort with a group, a second person, a vehicle."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class EscortGroup:
    """The group of the escort whom the holder names.

    `others`: references of the people whom this escort has along already, the holder left out. `seen_at`:
    when the escort, or somebody of the group with the escort, last passed this gate the same way; None:
    never. `is_entitled`: the escort may enter this area alone.
    """

    others: frozenset[str] = frozenset()
    seen_at: datetime | None = None
    is_entitled: bool = True


@dataclass(frozen=True, slots=True)
class SecondPerson:
    """Whoever presented a badge here last, before the holder, and was only missing a second person.

    `is_entitled`: everything else was in order. `is_holder`: it was the holder, with whatever badge.
    """

    at: datetime
    is_entitled: bool = True
    is_holder: bool = False


@dataclass(frozen=True, slots=True)
class Booking:
    """The appointment of a vehicle, and who may carry it out.

    `carriers`: organisations that the release chain has nominated, sub-contractors included; an empty set is
    nobody, None is not asked. From `opens` up to but not including `closes`, aware times; None: any time.
    """

    plate: str | None = None
    carriers: frozenset[str] | None = None
    opens: datetime | None = None
    closes: datetime | None = None


@dataclass(frozen=True, slots=True)
class Transport:
    """The vehicle in the lane, with the driver's organisation as the driver's own file has it.

    `occupants`: how many people were counted in it, None if nobody counts; `registered`: how many of them
    have presented a badge, the driver included.
    """

    plate: str
    booking: Booking | None = None
    driver_organisation: str | None = None
    occupants: int | None = None
    registered: int = 1
