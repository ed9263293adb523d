"""One person inside two places at the same time, by reads in and out of both."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import combinations

from access.detection.facts import GateFact, is_outside
from access.detection.presence import Passage


@dataclass(frozen=True, slots=True)
class WholeStay:
    """In and out at a place that is entered from outside, with nothing between that contradicts it."""

    place: str
    entry: GateFact
    out: GateFact


@dataclass(frozen=True, slots=True)
class Overlap:
    """Two whole stays at different places; the `later` one began while the `earlier` lasted."""

    person: str
    earlier: WholeStay
    later: WholeStay

    @property
    def at(self) -> datetime:
        """When it became certain."""
        return max(self.earlier.out.at, self.later.out.at)

    @property
    def facts(self) -> tuple[GateFact, ...]:
        read = (self.earlier.entry, self.earlier.out, self.later.entry, self.later.out)
        return tuple(sorted(read, key=lambda fact: (fact.at, fact.id)))


def overlaps(read: Mapping[tuple[str, str], Sequence[Passage]]) -> Iterator[Overlap]:
    """From the passages of each person at each zone. It takes two missed reads to make one innocently."""
    by_person: defaultdict[str, dict[str, list[WholeStay]]] = defaultdict(dict)
    for (person, zone), passages in read.items():
        stays = list(_whole_stays(zone, passages))
        if stays:
            by_person[person][zone] = stays
    for person, places in by_person.items():
        for (_, here), (_, there) in combinations(sorted(places.items()), 2):
            yield from _overlapping(person, here, there)


def _whole_stays(zone: str, passages: Sequence[Passage]) -> Iterator[WholeStay]:
    """Only of zones that are entered from outside; a second read of the way in counts from the last one."""
    entry: GateFact | None = None
    for passage in passages:
        if not is_outside(passage.fact.area_from):
            continue
        if passage.inward:
            entry = passage.fact
        elif entry is not None:
            yield WholeStay(zone, entry, passage.fact)
            entry = None


def _overlapping(person: str, here: Sequence[WholeStay], there: Sequence[WholeStay]) -> Iterator[Overlap]:
    """Both stand in the order of time, and stays at one place never overlap."""
    one = other = 0
    while one < len(here) and other < len(there):
        first, second = here[one], there[other]
        earlier, later = (first, second) if first.entry.at <= second.entry.at else (second, first)
        if later.entry.at < earlier.out.at:
            yield Overlap(person, earlier, later)
        if first.out.at <= second.out.at:
            one += 1
        else:
            other += 1
