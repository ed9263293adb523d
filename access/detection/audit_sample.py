"""Look-ups that are drawn by lot for review, and what the reviews say about misuse that no rule found."""

from __future__ import annotations

import hashlib
import hmac
import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from access.detection.rule import Parameter
from access.detection.unexplained import LookUp

_START = date(2026, 11, 22)

OF_UNEXPLAINED = Parameter(
    "of_unexplained", 1, "% of the look-ups", "18,000 a day at a port of 5,000 people; start value", _START
)
OF_EXPLAINED = Parameter(
    "of_explained", 0.1, "% of the look-ups", "misuse may also hide behind true work; start value", _START
)

_WIDTH = 1.96  # standard errors on each side of an interval that holds in 95 of 100 cases


@dataclass(frozen=True, slots=True)
class Drawn:
    """A look-up for review. `chance` is how likely it was to be drawn; it stands for 1 / chance others."""

    look_up: LookUp
    chance: float


@dataclass(frozen=True, slots=True)
class Reviewed:
    """What a peer said about a drawn look-up. `in_case`: a ranked case had it already."""

    chance: float
    misuse: bool
    in_case: bool = False


@dataclass(frozen=True, slots=True)
class MisuseEstimate:
    """The share of all look-ups that are misuse, with its 95 % interval; and the share of them in cases.

    `recall` is None where the sample held no misuse.
    """

    reviewed: int
    rate: float
    low: float
    high: float
    recall: float | None


def drawn(look_ups: Iterable[LookUp], seed: bytes) -> Iterator[Drawn]:
    """The sample. Nobody who does not know `seed` can tell which look-ups are in it.

    A lot of its own for each look-up, by its id: the same whatever else is in the log, and in whatever order
    and how late it comes.
    """
    for look_up in look_ups:
        share = OF_UNEXPLAINED if look_up.unexplained else OF_EXPLAINED
        chance = share.value / 100
        if _lot(look_up.fact.id, seed) < chance:
            yield Drawn(look_up, chance)


def _lot(event: str, seed: bytes) -> float:
    """Even between 0 and 1."""
    digest = hmac.new(seed, event.encode(), hashlib.sha256).digest()
    return int.from_bytes(digest[:8]) / 2**64


def estimate(reviews: Iterable[Reviewed]) -> MisuseEstimate:
    """What the reviewed sample says of all look-ups; each review counts for those that it stands for.

    The interval is Wilson's, for as many reviews as the unequal weights are worth. Without reviews nothing is
    known: from 0 to 1.
    """
    known = list(reviews)
    weights = [1 / review.chance for review in known]
    total = math.fsum(weights)
    if not known:
        return MisuseEstimate(0, 0.0, 0.0, 1.0, None)
    misuse = math.fsum(weight for weight, review in zip(weights, known, strict=True) if review.misuse)
    found = math.fsum(
        weight for weight, review in zip(weights, known, strict=True) if review.misuse and review.in_case
    )
    worth = total**2 / math.fsum(weight**2 for weight in weights)
    low, high = _wilson(misuse / total, worth)
    return MisuseEstimate(len(known), misuse / total, low, high, found / misuse if misuse else None)


def _wilson(share: float, number: float) -> tuple[float, float]:
    widened = _WIDTH**2 / number
    middle = (share + widened / 2) / (1 + widened)
    half = _WIDTH * math.sqrt(share * (1 - share) / number + widened / (4 * number)) / (1 + widened)
    return max(0.0, middle - half), min(1.0, middle + half)
