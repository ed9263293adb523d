"""The rhythm of sources of events, and where one falls silent while the others go on."""

from __future__ import annotations

import math
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise

from access.detection.baseline import DISPERSION

_STEP = 1.25
"""A silence is looked at again when it has lasted a quarter longer."""


@dataclass(frozen=True, slots=True)
class Patience:
    """When a silence counts: `factor` times the 99th-percentile gap of the `history` before it, of at least
    `gaps` gaps; from `least` on, seen within `longest`; and so many events elsewhere that none here is less
    likely than `chance`."""

    history: timedelta
    gaps: float
    factor: float
    least: timedelta
    longest: timedelta
    chance: float

    @property
    def missing(self) -> float:
        """How many events must be expected before none at all is less likely than `chance`."""
        return float(DISPERSION.value * (self.chance ** (-1 / DISPERSION.value) - 1))


@dataclass(frozen=True, slots=True)
class SilentSource:
    """Nothing came from the source after `since`, though it should have by `found_at`.

    `usual` is its 99th-percentile gap; meanwhile the other sources sent `others` events, which makes
    `expected` of this one by the same hours of the days and of the weeks before.
    """

    source: str
    since: datetime
    found_at: datetime
    usual: timedelta
    others: int
    expected: float


def silent_sources(
    times: Mapping[str, Sequence[datetime]],
    together: Sequence[datetime],
    period: tuple[datetime, datetime],
    known_from: datetime,
    patience: Patience,
) -> Iterator[SilentSource]:
    """Silences of each source against all of them `together`, found in this period. Times stand in order.

    A silence is told as it stood when it could first be seen, so that its end changes nothing.
    """
    since, until = period
    for source, own in sorted(times.items()):
        if len(own) <= patience.gaps:
            continue
        first = max(0, bisect_left(own, since - patience.longest) - 1)
        for begin, end in pairwise([*own[first:], until]):
            if end - begin > patience.least and end >= since and begin - patience.history >= known_from:
                found = _silence(source, own, together, (begin, end), patience)
                if found is not None:
                    yield found


def _silence(
    source: str,
    own: Sequence[datetime],
    together: Sequence[datetime],
    gap: tuple[datetime, datetime],
    patience: Patience,
) -> SilentSource | None:
    begin, end = gap
    first, last = bisect_left(own, begin - patience.history), bisect_right(own, begin)
    if last - first <= patience.gaps:
        return None
    now = bisect_right(together, begin)
    latest = min(end, begin + patience.longest)
    usual: timedelta | None = None
    looked_at = begin + patience.least
    while looked_at <= latest:
        others = bisect_right(together, looked_at) - now
        expected = _expected(own, together, (begin, looked_at), others, patience)
        if expected >= patience.missing:
            usual = usual or _usual_gap(own[first:last])
            if looked_at - begin > patience.factor * usual:
                return SilentSource(source, begin, looked_at, usual, others, expected)
        looked_at = begin + _STEP * (looked_at - begin)
    return None


def _usual_gap(times: Sequence[datetime]) -> timedelta:
    gaps = sorted(later - earlier for earlier, later in pairwise(times))
    return gaps[math.ceil(0.99 * len(gaps)) - 1]


def _expected(
    own: Sequence[datetime],
    together: Sequence[datetime],
    stretch: tuple[datetime, datetime],
    others: int,
    patience: Patience,
) -> float:
    """How many events of the source so many elsewhere make, by these hours of the days before, or of the same
    weekdays if that is less."""
    days = range(1, patience.history.days + 1)
    on_weekdays = others * _part(own, together, stretch, (day for day in days if day % 7 == 0))
    if on_weekdays < patience.missing:
        return on_weekdays
    return min(on_weekdays, others * _part(own, together, stretch, days))


def _part(
    own: Sequence[datetime],
    together: Sequence[datetime],
    stretch: tuple[datetime, datetime],
    days: Iterable[int],
) -> float:
    here = all_of_them = 0
    for day in days:
        begin, end = (at - timedelta(days=day) for at in stretch)
        here += bisect_right(own, end) - bisect_right(own, begin)
        all_of_them += bisect_right(together, end) - bisect_right(together, begin)
    elsewhere = all_of_them - here
    return here / elsewhere if elsewhere else 0.0
