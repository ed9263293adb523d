"""How unusual a value is among peers: an area, a system, a carrier, an hour."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable
from typing import Generic, TypeVar

Value = TypeVar("Value", bound=Hashable)


def surprise(times: float, of: float, kinds: int) -> float:
    """-log((times + 0.5) / (of + 0.5 kinds)): 0 for what everybody does, more for what is rare.

    Half a time is added to each of the `kinds` of values, so that one never seen is rare and not impossible.
    """
    return -math.log((times + 0.5) / (of + 0.5 * kinds))


class Habits(Generic[Value]):
    """How often each group met each value."""

    def __init__(self, seen: Iterable[tuple[str, Value]]) -> None:
        self._counts: defaultdict[str, Counter[Value]] = defaultdict(Counter)
        for group, value in seen:
            self._counts[group][value] += 1
        self._totals = {group: sum(counts.values()) for group, counts in self._counts.items()}
        self._kinds = {value for counts in self._counts.values() for value in counts}

    def surprise(self, group: str, value: Value) -> float:
        """How surprising this value is for this group, in nats; for a group never seen, every value alike."""
        counts = self._counts.get(group)
        times = counts[value] if counts else 0
        # A value that nobody ever met is one kind more.
        kinds = len(self._kinds) + (value not in self._kinds)
        return surprise(times, self._totals.get(group, 0), kinds)

    def share(self, group: str, value: Value) -> float:
        """The part of what the group met that was this value; 0 for a group never seen."""
        total = self._totals.get(group, 0)
        return self._counts[group][value] / total if total else 0.0
