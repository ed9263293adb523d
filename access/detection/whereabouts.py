"""Where the readers last saw a badge holder: outside, or in an area."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from operator import attrgetter

from access.detection.facts import GateFact, is_outside
from access.enums import Direction


@dataclass(frozen=True, slots=True)
class Stay:
    """From `since` on the person is in `area`, until the next stay; `read` is the passage that led there."""

    since: datetime
    area: str
    read: GateFact

    @property
    def outside(self) -> bool:
        return is_outside(self.area)

    @property
    def left(self) -> str:
        """The area on the other side of the reader."""
        return self.read.area_from if self.read.direction == Direction.IN else self.read.area_to


def stays(granted: Iterable[GateFact]) -> Sequence[Stay]:
    """The stays of one person, from granted reads in the order of time."""
    return [Stay(event.at, _led_to(event), event) for event in granted]


def _led_to(event: GateFact) -> str:
    return event.area_to if event.direction == Direction.IN else event.area_from


def stay_at(held: Sequence[Stay], at: datetime) -> Stay | None:
    """The stay of that moment, or None before the first one."""
    position = bisect_right(held, at, key=attrgetter("since"))
    return held[position - 1] if position else None


def next_stay(held: Sequence[Stay], at: datetime) -> Stay | None:
    """The first stay that begins after that moment."""
    position = bisect_right(held, at, key=attrgetter("since"))
    return held[position] if position < len(held) else None


def lies_in(area: str, outer: str, parents: Mapping[str, str]) -> bool:
    """Whether one area is the other or lies in it."""
    seen: set[str] = set()
    while area and area not in seen:
        if area == outer:
            return True
        seen.add(area)
        area = parents.get(area, "")
    return False
