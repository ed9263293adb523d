"""What count is usual: a person's own history, drawn towards that of their peers, with honest bursts.

Gamma-Poisson: each person has a rate of their own, peers' rates say what rates there are, and work comes in
bursts. A plain Poisson limit is 1.3 to 2.4 times too low on such work and floods the desk.
"""

from __future__ import annotations

import math
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from access.detection.rule import Parameter

_START = date(2026, 11, 22)

DISPERSION = Parameter(
    "dispersion",
    5,
    "size of the negative binomial",
    "work comes in bursts: at a mean of 20 a shift one in 10,000 shifts exceeds 78, not 40; start value",
    _START,
)
COLD_START = Parameter(
    "cold_start",
    20,
    "shifts",
    "who is newer is expected to do what peers do; start value",
    _START,
)
LEAST_PEERS = Parameter(
    "least_peers", 8, "people", "a smaller group says nothing about what is usual", _START
)

_NEGLIGIBLE = 1e-17  # share of the sum below which further terms of a tail change no digit


@dataclass(frozen=True, slots=True)
class Counted:
    """What was counted over so much exposure: shifts, or shifts times how busy the port was."""

    count: float
    exposure: float

    @property
    def rate(self) -> float:
        """Per unit of exposure; 0 where there was none."""
        return self.count / self.exposure if self.exposure else 0.0


@dataclass(frozen=True, slots=True)
class Rates:
    """The rates of `people` peers as a Gamma distribution: `shape` / `exposure` is their mean."""

    shape: float
    exposure: float
    people: int

    @property
    def mean(self) -> float:
        return self.shape / self.exposure


@dataclass(frozen=True, slots=True)
class Expectation:
    """A negative binomial count: its mean, and how far it scatters (variance = mean + mean² / size)."""

    mean: float
    size: float

    def chance_of(self, count: int) -> float:
        """How likely so many or more are."""
        return upper_tail(count, self.mean, self.size)

    def limit(self, chance: float) -> int:
        """The smallest count that is less likely than `chance` to be reached."""
        low, high = 0, max(1, math.ceil(self.mean))
        while self.chance_of(high) >= chance:
            low, high = high, high * 2
        while high - low > 1:
            middle = (low + high) // 2
            low, high = (low, middle) if self.chance_of(middle) < chance else (middle, high)
        return high


def upper_tail(count: int, mean: float, size: float) -> float:
    """The chance of `count` or more of a negative binomial, exact to rounding.

    `size` must be positive. The tail itself is added up, not taken from 1, so that small chances keep
    their digits.
    """
    if count <= 0:
        return 1.0
    if mean <= 0:
        return 0.0
    if count <= mean:
        return 1.0 - math.fsum(_terms(0, count, mean, size))
    return math.fsum(_terms(count, None, mean, size))


def _terms(first: int, end: int | None, mean: float, size: float) -> list[float]:
    """The chances of the counts from `first` to before `end`, or for as long as they matter."""
    share = mean / (mean + size)
    log_term = math.lgamma(first + size) - math.lgamma(size) - math.lgamma(first + 1)
    log_term += size * math.log1p(-share) + first * math.log(share)
    term = math.exp(log_term)
    terms, total, count = [], 0.0, first
    while (count < end) if end is not None else (term > _NEGLIGIBLE * total):
        terms.append(term)
        total += term
        term *= share * (count + size) / (count + 1)
        count += 1
    return terms


def rates_of(peers: Collection[Counted]) -> Rates | None:
    """How the rates of these people are spread; None where too few of them have worked.

    By moments: what the rates scatter more than chance alone would make them is their own difference.
    People who are all alike, or too few events to tell, count as very like each other.
    """
    worked = [peer for peer in peers if peer.exposure > 0]
    if len(worked) < LEAST_PEERS.value:
        return None
    exposure = math.fsum(peer.exposure for peer in worked)
    # Half an event more than was seen: none among all of them does not make the first one impossible.
    mean = (math.fsum(peer.count for peer in worked) + 0.5) / exposure
    scatter = math.fsum(peer.exposure * (peer.rate - mean) ** 2 for peer in worked) / exposure
    by_chance = mean * len(worked) / exposure
    between = max(scatter - by_chance, mean**2 / exposure)
    return Rates(mean**2 / between, mean / between, len(worked))


def expected(
    exposure: float, *, peers: Rates | None, own: Counted | None = None, dispersion: float = DISPERSION.value
) -> Expectation | None:
    """How many to expect of a person over `exposure`; None where neither history nor peers say anything.

    (shape of peers + own count) / (exposure of peers + own exposure) per unit: the longer the own history,
    the more it weighs. Below COLD_START the peers speak alone; without peers an own history of that length
    speaks alone. What is not known of the rate adds to how far the count scatters.
    """
    known = own if own is not None and own.exposure >= COLD_START.value else None
    if peers is None and known is None:
        return None
    # Without peers: half an event in one unit, so that somebody who never did it may begin.
    shape, units = (peers.shape, peers.exposure) if peers is not None else (0.5, 1.0)
    if known is not None:
        shape, units = shape + known.count, units + known.exposure
    return Expectation(exposure * shape / units, 1 / (1 / dispersion + 1 / shape))
