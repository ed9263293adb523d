"""Groups that an escort takes through a gate, and how many people an escort has along."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from access.detection.facts import GateFact
from access.detection.window import Window


@dataclass(frozen=True, slots=True)
class Party:
    """Reads at one gate that belong together: one after the other, with the same escort named.

    `led`: the escort's own badge was read among them, or so shortly before or after.
    """

    escort: str
    visitors: tuple[GateFact, ...]
    led: bool

    @property
    def last_at(self) -> datetime:
        return self.visitors[-1].at


def escort_of(window: Window, fact: GateFact) -> str:
    """The escort's person: readers name the person or the badge."""
    spans = window.badge_history.get(fact.escort)
    return (spans[-1].person or fact.escort) if spans else fact.escort


def parties(window: Window, within: timedelta) -> Iterator[Party]:
    """Every party that went in, at most `within` from one read to the next."""
    escorted: defaultdict[tuple[str, str], list[GateFact]] = defaultdict(list)
    for fact in window.gate_events:
        if fact.escort and fact.granted and not fact.leaving:
            escorted[fact.reader, escort_of(window, fact)].append(fact)
    for (reader, escort), visitors in escorted.items():
        own = window.gate_by_person.get(escort) or window.gate_by_badge.get(escort, ())
        there = [read for read in own if read.granted and read.reader == reader]
        yield from _parties(escort, sorted([*visitors, *there], key=lambda read: (read.at, read.id)), within)


def _parties(escort: str, reads: Sequence[GateFact], within: timedelta) -> Iterator[Party]:
    group: list[GateFact] = []
    for read in reads:
        if group and read.at - group[-1].at > within:
            yield from _party(escort, group)
            group = []
        group.append(read)
    yield from _party(escort, group)


def _party(escort: str, group: Sequence[GateFact]) -> Iterator[Party]:
    visitors = tuple(read for read in group if read.escort)
    if visitors:
        yield Party(escort, visitors, led=len(visitors) < len(group))


def taken_along(
    window: Window, forgotten_after: timedelta
) -> Iterator[tuple[str, GateFact, Mapping[str, GateFact]]]:
    """At each escorted way in: the escort, the read, and all whom the escort then has along, by person.

    Who was not read on the way out is forgotten after so long.
    """
    along: defaultdict[str, dict[str, GateFact]] = defaultdict(dict)
    escort_of_person: dict[str, str] = {}
    escorted = {window.holder(fact) or fact.badge for fact in window.gate_events if fact.escort}
    reads = [
        fact
        for person in escorted
        for fact in window.gate_by_person.get(person) or window.gate_by_badge.get(person, ())
        if fact.granted
    ]
    for fact in sorted(reads, key=lambda read: (read.at, read.id)):
        person = window.holder(fact) or fact.badge
        along[escort_of_person.pop(person, "")].pop(person, None)
        if fact.escort and not fact.leaving:
            escort = escort_of(window, fact)
            escort_of_person[person] = escort
            along[escort][person] = fact
            still = {who: read for who, read in along[escort].items() if fact.at - read.at <= forgotten_after}
            along[escort] = still
            yield escort, fact, still
