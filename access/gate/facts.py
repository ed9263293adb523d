"""What a gate attempt is judged on: plain values, gathered afresh for each attempt."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cached_property

from access.enums import BadgeState, Direction
from access.gate.clearance import NO_LEVEL, STANDARD_LEVEL, ClearanceFacts
from access.gate.company import EscortGroup, SecondPerson, Transport
from access.gate.holder_facts import PermitFacts, Roster, TrainingCertificate
from access.gate.isps import MEASURES, IspsLevel, Measures
from access.gate.lockdown import Lockdown
from access.gate.passage import AntiPassback, Presence
from access.gate.requirement import ASKS_NOTHING, Requirements, strictest

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
    """An area, the codes of all areas that it lies in (in any order), and the clearance level it needs.

    `around`: the areas of `within` as facts, in any order. Whoever is in an area is also in those around it,
    so what they ask holds here, too. `anti_passback` is the rule of this area alone.
    """

    code: str
    within: tuple[str, ...] = ()
    required_level_rank: int = STANDARD_LEVEL
    needs: Requirements = ASKS_NOTHING
    around: tuple[AreaFacts, ...] = ()
    isps_level: IspsLevel = IspsLevel.NORMAL
    lockdown: Lockdown | None = None
    anti_passback: AntiPassback | None = None

    @property
    def chain(self) -> tuple[AreaFacts, ...]:
        """This area and those around it."""
        return (self, *self.around)

    @property
    def codes(self) -> frozenset[str]:
        return frozenset({self.code, *self.within, *(area.code for area in self.around)})

    def opens_to(self, granted: frozenset[str]) -> bool:
        """Whether one of these granted areas is this one or encloses it."""
        return not granted.isdisjoint(self.codes)


# The next two keep what is derived, since forty checks ask the same few questions of each attempt: 20 µs
# instead of 130. That is why they have no slots.
@dataclass(frozen=True)
class ReaderFacts:
    """The reader and the areas on its two sides; None is outside all areas. Both None: not assigned yet.

    `highest_level`: the highest ISPS level at which the gate serves. `hold`: the gate alone is held closed.
    `list_age`: how old the list of revoked badges is from which the reader answers alone; None while it is
    connected.
    """

    code: str
    area_from: AreaFacts | None
    area_to: AreaFacts | None
    in_service: bool = True
    highest_level: IspsLevel = IspsLevel.EXCEPTIONAL
    list_age: timedelta | None = None
    hold: Lockdown | None = None

    @cached_property
    def leads_outward(self) -> bool:
        """Whether the reader was set up from an inner area to outside, or to an area around the inner one."""
        origin, target = _restricted(self.area_from), _restricted(self.area_to)
        if origin is None:
            return False
        return target is None or (target.code != origin.code and target.code in origin.codes)


@dataclass(frozen=True)
class GateFacts:
    """One attempt. Absent facts are None, and None never opens an entry that asks for them.

    `at` is aware and in the port's own time zone, because clearances run by calendar day. `direction` is
    seen from the reader's `area_to`. `badge` is None when the credential belongs to no badge; `clearance`
    is the one that counts for the holder now. `is_escorted`: somebody who may goes along. `isps_level` and
    `lockdown` are those of the port. `functions`: what the holder is for others in an emergency.
    `biometric`: what the reader's comparison said, None if it made none; `fallback_guards`: guards who vouch
    instead; `drawn`: this attempt was drawn by lot for a comparison. `escorting`: people in the area who have
    the holder as escort. `others_inside`: people in the area, the holder left out; None: nobody knows.
    `is_duress`: the holder used the duress code. `credential_fault`: what is wrong with the card itself.
    Raises ValueError for a naive `at`.
    """

    at: datetime
    direction: Direction
    badge: BadgeFacts | None
    clearance: ClearanceFacts | None
    reader: ReaderFacts | None
    is_escorted: bool = False
    isps_level: IspsLevel = IspsLevel.NORMAL
    lockdown: Lockdown | None = None
    functions: frozenset[str] = frozenset()
    biometric: bool | None = None
    fallback_guards: int = 0
    drawn: bool = False
    certificates: tuple[TrainingCertificate, ...] = ()
    roster: Roster | None = None
    permit: PermitFacts | None = None
    presence: Presence | None = None
    group: EscortGroup | None = None
    escorting: frozenset[str] = frozenset()
    others_inside: frozenset[str] | None = None
    second: SecondPerson | None = None
    transport: Transport | None = None
    is_duress: bool = False
    credential_fault: str | None = None

    def __post_init__(self) -> None:
        if self.at.tzinfo is None:
            raise ValueError("a gate attempt needs an aware time")

    @cached_property
    def instant(self) -> datetime:
        """`at` in UTC. Python compares two times of one zone by their clocks, which twice a year go wrong."""
        return self.at.astimezone(UTC)

    @property
    def day(self) -> date:
        return self.at.date()

    @property
    def holder_known(self) -> bool:
        return self.badge is not None

    @cached_property
    def area(self) -> AreaFacts | None:
        """The restricted area that this passage enters or leaves. None: nobody has said which."""
        if self.reader is None:
            return None
        near, far = self._sides(self.reader)
        return _restricted(near) or _restricted(far)

    @cached_property
    def beyond(self) -> AreaFacts | None:
        """The restricted area on the other side of the gate; None: outside, or nobody has said."""
        if self.reader is None:
            return None
        near, far = self._sides(self.reader)
        return _restricted(far) if _restricted(near) is not None else None

    @cached_property
    def is_exit(self) -> bool:
        """Whether the person leaves. A reader set up to lead outward is turned round: its "out" goes in."""
        turned_round = self.reader is not None and self.reader.leads_outward
        return self.direction == (Direction.IN if turned_round else Direction.OUT)

    @cached_property
    def required_level_rank(self) -> int:
        """The highest that the area and those around it need; none where a permit stands in for it."""
        if self.area is None:
            return STANDARD_LEVEL
        if self.permit and (self.permit.is_escorted or self.area.code in self.permit.walk_path):
            return NO_LEVEL
        return max(area.required_level_rank for area in self.area.chain)

    @cached_property
    def needs(self) -> Requirements:
        """What the area and those around it ask together."""
        return strictest(area.needs for area in self.area.chain) if self.area else ASKS_NOTHING

    @cached_property
    def effective_level(self) -> IspsLevel:
        """The highest of the levels of the port, the area and those around it."""
        areas = self.area.chain if self.area else ()
        return max([self.isps_level, *(area.isps_level for area in areas)])

    @cached_property
    def measures(self) -> Measures:
        return MEASURES[self.effective_level]

    @cached_property
    def needs_escort(self) -> bool:
        """Whether clearance or permit hold with an escort only."""
        by_clearance = self.clearance is not None and self.clearance.escort_only
        return by_clearance or (self.permit is not None and self.permit.is_escorted)

    @staticmethod
    def _sides(reader: ReaderFacts) -> tuple[AreaFacts | None, AreaFacts | None]:
        """The side that an entry goes to, and the other."""
        if reader.leads_outward:
            return reader.area_from, reader.area_to
        return reader.area_to, reader.area_from


def _restricted(area: AreaFacts | None) -> AreaFacts | None:
    return None if area is None or area.code == OUTSIDE else area
