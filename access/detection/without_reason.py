"""Look-ups that no work explains, by person, without those that missing orders excuse."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from datetime import datetime

from access.detection.rule import Given
from access.detection.rules import look_up
from access.detection.unexplained import LookUp
from access.detection.window import Window


def without_reason(window: Window) -> Mapping[str, Sequence[LookUp]]:
    """As D01 judges them, with its start values; in the order of time."""
    missing = look_up.missing_orders(window, Given(look_up.PARAMETERS))
    kept = {
        person: [each for each in look_ups if not missing.excuse(each, window.people)]
        for person, look_ups in window.unexplained_by_person.items()
    }
    return {person: look_ups for person, look_ups in kept.items() if look_ups}


def between(look_ups: Sequence[LookUp], since: datetime, until: datetime) -> Sequence[LookUp]:
    """Those from `since` up to `until`, both included."""
    first = bisect_left(look_ups, since, key=_at)
    return look_ups[first : bisect_right(look_ups, until, key=_at)]


def _at(each: LookUp) -> datetime:
    return each.fact.at
