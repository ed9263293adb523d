"""Who went into which zone and out again, as the readers saw it, and where that sequence breaks."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from access.detection.facts import GateFact, is_outside
from access.detection.whereabouts import lies_in
from access.detection.window import Window
from access.enums import Direction

BreakKind = Literal["in_in", "out_without_in", "in_without_out"]


@dataclass(frozen=True, slots=True)
class Passage:
    """A granted read as seen from one zone."""

    zone: str
    inward: bool
    fact: GateFact

    @property
    def at(self) -> datetime:
        return self.fact.at


@dataclass(frozen=True, slots=True)
class SequenceBreak:
    """A passage that does not follow from the one before. `at` is when it became visible.

    `entry` is the way in that is left open, or None when there was none.
    """

    kind: BreakKind
    person: str
    zone: str
    at: datetime
    entry: GateFact | None
    fact: GateFact

    @property
    def order(self) -> tuple[datetime, str, str, str]:
        return self.at, self.fact.id, self.zone, self.kind


@dataclass(frozen=True, slots=True)
class Patience:
    """`stay` is how long a way out may take at most, `reread` how soon a second read is the same one."""

    stay: timedelta
    reread: timedelta


def passages(window: Window) -> Mapping[tuple[str, str], Sequence[Passage]]:
    """Granted reads by person and zone in the order of time; reads of unknown people are left out."""
    found: defaultdict[tuple[str, str], list[Passage]] = defaultdict(list)
    moves: dict[tuple[str, str, str], tuple[tuple[str, bool], ...]] = {}  # a port has few doors
    for fact in window.gate_events:
        if not fact.granted:
            continue
        person = window.holder(fact)
        if person:
            door = fact.area_from, fact.area_to, fact.direction
            if door not in moves:
                moves[door] = tuple(_moves(fact, window.parents))
            for zone, inward in moves[door]:
                found[person, zone].append(Passage(zone, inward, fact))
    return found


def _moves(fact: GateFact, parents: Mapping[str, str]) -> Iterator[tuple[str, bool]]:
    """The zones that this read enters (true) or leaves (false).

    Between an area and one that lies in it only the inner one changes. Between neighbours, going into one is
    leaving the other; that they are neighbours is known only where both areas were delivered.
    """
    origin, target = fact.area_from, fact.area_to
    if fact.direction == Direction.OUT:
        origin, target = target, origin
    if not is_outside(target) and (is_outside(origin) or not _holds(target, origin, fact, parents)):
        yield target, True
    if not is_outside(origin) and (is_outside(target) or not _holds(origin, target, fact, parents)):
        yield origin, False


def _holds(outer: str, inner: str, fact: GateFact, parents: Mapping[str, str]) -> bool:
    """Whether the inner area lies in the outer one; unless both are known, a reader leads inwards."""
    if outer in parents and inner in parents:
        return lies_in(inner, outer, parents)
    return outer == fact.area_from


def sequence_breaks(
    person: str,
    read: Sequence[Passage],
    known_from: datetime,
    until: datetime,
    patience: Patience,
    latest_out: Callable[[GateFact], datetime],
) -> Iterator[SequenceBreak]:
    """The breaks of one person at one zone: in after in, out without in, in without out by `latest_out`.

    Nothing is known of who was inside when the log begins: a first way out is a break only when `stay` has
    passed since `known_from`. A way out that comes late closes its entry, which was reported as open.
    """
    entry: GateFact | None = None
    out: GateFact | None = None
    forgiven_until = known_from + patience.stay
    for passage in read:
        fact = passage.fact
        if entry is not None and passage.at > latest_out(entry):
            yield SequenceBreak("in_without_out", person, passage.zone, latest_out(entry), entry, entry)
            forgiven_until = latest_out(entry) + patience.stay
            entry = out = None
        if passage.inward:
            if entry is not None:
                if _same_read(entry, fact, patience):
                    continue
                yield SequenceBreak("in_in", person, passage.zone, passage.at, entry, fact)
            entry, out = fact, None
            continue
        known_outside = passage.at > forgiven_until if out is None else not _same_read(out, fact, patience)
        if entry is None and known_outside:
            yield SequenceBreak("out_without_in", person, passage.zone, passage.at, None, fact)
        entry, out = None, fact
    if entry is not None and latest_out(entry) <= until:
        yield SequenceBreak("in_without_out", person, read[-1].zone, latest_out(entry), entry, entry)


def _same_read(first: GateFact, second: GateFact, patience: Patience) -> bool:
    return first.reader == second.reader and second.at - first.at <= patience.reread
