"""What a preview is worked out from: the port as it stands, and the level that somebody wants."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from access.gate.clearance import ClearanceFacts
from access.gate.facts import AreaFacts
from access.gate.holder_facts import PermitFacts, Roster, TrainingCertificate
from access.gate.isps import IspsLevel


@dataclass(frozen=True, slots=True)
class Change:
    """The change in question. `area` is the code of the one area that it is about; "" is the whole port."""

    before: IspsLevel
    after: IspsLevel
    area: str = ""


@dataclass(frozen=True, slots=True)
class PreviewGate:
    """A gate: the areas that its readers join, by code, and the highest level at which it serves."""

    code: str
    name: str
    highest_level: IspsLevel
    areas: frozenset[str]


@dataclass(frozen=True, slots=True)
class Standing:
    """All that decides about a holder here. Two holders who stand alike get the same answers."""

    clearance: ClearanceFacts | None
    certificates: tuple[TrainingCertificate, ...] = ()
    roster: Roster | None = None
    permit: PermitFacts | None = None
    functions: frozenset[str] = frozenset()
    is_enrolled: bool = True


@dataclass(frozen=True, slots=True)
class Holder:
    """One badge in force, whose it is, and the areas that it names."""

    badge: str
    name: str
    areas: frozenset[str]
    standing: Standing


@dataclass(frozen=True, slots=True)
class Group:
    """Somebody who leads people inside now, how many, and in which area."""

    escort: str
    area: str
    size: int


@dataclass(frozen=True, slots=True)
class PortFacts:
    """The port at one moment, an aware time in its own zone. `names`: the areas by code."""

    at: datetime
    level: IspsLevel
    areas: tuple[AreaFacts, ...]
    names: Mapping[str, str]
    gates: tuple[PreviewGate, ...] = ()
    groups: tuple[Group, ...] = ()

    def at_level(self, change: Change, level: IspsLevel) -> PortFacts:
        """The same port with another level at the place of the change."""
        if not change.area:
            return replace(self, level=level)
        return replace(self, areas=tuple(_at_level(area, change.area, level) for area in self.areas))

    def effective(self, area: AreaFacts) -> IspsLevel:
        """The highest of the levels of the port, the area and those around it."""
        return max([self.level, *(each.isps_level for each in area.chain)])


def _at_level(area: AreaFacts, code: str, level: IspsLevel) -> AreaFacts:
    if code not in area.codes:
        return area
    around = tuple(_at_level(each, code, level) for each in area.around)
    return replace(area, around=around, isps_level=level if area.code == code else area.isps_level)
