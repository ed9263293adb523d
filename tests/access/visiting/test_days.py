"""On how many days somebody may come as a visitor, counted over every host and permit."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from access.enums import VisitState
from access.visiting.days import (
    FURTHEST_AHEAD,
    LONGEST_VISIT,
    Planned,
    days_between,
    days_of,
    days_taken,
    days_with,
    may_take,
)
from screening.kinds.escort import MOST_DAYS_A_YEAR, ROLLING_YEAR, Stay

pytestmark = pytest.mark.unit

TODAY = date(2026, 11, 22)
S = VisitState


def day(offset: int) -> date:
    return TODAY + timedelta(days=offset)


def span(first: int, last: int) -> frozenset[date]:
    return days_between(day(first), day(last))


@pytest.mark.parametrize(
    ("visit", "taken"),
    [
        (Planned(S.ANNOUNCED, day(1), day(3)), span(1, 3)),
        (Planned(S.ANNOUNCED, day(-2), day(1)), span(0, 1)),  # days on which nobody came are given back
        (Planned(S.ANNOUNCED, day(-5), day(-1)), span(0, -1)),
        (Planned(S.ARRIVED, day(-1), day(2), arrived=day(0)), span(0, 2)),
        (Planned(S.ARRIVED, day(-3), day(-2), arrived=day(-2)), span(-2, 0)),  # overstayed until today
        (Planned(S.LEFT, day(-9), day(-3), arrived=day(-8), left=day(-7)), span(-8, -7)),
        (Planned(S.CANCELLED, day(1), day(3)), frozenset()),
        (Planned(S.TURNED_AWAY, day(0), day(0)), frozenset()),
        (Planned(S.NO_SHOW, day(-1), day(-1)), frozenset()),
    ],
)
def test_days_when_a_visit_stands_so_then_it_takes_these(visit: Planned, taken: frozenset[date]) -> None:
    assert days_of(visit, TODAY) == taken


def test_days_when_two_hosts_have_one_day_then_it_is_one() -> None:
    visits = [Planned(S.ANNOUNCED, day(0), day(1)), Planned(S.ANNOUNCED, day(1), day(2))]
    assert days_taken(visits, TODAY) == span(0, 2)


@pytest.mark.parametrize(
    ("first", "last", "code"),
    [
        (-1, 0, "visit_days_past"),
        (2, 1, "visit_days_past"),
        (0, LONGEST_VISIT, "visit_too_long"),
        (FURTHEST_AHEAD.days + 1, FURTHEST_AHEAD.days + 1, "visit_too_far_ahead"),
    ],
)
def test_span_when_impossible_then_refused(first: int, last: int, code: str) -> None:
    said = may_take(day(first), day(last), today=TODAY, taken=frozenset(), permits=())
    assert code in said.codes


def test_span_when_longest_and_furthest_then_allowed() -> None:
    first = FURTHEST_AHEAD.days
    said = may_take(day(first), day(first + LONGEST_VISIT - 1), today=TODAY, taken=frozenset(), permits=())
    assert said.allowed


@pytest.mark.parametrize(("left", "allowed"), [(MOST_DAYS_A_YEAR - 1, True), (MOST_DAYS_A_YEAR, False)])
def test_year_when_other_hosts_took_days_then_the_last_one_is_the_last(left: int, allowed: bool) -> None:
    taken = days_between(day(-left), day(-1))
    said = may_take(TODAY, TODAY, today=TODAY, taken=taken, permits=())
    assert said.allowed is allowed
    assert allowed or said.codes == ("visit_year_used_up",)


def test_year_when_permits_took_days_then_they_count_too() -> None:
    permits = [Stay(day(-60), day(-10), MOST_DAYS_A_YEAR)]
    assert not may_take(TODAY, TODAY, today=TODAY, taken=frozenset(), permits=permits).allowed


def test_year_when_days_lie_a_year_back_then_they_are_free_again() -> None:
    old = days_between(day(-ROLLING_YEAR.days - MOST_DAYS_A_YEAR + 1), day(-ROLLING_YEAR.days))
    assert len(old) == MOST_DAYS_A_YEAR
    assert may_take(TODAY, TODAY, today=TODAY, taken=old, permits=()).allowed


def test_year_when_a_wanted_day_is_taken_already_then_it_counts_once() -> None:
    taken = days_between(day(0), day(MOST_DAYS_A_YEAR - 1))
    assert may_take(TODAY, day(3), today=TODAY, taken=taken, permits=()).allowed


DAYS = st.frozensets(st.integers(-500, 500).map(day), max_size=40)


@given(DAYS, st.integers(0, 90), st.integers(1, 7), st.integers(0, ROLLING_YEAR.days - 1))
def test_year_when_any_days_are_taken_then_no_window_holds_more_than_counted(
    taken: frozenset[date], begins: int, length: int, shift: int
) -> None:
    wanted = days_between(day(begins), day(begins + length - 1))
    last = day(begins + shift)  # a year that ends here touches the first wanted day
    in_window = {each for each in wanted | taken if last - ROLLING_YEAR < each <= last}
    assert len(in_window) <= days_with(wanted, taken, ()) <= len(wanted | taken)


@given(DAYS, st.integers(0, 30))
def test_year_when_allowed_then_no_window_holds_more_than_the_most(taken: frozenset[date], at: int) -> None:
    said = may_take(day(at), day(at), today=TODAY, taken=taken, permits=())
    held = taken | {day(at)}
    windows = [
        sum(day(at) - timedelta(days=364 - shift) <= each <= day(at) + timedelta(days=shift) for each in held)
        for shift in range(365)
    ]
    assert said.allowed is (max(windows) <= MOST_DAYS_A_YEAR)
