"""Who may have come or left in somebody else's vehicle, so that only the driver's badge was read."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from access.detection.facts import GateFact
from access.detection.presence import Passage, SequenceBreak


class Rides:
    """Reads with a vehicle by zone, vehicle and way; made once for a window."""

    def __init__(self, sequences: Iterable[Sequence[Passage]], stay: timedelta) -> None:
        self._stay = stay
        rides: defaultdict[tuple[str, str, bool], list[tuple[datetime, str]]] = defaultdict(list)
        for sequence in sequences:
            for passage in sequence:
                if passage.fact.vehicle:
                    rides[passage.zone, passage.fact.vehicle, passage.inward].append(
                        (passage.at, passage.fact.badge)
                    )
        self._rides = {key: sorted(reads) for key, reads in rides.items()}

    def explain(self, found: SequenceBreak) -> bool:
        """Whether another badge's read of the same vehicle carries the missing half."""
        if found.entry is None:
            return self._driven(found.zone, found.fact, True, found.at - self._stay, found.at)
        return self._driven(found.zone, found.entry, False, found.entry.at, found.at)

    def _driven(self, zone: str, fact: GateFact, inward: bool, since: datetime, until: datetime) -> bool:
        reads = self._rides.get((zone, fact.vehicle, inward), []) if fact.vehicle else []
        between = reads[
            bisect_left(reads, (since, "")) : bisect_right(reads, until, key=lambda read: read[0])
        ]
        return any(badge != fact.badge for _, badge in between)
