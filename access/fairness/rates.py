"""Alert and closure rates by group, with small groups kept out of sight."""

from __future__ import annotations

import math
from collections.abc import Collection
from dataclasses import dataclass
from typing import Final

from access.fairness.words import Standing

FEWEST_PEOPLE: Final = 10
"""Groups of fewer people are not told apart: a rate of one in four points at somebody."""

FEWEST_CASES: Final = 5
"""Of fewer cases no closure rate is told, and no number that would let one person be found."""

STOP_LIMIT: Final = 1.5
"""A group flagged surely more than so many times as often as the others stops the rules behind it for a
review. House proposal of November 2026, to be agreed with the works council; US practice stops at 1.25, the
four-fifths rule of 29 CFR 1607.4, which in groups of ten would stop for chance alone."""

_WIDTH = 1.96  # standard errors on each side of an interval that holds in 95 of 100 cases


@dataclass(frozen=True, slots=True)
class Member:
    """One person at the port: their group, whether a case was opened, and how it was closed (or not yet)."""

    group: str
    flagged: bool
    closed: bool = False
    harmless: bool = False


@dataclass(frozen=True, slots=True)
class Cell:
    """One group. None where too few are in it; `harmless` is the share of closed cases that came to nothing.

    `ratio` compares with everybody else; `low` and `high` are its 95 % interval.
    """

    group: str
    people: int
    rate: float | None
    flagged: int | None
    harmless: float | None
    ratio: float | None
    low: float | None
    high: float | None
    standing: Standing


def cells(members: Collection[Member]) -> list[Cell]:
    """One cell for each group that is large enough, the small ones together, the highest rate first.

    Where the small ones together are still too few, they are added to the smallest of the others: a single
    hidden group could be found by subtraction.
    """
    grouped: dict[str, list[Member]] = {}
    for member in members:
        grouped.setdefault(member.group, []).append(member)
    told = _merged(grouped)
    found = [_cell(group, inside, members) for group, inside in told.items()]
    return sorted(found, key=lambda cell: (cell.rate is None, -(cell.rate or 0.0), cell.group))


def _merged(grouped: dict[str, list[Member]]) -> dict[str, list[Member]]:
    large = {group: inside for group, inside in grouped.items() if len(inside) >= FEWEST_PEOPLE}
    small = {group: inside for group, inside in grouped.items() if group not in large}
    if not small:
        return large
    rest = [member for inside in small.values() for member in inside]
    name = "Smaller groups together"
    if len(rest) < FEWEST_PEOPLE and large:
        smallest = min(large, key=lambda group: (len(large[group]), group))
        rest += large.pop(smallest)
        name = f"{smallest} and smaller groups"
    return {**large, name: rest}


def _cell(group: str, inside: Collection[Member], everybody: Collection[Member]) -> Cell:
    people = len(inside)
    if people < FEWEST_PEOPLE:
        return Cell(group, people, None, None, None, None, None, None, Standing.TOO_FEW)
    flagged = sum(member.flagged for member in inside)
    others = len(everybody) - people
    flagged_others = sum(member.flagged for member in everybody) - flagged
    ratio, low, high = _ratio(flagged, people, flagged_others, others)
    return Cell(
        group=group,
        people=people,
        rate=flagged / people,
        flagged=flagged if flagged == 0 or flagged >= FEWEST_CASES else None,
        harmless=_harmless(inside),
        ratio=ratio,
        low=low,
        high=high,
        standing=_standing(low),
    )


def _harmless(inside: Collection[Member]) -> float | None:
    closed = [member for member in inside if member.closed]
    if len(closed) < FEWEST_CASES:
        return None
    return sum(member.harmless for member in closed) / len(closed)


def _ratio(
    flagged: int, people: int, flagged_others: int, others: int
) -> tuple[float | None, float | None, float | None]:
    """The rate of a group against that of all others, with its interval (log method, halves added)."""
    if not others:
        return None, None, None
    mine, theirs = (flagged + 0.5) / (people + 0.5), (flagged_others + 0.5) / (others + 0.5)
    spread = 1 / (flagged + 0.5) - 1 / (people + 0.5) + 1 / (flagged_others + 0.5) - 1 / (others + 0.5)
    width = _WIDTH * math.sqrt(max(spread, 0.0))
    ratio = mine / theirs
    return ratio, ratio * math.exp(-width), ratio * math.exp(width)


def _standing(low: float | None) -> Standing:
    """Judged by what is sure: the lower end of the interval."""
    if low is None or low <= 1:
        return Standing.LIKE_OTHERS
    return Standing.STOP if low > STOP_LIMIT else Standing.HIGHER
