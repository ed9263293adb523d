"""What count is usual."""

from __future__ import annotations

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from access.detection.baseline import Counted, Expectation, Rates, expected, rates_of, upper_tail

pytestmark = pytest.mark.unit

POISSON = 1e9  # a size so large that nothing scatters beyond chance


@pytest.mark.parametrize(
    ("mean", "poisson", "bursty", "bursty_at_one_in_thousand"),
    [
        (1, 7, 9, 7),
        (2, 10, 13, 11),
        (5, 16, 24, 20),
        (10, 25, 42, 35),
        (20, 40, 78, 65),
        (40, 67, 149, 124),
        (80, 116, 292, 243),
    ],
)
def test_limit_when_computed_then_is_that_of_the_measured_table(
    mean: float, poisson: int, bursty: int, bursty_at_one_in_thousand: int
) -> None:
    """Domain notes, section 1.6; the table was measured with another program."""
    assert Expectation(mean, POISSON).limit(1e-4) == poisson
    assert Expectation(mean, 5).limit(1e-4) == bursty
    assert Expectation(mean, 5).limit(1e-3) == bursty_at_one_in_thousand


@settings(deadline=None)
@given(count=st.integers(1, 60), mean=st.floats(0.1, 40), size=st.floats(0.3, 50))
def test_upper_tail_when_added_term_by_term_then_is_the_same(count: int, mean: float, size: float) -> None:
    def chance(number: int) -> float:
        ways = math.exp(math.lgamma(number + size) - math.lgamma(size) - math.lgamma(number + 1))
        return ways * (size / (size + mean)) ** size * (mean / (size + mean)) ** number

    below = math.fsum(chance(number) for number in range(count))
    assert upper_tail(count, mean, size) == pytest.approx(1 - below, abs=1e-9)


def test_upper_tail_when_tiny_then_keeps_its_digits() -> None:
    """Of a Poisson count the tail is nearly its first term: e^-1 / 50! and a fiftieth more."""
    first = math.exp(-1) / math.factorial(50)
    assert upper_tail(50, 1, POISSON) == pytest.approx(first * (1 + 1 / 51 + 1 / (51 * 52)), rel=1e-4)


def test_upper_tail_when_nothing_is_expected_then_anything_is_impossible() -> None:
    assert upper_tail(0, 0, 5) == 1
    assert upper_tail(1, 0, 5) == 0


@settings(deadline=None)
@given(mean=st.floats(0.1, 200), size=st.floats(0.5, 100), chance=st.floats(1e-8, 0.2))
def test_limit_when_given_then_is_the_smallest_count_beyond_the_chance(
    mean: float, size: float, chance: float
) -> None:
    what = Expectation(mean, size)
    limit = what.limit(chance)
    assert what.chance_of(limit) < chance <= what.chance_of(limit - 1)


def peers(*counts: float, exposure: float = 40) -> Rates | None:
    return rates_of([Counted(count, exposure) for count in counts])


def test_rates_when_fewer_than_eight_people_worked_then_are_not_known() -> None:
    assert peers(*[100] * 7) is None
    assert rates_of([*[Counted(100, 40)] * 7, Counted(0, 0)]) is None
    assert peers(*[100] * 8) is not None


def test_rates_when_people_are_alike_then_a_newcomer_is_expected_to_be_like_them() -> None:
    alike, mixed = peers(*[400] * 10), peers(*[10, 790] * 5)
    assert alike is not None
    assert mixed is not None
    assert alike.mean == pytest.approx(10, rel=0.01)
    assert mixed.mean == pytest.approx(10, rel=0.01)
    assert alike.shape > 100 * mixed.shape


def test_expectation_when_history_is_short_then_is_that_of_the_peers() -> None:
    alike = peers(*[400] * 10)
    new = expected(1, peers=alike, own=Counted(19 * 50, 19))
    known = expected(1, peers=alike, own=Counted(20 * 50, 20))
    assert new is not None
    assert known is not None
    assert new.mean == pytest.approx(10, rel=0.01)
    assert known.mean > 10.5


def test_expectation_when_history_grows_then_moves_from_the_peers_to_the_person() -> None:
    mixed = peers(*[200, 600] * 5)
    means = [
        what.mean
        for shifts in (20, 60, 600)
        if (what := expected(1, peers=mixed, own=Counted(30 * shifts, shifts)))
    ]
    assert 10 < means[0] < means[1] < means[2] < 30


def test_expectation_when_exposure_doubles_then_doubles() -> None:
    alike = peers(*[400] * 10)
    one, two = expected(1, peers=alike), expected(2, peers=alike)
    assert one is not None
    assert two is not None
    assert two.mean == pytest.approx(2 * one.mean)


def test_expectation_when_the_rate_is_less_certain_then_scatters_more() -> None:
    alike, mixed = expected(1, peers=peers(*[400] * 10)), expected(1, peers=peers(*[10, 790] * 5))
    assert alike is not None
    assert mixed is not None
    assert mixed.limit(1e-4) > 2 * alike.limit(1e-4)


def test_expectation_when_nobody_is_known_then_there_is_none() -> None:
    assert expected(1, peers=None) is None
    assert expected(1, peers=None, own=Counted(5, 3)) is None
    alone = expected(1, peers=None, own=Counted(200, 20))
    assert alone is not None
    assert alone.mean == pytest.approx(10, rel=0.06)
