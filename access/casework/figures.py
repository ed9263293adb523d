"""A person's days in figures, beside their own earlier days and those of people who do the same work."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from statistics import fmean

Counts = Mapping[str, Mapping[date, int]]
"""By person the days on which something was counted, and how often."""


@dataclass(frozen=True, slots=True)
class Figure:
    """One measure. `busiest` is the busiest day of the case; the others are means of days with activity.

    `own` is None where the person had no active day before the case, `peers` where there is no peer group.
    `peer_most` is the busiest mean among the peers.
    """

    name: str
    busiest: int
    own: float | None
    peers: float | None
    peer_most: float | None

    @property
    def stands_out(self) -> bool:
        """Whether the busiest day lies above both one's own and the peers' busiest mean, twice over."""
        usual = max(self.own or 0.0, self.peer_most or 0.0)
        return self.busiest >= 3 and self.busiest > 2 * usual


def figure(
    name: str, counts: Counts, active: Mapping[str, Sequence[date]], subject: str, *, since: date
) -> Figure:
    """Compare one person's counts with their own before `since`, and with everybody else's.

    `active` are the days on which each person was seen at all: a day at work without any counts as nought.
    """
    own = counts.get(subject, {})
    before = [own.get(day, 0) for day in active.get(subject, ()) if day < since]
    means = [
        fmean(counts.get(person, {}).get(day, 0) for day in days)
        for person, days in active.items()
        if person != subject and days
    ]
    return Figure(
        name=name,
        busiest=max((number for day, number in own.items() if day >= since), default=0),
        own=fmean(before) if before else None,
        peers=fmean(means) if means else None,
        peer_most=max(means) if means else None,
    )
