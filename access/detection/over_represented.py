"""Who looked up more of the boxes of incidents than chance would have it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence


def chance_to_have_read(share: float, lookers: int) -> float:
    """How likely somebody who makes this share of all look-ups is among so many lookers of a box."""
    return 1.0 - (1.0 - share) ** lookers


def chance_of_at_least(hits: int, chances: Iterable[float]) -> float:
    """How likely at least so many of these independent things happen (Poisson binomial, exact)."""
    exactly: Sequence[float] = [1.0]
    for chance in chances:
        longer = [*exactly, 0.0]
        exactly = [
            longer[index] * (1 - chance) + (longer[index - 1] * chance if index else 0.0)
            for index in range(len(longer))
        ]
    return min(1.0, sum(exactly[hits:]))
