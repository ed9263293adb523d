"""The least time that anybody needs from one reader to another."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import timedelta

from access.detection.facts import GateFact, is_outside
from access.detection.window import Window


class Ways:
    """Answers for the reads of one window, each pair of readers worked out once."""

    def __init__(self, window: Window) -> None:
        self._parents = window.parents
        self._measured = _measured(window)
        self._doors = _doors(window)
        self._known: dict[tuple[str, str], timedelta | None] = {}

    def minimum(self, before: GateFact, after: GateFact) -> timedelta | None:
        """The measured time; without one, that between the gates of the two places. None: not known.

        Who goes from a door inside one terminal to another terminal passes a gate of both, so the way between
        the two nearest gates takes no longer than the whole one.
        """
        pair = before.reader, after.reader
        if pair not in self._known:
            self._known[pair] = self._measured.get(pair) or self._between_gates(before, after)
        return self._known[pair]

    def _between_gates(self, before: GateFact, after: GateFact) -> timedelta | None:
        here, there = self._outermost(before), self._outermost(after)
        if here == there:
            return None
        ways = [
            self._measured.get((one, other))
            for one in self._doors.get(here, ())
            for other in self._doors.get(there, ())
        ]
        # One gate whose way was not measured might be the nearest.
        return min(way for way in ways if way) if ways and all(ways) else None

    def _outermost(self, fact: GateFact) -> str:
        """The area of the whole place in which the reader stands."""
        area = fact.area_from if is_outside(fact.area_to) else fact.area_to
        seen = {area}
        while not is_outside(parent := self._parents.get(area, "")) and parent not in seen:
            area = parent
            seen.add(area)
        return area


def _measured(window: Window) -> Mapping[tuple[str, str], timedelta]:
    """By the two readers; a way that was measured in one direction holds for the other, too."""
    times = window.context.travel_times or ()
    back = {(one.reader_to, one.reader_from): timedelta(seconds=one.minimum_seconds) for one in times}
    return back | {(one.reader_from, one.reader_to): timedelta(seconds=one.minimum_seconds) for one in times}


def _doors(window: Window) -> Mapping[str, Sequence[str]]:
    """The readers by which each area is entered from outside."""
    doors: defaultdict[str, list[str]] = defaultdict(list)
    for reader in window.context.readers or ():
        if is_outside(reader.area_from) and not is_outside(reader.area_to):
            doors[reader.area_to].append(reader.reader)
    return doors
