"""Counts of a campaign show no small group and no single report."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hotline.campaigning.count import LEAST_SHOWN, shown

pytestmark = pytest.mark.unit


@pytest.mark.parametrize(
    ("reports", "words"), [(0, "fewer than 10"), (9, "fewer than 10"), (10, "10 or more")]
)
def test_count_when_small_then_is_not_told(reports: int, words: str) -> None:
    assert shown(reports) == words


@given(st.integers(min_value=0, max_value=100_000))
def test_count_when_one_more_report_comes_then_at_most_one_in_ten_changes_it(reports: int) -> None:
    if (reports + 1) % LEAST_SHOWN:
        assert shown(reports) == shown(reports + 1)
