"""Counting a panel's votes. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Final

from screening.deciding.words import PanelChoice

FEWEST_OFFICERS: Final = 3
"""Officers of a panel. With two who disagree, the third makes a majority possible. BS 7858 asks for a person
with authority besides the screener, but names no number: a house rule of 22 November 2026."""


def standing_votes(votes: Iterable[tuple[int, PanelChoice]]) -> dict[int, PanelChoice]:
    """The last vote of each officer, from votes in the order in which they were given."""
    return dict(votes)


def majority(standing: Mapping[int, PanelChoice]) -> PanelChoice | None:
    """What more than half of at least three officers want; None as long as there is no such choice."""
    if len(standing) < FEWEST_OFFICERS:
        return None
    choice, count = Counter(standing.values()).most_common(1)[0]
    return choice if 2 * count > len(standing) else None
