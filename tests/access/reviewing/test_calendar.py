"""When whose access is reviewed."""

from __future__ import annotations

from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from access.enums import FieldClass
from access.reviewing.calendar import EVERY_MONTHS, MOST_LINES, is_due, parts_of, slot_of

pytestmark = pytest.mark.unit

CLASSES = [FieldClass.S1, FieldClass.S2, FieldClass.S3]
YEAR = [date(2026, month, 3) for month in range(1, 13)]


@given(st.text(min_size=1, max_size=30))
def test_holder_when_a_year_passes_then_reviewed_as_often_as_the_class_asks(account: str) -> None:
    turns = {each: sum(is_due(account, each, day) for day in YEAR) for each in CLASSES}
    assert turns == {FieldClass.S1: 1, FieldClass.S2: 4, FieldClass.S3: 12}


def test_holders_when_many_then_no_month_has_much_more_than_its_share() -> None:
    names = [f"clerk-{number}" for number in range(1200)]
    by_month = [sum(is_due(name, FieldClass.S1, day) for name in names) for day in YEAR]
    assert sum(by_month) == len(names)
    assert max(by_month) < 2 * len(names) / 12


def test_holder_when_the_year_turns_then_the_distance_stays() -> None:
    months = [date(2025 + n // 12, n % 12 + 1, 1) for n in range(36)]
    turns = [n for n, day in enumerate(months) if is_due("dora", FieldClass.S2, day)]
    assert {b - a for a, b in pairwise(turns)} == {EVERY_MONTHS[FieldClass.S2]}


@given(st.lists(st.integers()))
def test_parts_when_lines_are_many_then_small_and_complete(lines: list[int]) -> None:
    parts = parts_of(lines)
    assert [line for part in parts for line in part] == lines
    assert all(0 < len(part) <= MOST_LINES for part in parts)
    assert not parts or max(map(len, parts)) - min(map(len, parts)) <= 1


def test_slot_when_named_then_sorts_by_month() -> None:
    assert slot_of(date(2026, 3, 31)) == "2026-03"
