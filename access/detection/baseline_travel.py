"""The shortest times between readers, learned from everybody's ways."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from itertools import pairwise
from operator import attrgetter

from access.detection.facts import GateFact
from access.detection.physical_facts import TravelTime
from access.detection.rule import Parameter

_START = date(2026, 11, 22)

QUANTILE = Parameter(
    "quantile", 1, "% of the ways", "the fastest honest ways; a wrong clock or a lent badge is rarer", _START
)
LEAST_WAYS = Parameter("least_ways", 100, "ways", "fewer do not show one in a hundred", _START)
LONGEST_WAY = Parameter("longest_way", 60, "minutes", "after an hour the person stayed somewhere", _START)


def learned_travel_times(
    reads: Iterable[GateFact], delivered: Iterable[TravelTime] = ()
) -> tuple[TravelTime, ...]:
    """The first percentile of the time between two reads of one badge, by pair of readers.

    Ways in both directions count together. What the port has measured itself stands; pairs with fewer than
    100 ways are left out. Meant for 90 days of reads; a result is kept as context and replaced in turn.
    """
    measured = {frozenset((one.reader_from, one.reader_to)): one for one in delivered}
    seconds: defaultdict[frozenset[str], list[float]] = defaultdict(list)
    by_badge: defaultdict[str, list[GateFact]] = defaultdict(list)
    for read in reads:
        if read.granted and read.badge:
            by_badge[read.badge].append(read)
    for own in by_badge.values():
        for before, after in pairwise(sorted(own, key=attrgetter("at", "id"))):
            taken = after.at - before.at
            if before.reader != after.reader and taken <= LONGEST_WAY.duration:
                seconds[frozenset((before.reader, after.reader))].append(taken.total_seconds())
    learned = [
        TravelTime(min(pair), max(pair), _quantile(taken))
        for pair, taken in seconds.items()
        if pair not in measured and len(taken) >= LEAST_WAYS.value
    ]
    return tuple(sorted([*measured.values(), *learned], key=attrgetter("reader_from", "reader_to")))


def _quantile(seconds: list[float]) -> float:
    return sorted(seconds)[math.ceil(QUANTILE.value / 100 * len(seconds)) - 1]
