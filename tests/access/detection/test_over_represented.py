"""Who looked up more of the boxes of incidents than chance would have it."""

from __future__ import annotations

import itertools
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from access.detection.over_represented import chance_of_at_least, chance_to_have_read

pytestmark = pytest.mark.unit


def test_equal_chances_are_the_binomial_tail() -> None:
    tail = sum(math.comb(10, k) * 0.2**k * 0.8 ** (10 - k) for k in range(4, 11))
    assert chance_of_at_least(4, [0.2] * 10) == pytest.approx(tail)


@given(st.lists(st.floats(0, 1), max_size=6), st.integers(0, 7))
def test_tail_is_the_sum_over_all_outcomes(chances: list[float], hits: int) -> None:
    total = 0.0
    for outcome in itertools.product((0, 1), repeat=len(chances)):
        if sum(outcome) >= hits:
            total += math.prod(p if one else 1 - p for p, one in zip(chances, outcome, strict=True))
    assert chance_of_at_least(hits, chances) == pytest.approx(total, abs=1e-12)


@pytest.mark.parametrize(("share", "lookers", "chance"), [(0.5, 1, 0.5), (0.5, 2, 0.75), (0.01, 0, 0.0)])
def test_more_lookers_make_it_likelier_to_be_among_them(share: float, lookers: int, chance: float) -> None:
    assert chance_to_have_read(share, lookers) == pytest.approx(chance)
