"""Which stretch of work a look-up belongs to: the rostered shift, or the day where there is none."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from operator import attrgetter

from access.detection.facts import RosterSpan
from access.detection.wording import day, moment
from access.enums import RosterKind

_WORKING = frozenset({RosterKind.SHIFT, RosterKind.ON_CALL})
_LONGEST = timedelta(hours=48)  # bounds the search backwards; longer duties are found by the day


@dataclass(frozen=True, slots=True)
class Shift:
    """A stretch of work of one person; the same for a look-up in whatever window it is seen."""

    starts_at: datetime
    rostered: bool

    @property
    def key(self) -> str:
        return self.starts_at.astimezone(UTC).isoformat()

    @property
    def when(self) -> str:
        """How a sentence names it."""
        if self.rostered:
            return f"in the shift of {moment(self.starts_at)}"
        return f"on {self.starts_at.day} {self.starts_at:%B %Y} (UTC; no shift on the roster)"


def shift_at(spans: Sequence[RosterSpan], at: datetime, tolerance: timedelta) -> Shift:
    """The shift of a person at a moment. `spans` are that person's, in the order of their start.

    A span that holds the moment goes before one that only does so with the tolerance at its ends.
    """
    near: RosterSpan | None = None
    for index in range(bisect_right(spans, at + tolerance, key=attrgetter("starts_at")) - 1, -1, -1):
        span = spans[index]
        if at - span.starts_at > _LONGEST:
            break
        if span.kind not in _WORKING or at > span.ends_at + tolerance:
            continue
        if span.starts_at <= at <= span.ends_at:
            return Shift(span.starts_at, rostered=True)
        near = span
    if near is not None:
        return Shift(near.starts_at, rostered=True)
    return Shift(datetime.combine(day(at), time(), UTC), rostered=False)
