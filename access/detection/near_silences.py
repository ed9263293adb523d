"""Who was at a source just before it fell silent, again and again."""

from __future__ import annotations

import math
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from access.detection.over_represented import chance_of_at_least
from access.detection.rhythm import SilentSource


@dataclass(frozen=True, slots=True)
class SourceLog:
    """The events of one source in the order of time: when, which, and by whom (empty where not known)."""

    times: list[datetime] = field(default_factory=list)
    events: list[str] = field(default_factory=list)
    people: list[str] = field(default_factory=list)

    def add(self, at: datetime, event: str, person: str) -> None:
        self.times.append(at)
        self.events.append(event)
        self.people.append(person)

    def people_on(self, at: datetime) -> float:
        """How many people were there in the day before; without end where the log names none."""
        found = {person for _, person in self.between(at - timedelta(days=1), at)} - {""}
        return len(found) if found else math.inf

    def between(self, since: datetime, until: datetime) -> Iterator[tuple[str, str]]:
        """Event and person of each; nothing where the log names neither."""
        first, last = bisect_left(self.times, since), bisect_right(self.times, until)
        return zip(self.events[first:last], self.people[first:last], strict=True)


@dataclass(frozen=True, slots=True)
class Nearness:
    """Somebody was at the source before these `silences`, out of so many (`of`), and did `events` then.

    `chance`: how likely that is, or more, by the same hours of other days.
    """

    person: str
    silences: tuple[SilentSource, ...]
    of: int
    chance: float
    events: tuple[str, ...]


def people_near(
    log: SourceLog, silences: Sequence[SilentSource], near: timedelta, history: timedelta, least: float
) -> Iterator[Nearness]:
    """People who were there within `near` before at least `least` of these silences of one source."""
    there: defaultdict[str, dict[SilentSource, list[str]]] = defaultdict(dict)
    for silence in silences:
        for event, person in log.between(silence.since - near, silence.since):
            if person:
                there[person].setdefault(silence, []).append(event)
    for person, before in sorted(there.items()):
        if len(before) >= least:
            chances = [_usual(log, person, silence, silences, near, history) for silence in silences]
            yield Nearness(
                person,
                tuple(before),
                len(silences),
                chance_of_at_least(len(before), chances),
                tuple(event for events in before.values() for event in events),
            )


def _usual(
    log: SourceLog,
    person: str,
    silence: SilentSource,
    silences: Sequence[SilentSource],
    near: timedelta,
    history: timedelta,
) -> float:
    """On what part of the days without a silence the person was there at this hour; never quite none."""
    silent_days = {one.since.date() for one in silences}
    days = [timedelta(days=back) for back in range(1, history.days + 1)]
    ordinary = [silence.since - back for back in days if (silence.since - back).date() not in silent_days]
    there = sum(any(who == person for _, who in log.between(at - near, at)) for at in ordinary)
    return (there + 0.5) / (len(ordinary) + 1)
