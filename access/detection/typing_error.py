"""Which wrong numbers were slips of the finger: soon after came the right one, one keystroke away."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from access.detection.serial_run import NumberQuery
from access.enums import DataResult


def uncorrected(queries: Sequence[NumberQuery], within: timedelta) -> list[NumberQuery]:
    """Look-ups with a wrong check digit that no right one mended.

    A right number mends one wrong number only: whoever tries all ten check digits has hit the right one as
    well. `queries` are one person's, in the order of time.
    """
    mended: dict[str, str] = {}
    return [
        query
        for position, query in enumerate(queries)
        if not query.number.has_right_check_digit and not _is_mended(position, queries, within, mended)
    ]


def _is_mended(
    position: int, queries: Sequence[NumberQuery], within: timedelta, mended: dict[str, str]
) -> bool:
    wrong = queries[position]
    typed = str(wrong.number)
    for index in range(position + 1, len(queries)):
        later = queries[index]
        if later.at - wrong.at > within:
            return False
        right = str(later.number)
        found = later.number.has_right_check_digit and later.fact.result == DataResult.OK
        if found and one_keystroke(typed, right) and mended.setdefault(right, typed) == typed:
            return True
    return False


def one_keystroke(typed: str, right: str) -> bool:
    """Whether one character differs, or two neighbours are swapped. Both have the same length."""
    differing = [
        position for position, pair in enumerate(zip(typed, right, strict=True)) if pair[0] != pair[1]
    ]
    if len(differing) == 2:
        first, second = differing
        return second == first + 1 and typed[first] == right[second] and typed[second] == right[first]
    return len(differing) == 1
