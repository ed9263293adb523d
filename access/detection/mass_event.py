"""Evacuations and failed readers: when so many break a sequence that no person is the cause."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from access.detection.presence import Passage, SequenceBreak
from access.detection.rule import Unjudged
from access.detection.wording import day, moment


@dataclass(frozen=True, slots=True)
class MassEvent:
    """A span in which many people broke the sequence."""

    since: datetime
    until: datetime
    people: int
    zones: frozenset[str]

    def swallows(self, found: SequenceBreak) -> bool:
        """Whether the break is part of it, or an entry that it left open."""
        if found.kind == "in_without_out":
            return found.zone in self.zones and found.fact.at <= self.until and self.since <= found.at
        return self.since <= found.at <= self.until

    def unjudged(self) -> Unjudged:
        detail = (
            f"{self.people} people broke the sequence from {moment(self.since)} to {moment(self.until)}: "
            "taken as one event, not as people."
        )
        return Unjudged("mass_event", detail, self.since, self.until)


@dataclass(frozen=True, slots=True)
class FailedReader:
    """A zone and a day on which too many who went in lack a way out."""

    zone: str
    on: date
    people: int
    since: datetime
    until: datetime

    def swallows(self, found: SequenceBreak) -> bool:
        """Whether the break is an entry of that day and zone left open."""
        return found.kind == "in_without_out" and (found.zone, day(found.fact.at)) == (self.zone, self.on)

    def unjudged(self) -> Unjudged:
        detail = (
            f"{self.people} people lack a way out of {self.zone} for {self.on}: a reader or barrier failed."
        )
        return Unjudged("missing_ways_out", detail, self.since, self.until)


def mass_events(breaks: Iterable[SequenceBreak], people: float, within: timedelta) -> list[MassEvent]:
    """Spans in which more than `people` broke the sequence within `within`; overlapping spans are one.

    `breaks` stand in the order of time. Entries left open count for nothing here: they fall due by the clock.
    """
    seen = [found for found in breaks if found.kind != "in_without_out"]
    inside: Counter[str] = Counter()
    spans: list[tuple[int, int]] = []
    start = 0
    for end, found in enumerate(seen):
        inside[found.person] += 1
        while found.at - seen[start].at > within:
            inside[seen[start].person] -= 1
            if not inside[seen[start].person]:
                del inside[seen[start].person]
            start += 1
        if len(inside) > people:
            first = spans.pop()[0] if spans and start <= spans[-1][1] else start
            spans.append((first, end))
    return [_mass_event(seen[first : last + 1]) for first, last in spans]


def _mass_event(breaks: Sequence[SequenceBreak]) -> MassEvent:
    zones = frozenset(found.zone for found in breaks)
    return MassEvent(breaks[0].at, breaks[-1].at, len(_people(breaks)), zones)


def failed_readers(
    breaks: Iterable[SequenceBreak],
    sequences: Mapping[tuple[str, str], Sequence[Passage]],
    people: float,
    share: float,
) -> list[FailedReader]:
    """Zones and days where more than `people`, and at least this share of all who entered, lack a way out."""
    missing: defaultdict[tuple[str, date], list[SequenceBreak]] = defaultdict(list)
    for found in breaks:
        if found.kind == "in_without_out":
            missing[found.zone, day(found.fact.at)].append(found)
    many = {place: lacking for place, lacking in missing.items() if len(_people(lacking)) > people}
    entered: defaultdict[tuple[str, date], set[str]] = defaultdict(set)
    for (person, zone), sequence in sequences.items() if many else ():
        for passage in sequence:
            if passage.inward:
                entered[zone, day(passage.at)].add(person)
    return [
        FailedReader(*place, len(_people(lacking)), lacking[0].fact.at, lacking[-1].at)
        for place, lacking in sorted(many.items())
        if len(_people(lacking)) >= share * len(entered[place])
    ]


def _people(breaks: Iterable[SequenceBreak]) -> set[str]:
    return {found.person for found in breaks}
