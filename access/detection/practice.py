"""Whether what looks odd about an act is how the peers do it every day."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from access.detection.baseline_peers import Peers


@dataclass(frozen=True, slots=True)
class Done:
    """One act on one day, and whether it was odd. `kind` tells which acts are compared."""

    person: str
    kind: str
    on: date
    odd: bool


class Practice:
    """How many acts of each kind people make, and how many of them are odd."""

    def __init__(self, peers: Peers, acts: Iterable[Done]) -> None:
        self._peers = peers
        self._all: defaultdict[tuple[str, str], list[date]] = defaultdict(list)
        self._odd: defaultdict[tuple[str, str], list[date]] = defaultdict(list)
        for act in sorted(acts, key=lambda act: act.on):
            self._all[act.person, act.kind].append(act.on)
            if act.odd:
                self._odd[act.person, act.kind].append(act.on)

    def share(self, person: str, kind: str, on: date, history: timedelta) -> tuple[float, int]:
        """What part of the peers' acts of the days before were odd, and how many acts that is."""
        group = self._peers.of(person)
        peers = [peer for peer in group.people if peer != person] if group else ()
        acts = sum(_between(self._all.get((peer, kind), ()), on - history, on) for peer in peers)
        odd = sum(_between(self._odd.get((peer, kind), ()), on - history, on) for peer in peers)
        return (odd / acts if acts else 0.0), acts


def _between(days: list[date] | tuple[()], since: date, until: date) -> int:
    return bisect_left(days, until) - bisect_left(days, since)
