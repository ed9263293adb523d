"""Days that are told and days that are not: none is lost."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portsec.kernel.errors import InvalidInput
from screening.history.periods import (
    GAP_DAYS,
    Period,
    gaps,
    is_explained,
    merged,
    overlaps,
    period,
    uncovered,
    window,
)

pytestmark = pytest.mark.unit

TODAY = date(2026, 6, 1)
DAYS = st.dates(date(2015, 1, 1), date(2030, 12, 31))


@st.composite
def periods(draw: st.DrawFn) -> Period:
    since = draw(DAYS)
    return Period(since, since + timedelta(days=draw(st.integers(0, 900))))


def days_of(several: tuple[Period, ...] | list[Period]) -> set[date]:
    return {each.since + timedelta(days=n) for each in several for n in range(each.days)}


@given(st.lists(periods(), max_size=8), periods())
def test_uncovered_when_added_to_what_is_told_then_no_day_is_lost(told: list[Period], within: Period) -> None:
    holes = uncovered(told, within)
    inside = days_of([within])
    assert days_of(holes) == inside - days_of(told)
    assert all(b.since - a.until > timedelta(days=1) for a, b in pairwise(holes))


@given(st.lists(periods(), max_size=8))
def test_merged_when_periods_touch_then_the_same_days_in_fewer_periods(told: list[Period]) -> None:
    whole = merged(told)
    assert days_of(whole) == days_of(told)
    assert all(b.since - a.until > timedelta(days=1) for a, b in pairwise(whole))


@given(st.lists(periods(), max_size=8), periods())
def test_gaps_when_found_then_each_is_longer_than_four_weeks(told: list[Period], within: Period) -> None:
    found = gaps(told, within)
    assert all(gap.days > GAP_DAYS and within.holds(gap) for gap in found)
    assert set(found) <= set(uncovered(told, within))


@given(st.lists(periods(), max_size=6))
def test_overlaps_when_named_then_each_pair_shares_those_days(told: list[Period]) -> None:
    named = {(first, second): shared for first, second, shared in overlaps(told)}
    for first in range(len(told)):
        for second in range(first + 1, len(told)):
            both = days_of([told[first]]) & days_of([told[second]])
            shared = named.get((first, second))
            assert both == (days_of([shared]) if shared else set())


@given(periods())
def test_gap_when_explained_from_end_to_end_then_explained(gap: Period) -> None:
    assert is_explained(gap, [gap])
    assert is_explained(gap, []) == (gap.days <= GAP_DAYS)


@pytest.mark.parametrize(
    ("days", "is_gap"), [(27, False), (28, False), (29, True)], ids=["below", "at", "above"]
)
def test_gap_when_at_the_limit_then_28_days_are_none(days: int, is_gap: bool) -> None:
    within = Period(date(2026, 1, 1), date(2026, 1, 1) + timedelta(days=days - 1))
    assert bool(gaps([], within)) == is_gap


def test_window_when_it_would_begin_on_a_leap_day_then_begins_a_day_earlier() -> None:
    assert window(date(2028, 2, 29)).since == date(2023, 2, 28)
    assert window(TODAY) == Period(date(2021, 6, 1), TODAY)


@pytest.mark.parametrize(
    ("since", "until", "field"),
    [
        (date(2026, 6, 2), None, "since"),
        (date(2026, 1, 1), date(2026, 6, 2), "until"),
        (date(2026, 3, 1), date(2026, 2, 28), "until"),
    ],
    ids=["begins in the future", "ends in the future", "ends before it begins"],
)
def test_period_when_impossible_then_names_the_field(since: date, until: date | None, field: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        period(since, until, today=TODAY)
    assert list(refused.value.fields) == [field]


def test_period_without_end_when_read_then_lasts_until_today() -> None:
    assert period(date(2026, 5, 30), None, today=TODAY).days == 3
