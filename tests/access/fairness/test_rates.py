"""Rates by group: what is compared, and what is kept out of sight."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from access.fairness.groups import nationality_group, usual_shift
from access.fairness.rates import FEWEST_CASES, FEWEST_PEOPLE, Member, cells
from access.fairness.words import Standing

pytestmark = pytest.mark.unit


def members(group: str, people: int, flagged: int = 0, *, closed: int = 0, harmless: int = 0) -> list[Member]:
    return [
        Member(group, place < flagged, closed=place < closed, harmless=place < harmless)
        for place in range(people)
    ]


def test_group_when_flagged_far_more_often_then_above_the_stop_limit() -> None:
    worse, usual = cells([*members("contractors", 100, 30), *members("employees", 1_000, 40)])
    assert (worse.group, worse.standing, worse.flagged, worse.rate) == (
        "contractors",
        Standing.STOP,
        30,
        0.3,
    )
    assert worse.low is not None
    assert worse.low > 1.5
    assert usual.standing is Standing.LIKE_OTHERS


def test_group_when_the_difference_may_be_chance_then_like_the_others() -> None:
    first, _ = cells([*members("nights", 12, 4), *members("days", 300, 60)])
    assert (first.group, first.standing) == ("nights", Standing.LIKE_OTHERS)
    assert first.ratio is not None
    assert first.ratio > 1.5


def test_small_groups_when_told_then_together() -> None:
    told = cells([*members("large", 40), *members("a", 6), *members("b", 5)])
    assert {(cell.group, cell.people) for cell in told} == {("large", 40), ("Smaller groups together", 11)}


def test_one_small_group_when_it_could_be_found_by_subtraction_then_joins_the_smallest_other() -> None:
    told = cells([*members("large", 400), *members("middle", 20), *members("tiny", 2, 2)])
    assert {(cell.group, cell.people) for cell in told} == {("large", 400), ("middle and smaller groups", 22)}


def test_everybody_when_too_few_then_nothing_is_told() -> None:
    (only,) = cells(members("a", 4, 2))
    assert (only.rate, only.flagged, only.ratio, only.standing) == (None, None, None, Standing.TOO_FEW)


def test_cases_when_few_then_neither_counted_out_nor_judged_by_their_end() -> None:
    told = {cell.group: cell for cell in cells([*members("a", 50, 4, closed=4), *members("b", 50, 0)])}
    assert (told["a"].flagged, told["a"].harmless, told["b"].flagged) == (None, None, 0)


def test_closed_cases_when_enough_then_the_share_that_came_to_nothing() -> None:
    (only,) = cells(members("a", 50, 10, closed=8, harmless=6))
    assert only.harmless == 0.75


@given(st.lists(st.integers(1, 30), max_size=6))
def test_groups_when_told_then_nobody_is_lost_and_no_small_group_shows(sizes: list[int]) -> None:
    everybody = [
        member for group, people in enumerate(sizes) for member in members(str(group), people, people // 2)
    ]
    told = cells(everybody)
    assert sum(cell.people for cell in told) == len(everybody)
    for cell in told:
        assert cell.people >= FEWEST_PEOPLE or (cell.rate is None and cell.flagged is None)
        assert cell.flagged is None or cell.flagged == 0 or cell.flagged >= FEWEST_CASES


@pytest.mark.parametrize(
    ("nationality", "expected"),
    [
        ("BE", "Country of the port"),
        ("NL", "Other EEA and Switzerland"),
        ("CH", "Other EEA and Switzerland"),
        ("GB", "Other countries"),
        ("", "Not known"),
    ],
)
def test_nationality_when_grouped_then_one_of_three(nationality: str, expected: str) -> None:
    assert nationality_group(nationality, "BE") == expected


@pytest.mark.parametrize(
    ("hours", "expected"),
    [
        ((6, 6, 14), "Early"),
        ((22, 23, 22), "Night"),
        ((4,), "Night"),
        ((6, 14, 22), "Changing"),
        ((), "Not known"),
    ],
)
def test_shift_when_most_begin_then_then_the_usual_one(hours: tuple[int, ...], expected: str) -> None:
    assert usual_shift(datetime(2026, 11, 2, hour, tzinfo=UTC) for hour in hours) == expected
