"""What a gate attempt is judged on: plain values, gathered afresh for each attempt."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from access.enums import BadgeState, Direction
from access.gate.clearance import STANDARD_LEVEL, ClearanceFacts

OUTSIDE = "OUT"
"""How port directories write the place outside all areas; in facts it may also be None."""


@dataclass(frozen=True, slots=True)
class BadgeFacts:
    """The badge that the credential belongs to.

    It opens from `valid_from` up to but not including `valid_until`, aware times. A granted area covers
    everything that lies inside it: "TERMINAL-1" opens a block of terminal 1, but not the other way round.
    """

    serial: str
    state: BadgeState
    valid_from: datetime
    valid_until: datetime
    areas: frozenset[str]


@dataclass(frozen=True, slots=True)
class AreaFacts:
    """An area, the codes of all areas that it lies in (in any order), and the clearance level it needs."""

    code: str
    within: tuple[str, ...] = ()
    required_level_rank: int = STANDARD_LEVEL

    def opens_to(self, granted: frozenset[str]) -> bool:
        """Whether one of these granted areas is this one or encloses it."""
        return self.code in granted or not granted.isdisjoint(self.within)


@dataclass(frozen=True, slots=True)
class ReaderFacts:
    """The reader and the areas on its two sides; None is outside all areas. Both None: not assigned yet."""

    code: str
    area_from: AreaFacts | None
    area_to: AreaFacts | None
    in_service: bool = True

    @property
    def leads_outward(self) -> bool:
        """Whether the reader was set up from an inner area to outside, or to an area around the inner one."""
        origin, target = _restricted(self.area_from), _restricted(self.area_to)
        if origin is None:
            return False
        return target is None or target.code in origin.within


@dataclass(frozen=True, slots=True)
class GateFacts:
    """One attempt. Absent facts are None, and None never opens an entry.

    `at` is aware and in the port's own time zone, because clearances run by calendar day. `direction` is
    seen from the reader's `area_to`. `badge` is None when the credential belongs to no badge; `clearance`
    is the one that counts for the holder now. `is_escorted`: somebody who may goes along. Raises ValueError
    for a naive `at`.
    """

    at: datetime
    direction: Direction
    badge: BadgeFacts | None
    clearance: ClearanceFacts | None
    reader: ReaderFacts | None
    is_escorted: bool = False

    def __post_init__(self) -> None:
        if self.at.tzinfo is None:
            raise ValueError("a gate attempt needs an aware time")

    @property
    def day(self) -> date:
        return self.at.date()

    @property
    def holder_known(self) -> bool:
        return self.badge is not None

    @property
    def area(self) -> AreaFacts | None:
        """The restricted area that this passage enters or leaves. None: nobody has said which."""
        if self.reader is None:
            return None
        near, far = self._sides(self.reader)
        return _restricted(near) or _restricted(far)

    @property
    def is_exit(self) -> bool:
        """Whether the person leaves. A reader set up to lead outward is turned round: its "out" goes in."""
        turned_round = self.reader is not None and self.reader.leads_outward
        return self.direction == (Direction.IN if turned_round else Direction.OUT)

    @property
    def required_level_rank(self) -> int:
        return self.area.required_level_rank if self.area is not None else STANDARD_LEVEL

    @staticmethod
    def _sides(reader: ReaderFacts) -> tuple[AreaFacts | None, AreaFacts | None]:
        """The side that an entry goes to, and the other."""
        if reader.leads_outward:
            return reader.area_from, reader.area_to
        return reader.area_to, reader.area_from


def _restricted(area: AreaFacts | None) -> AreaFacts | None:
    return None if area is None or area.code == OUTSIDE else area
