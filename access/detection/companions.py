"""Who passes a reader together with whom, alone and at a quiet moment."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from access.detection.facts import GateFact
from access.detection.window import Window
from access.enums import Direction

TOGETHER = timedelta(seconds=20)
ALONE = timedelta(seconds=60)
"""At a shift's start many pass within seconds of each other and nobody is together; so nobody else may pass
for so long before and after."""


@dataclass(frozen=True, slots=True)
class Meeting:
    """Two people went in at one reader, one right after the other, with nobody else around."""

    first: GateFact
    second: GateFact

    @property
    def at(self) -> datetime:
        return self.second.at


Pair = tuple[str, str]


def meetings(window: Window) -> Mapping[Pair, Sequence[Meeting]]:
    """The meetings of people of different known organisations, by pair, in the order of time.

    Whether one stayed alone is known only some time later; until then it is none.
    """
    found: defaultdict[Pair, list[Meeting]] = defaultdict(list)
    for reads in window.gate_by_reader.values():
        entries = [fact for fact in reads if fact.direction == Direction.IN and fact.granted]
        for meeting in _meetings(entries):
            pair = _pair(window, meeting)
            if pair and meeting.at + ALONE <= window.until:
                found[pair].append(meeting)
    for each in found.values():
        each.sort(key=lambda meeting: (meeting.at, meeting.second.id))
    return found


def have_met(window: Window, one: str, other: str, since: datetime, until: datetime) -> bool:
    """Whether the two met more than once in that time."""
    met = window.once(meetings).get((min(one, other), max(one, other)), ())
    return sum(since <= each.at <= until for each in met) > 1


def _meetings(entries: Sequence[GateFact]) -> Iterator[Meeting]:
    for index in range(1, len(entries)):
        first, second = entries[index - 1], entries[index]
        if second.at - first.at > TOGETHER or first.badge == second.badge:
            continue
        quiet_before = index < 2 or first.at - entries[index - 2].at > ALONE
        quiet_after = index + 1 == len(entries) or entries[index + 1].at - second.at > ALONE
        if quiet_before and quiet_after:
            yield Meeting(first, second)


def _pair(window: Window, meeting: Meeting) -> Pair | None:
    """Both people, when they work for different firms and neither is the other's escort or team mate."""
    first, second = window.holder(meeting.first), window.holder(meeting.second)
    one, other = window.people.get(first), window.people.get(second)
    if one is None or other is None or one.organisation == other.organisation:
        return None
    if not one.organisation or not other.organisation or one.teams & other.teams:
        return None
    if meeting.first.escort or meeting.second.escort:
        return None
    return min(first, second), max(first, second)
