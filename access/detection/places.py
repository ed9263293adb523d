"""Where a container stands, as an area that people enter and leave."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from operator import attrgetter

from access.detection.facts import GateFact, is_outside
from access.detection.window import Window, grouped
from access.detection.work import Work
from access.enums import Direction


@dataclass(frozen=True, slots=True)
class Place:
    """The area that a container stands in, and those around it, the nearest first.

    `is_block`: it is the block itself. Where blocks have no readers it is the nearest known place, and being
    there says less.
    """

    area: str
    around: tuple[str, ...]
    is_block: bool

    def holds(self, area: str) -> bool:
        """Whether the area is this one or lies around it."""
        return area == self.area or area in self.around


class Places:
    """Places of containers, and the ways into areas; made once for a window."""

    def __init__(self, window: Window) -> None:
        self._window = window
        self._work = Work(window)
        inward = (fact for fact in window.gate_events if fact.direction == Direction.IN and fact.granted)
        self.entries: Mapping[str, Sequence[GateFact]] = grouped(inward, attrgetter("area_to"))
        terminals: defaultdict[str, set[str]] = defaultdict(set)
        for reader in window.context.readers or ():
            if is_outside(reader.area_from):
                terminals[reader.terminal].add(reader.area_to)
        self._of_terminal = {name: areas.pop() for name, areas in terminals.items() if len(areas) == 1}

    def of(self, reference: str, at: datetime) -> Place | None:
        """The place of a container, or of the first one on a bill of lading; None where it is not known."""
        for container in self._work.containers(reference):
            visit = self._work.visit(container, at)
            if visit is None:
                continue
            if visit.block and (visit.block in self._window.parents or visit.block in self.entries):
                return Place(visit.block, self._around(visit.block), is_block=True)
            area = self._of_terminal.get(visit.terminal, visit.terminal)
            if area in self._window.parents or area in self.entries:
                return Place(area, self._around(area), is_block=False)
        return None

    def _around(self, area: str) -> tuple[str, ...]:
        around: list[str] = []
        parent = self._window.parents.get(area, "")
        while parent and parent not in around:
            around.append(parent)
            parent = self._window.parents.get(parent, "")
        return tuple(around)
