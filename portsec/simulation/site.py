"""Terminals, areas, readers and the way between them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from portsec.simulation.journal import Journal

OUTSIDE = "OUT"
PEOPLE_A_TERMINAL = 1250
FEWEST_TERMINALS = 2
BERTHS = 2
BLOCKS = 6
CUSTOMS, TOWER = "CUSTOMS", "TOWER"
ROOMS = ("OFFICE", "GATEHOUSE", "YARD")
DRIVE = 540  # seconds from one terminal's gate to the next one's, at the least
WALK = 60  # seconds from a gate to a door inside, at the least


@dataclass(frozen=True, slots=True)
class Reader:
    """A reader and the areas on its two sides."""

    code: str
    area_from: str
    area_to: str
    terminal: str


class Site:
    """The areas of a port for so many people."""

    def __init__(self, people: int) -> None:
        count = max(FEWEST_TERMINALS, round(people / PEOPLE_A_TERMINAL))
        self.terminals = tuple(f"T{number}" for number in range(1, count + 1))
        self.parents: dict[str, str] = {}
        self.doors: dict[str, Reader] = {}
        self.gates: dict[str, tuple[Reader, ...]] = {}
        for area in (CUSTOMS, TOWER):
            self._lay(area, "", f"{area}-D", area)
        for terminal in self.terminals:
            self._terminal(terminal)

    def _lay(self, area: str, parent: str, reader: str, terminal: str) -> None:
        self.parents[area] = parent
        self.doors[area] = Reader(reader, parent or OUTSIDE, area, terminal)

    def _terminal(self, terminal: str) -> None:
        self._lay(terminal, "", f"{terminal}-P1", terminal)
        self.gates[terminal] = tuple(
            Reader(f"{terminal}-V{lane}", OUTSIDE, terminal, terminal) for lane in (1, 2, 3)
        )
        for room in (*ROOMS, *self._quays()):
            self._lay(f"{terminal}-{room}", terminal, f"{terminal}-{room}-D", terminal)
        for number in range(1, BLOCKS + 1):
            yard = f"{terminal}-YARD"
            self._lay(f"{terminal}-B{number}", yard, f"{terminal}-B{number}-D", terminal)

    @staticmethod
    def _quays() -> Iterator[str]:
        return (f"QUAY-{number}" for number in range(1, BERTHS + 1))

    def berths(self, terminal: str) -> tuple[str, ...]:
        return tuple(f"{terminal}-{quay}" for quay in self._quays())

    def blocks(self, terminal: str) -> tuple[str, ...]:
        return tuple(f"{terminal}-B{number}" for number in range(1, BLOCKS + 1))

    def way_to(self, area: str) -> tuple[str, ...]:
        """The areas that somebody goes through to reach this one, the outermost first."""
        way = []
        while area:
            way.append(area)
            area = self.parents[area]
        return tuple(reversed(way))

    def readers(self) -> Iterator[Reader]:
        yield from self.doors.values()
        for lanes in self.gates.values():
            yield from lanes

    def write(self, journal: Journal) -> None:
        """Areas, readers, gates and travel times."""
        for area, parent in self.parents.items():
            level = 2 if area in (CUSTOMS, TOWER) else 1
            journal.row("areas", area, area, parent, level)
        for reader in self.readers():
            journal.row("readers", reader.code, reader.area_from, reader.area_to, reader.terminal)
        for terminal in self.terminals:
            lanes = " ".join(lane.code for lane in self.gates[terminal])
            journal.row("gates", f"GATE-{terminal}", f"Main gate {terminal}", "vehicle", lanes)
        for one in self.readers():
            for other in self.readers():
                if one.code != other.code and one.area_from == other.area_from == OUTSIDE:
                    seconds = self.drive(one.terminal, other.terminal)
                    journal.row("travel_times", one.code, other.code, seconds)

    def drive(self, one: str, other: str) -> int:
        """Seconds from one site's gate to another's, at the least; sites are terminals and buildings."""
        if one == other:
            return WALK
        places = (*self.terminals, CUSTOMS, TOWER)
        return DRIVE + 120 * abs(places.index(one) - places.index(other))
