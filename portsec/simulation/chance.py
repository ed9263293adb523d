"""Made-up chance: the same for a seed on every machine, whatever the interpreter's hash seed."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random
from typing import TypeVar

Item = TypeVar("Item")


def chance(*names: object) -> Random:
    """A stream of its own for these names, so that one habit does not shift the draws of another."""
    return Random("/".join(str(name) for name in names))  # noqa: S311  made-up data must be repeatable


def pick(draw: Random, items: Sequence[Item]) -> Item:
    """One of the items, all alike. Faster than `choice`; it is called millions of times."""
    return items[int(draw.random() * len(items))]


def spread(draw: Random, mean: float, shape: float = 6.0) -> int:
    """A count around the mean with the bursts of real work: its variance is mean + mean²/shape."""
    if mean <= 0:
        return 0
    rate = draw.gammavariate(shape, mean / shape)
    return max(0, round(draw.gauss(rate, rate**0.5)))
