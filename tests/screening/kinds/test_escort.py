"""Days under escort in a rolling year, whoever sponsors them."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from screening.kinds.escort import ROLLING_YEAR, Stay, days_in_fullest_year, longest_end
from screening.kinds.words import PermitKind

pytestmark = pytest.mark.unit

NEW_YEAR = date(2026, 1, 1)


def stay(offset: int, length: int = 7, days: int | None = None) -> Stay:
    first = NEW_YEAR + timedelta(days=offset)
    return Stay(first, first + timedelta(days=length - 1), length if days is None else days)


@pytest.mark.parametrize(
    ("kind", "last"),
    [
        (PermitKind.ESCORTED_SHORT, date(2026, 1, 7)),
        (PermitKind.ESCORTED_TEMPORARY, date(2026, 3, 1)),
    ],
)
def test_end_when_asked_then_seven_or_sixty_days_with_the_first(kind: PermitKind, last: date) -> None:
    assert longest_end(kind, NEW_YEAR) == last


@pytest.mark.parametrize(
    ("others", "total"),
    [
        ([], 7),
        ([stay(-20)], 14),
        ([stay(-370)], 14),  # its last day is the first of the year that ends with the new one's first
        ([stay(-371)], 7),  # its last day is a day too old
        ([stay(370)], 14),
        ([stay(371)], 7),
        ([stay(100), stay(200)], 21),
        ([stay(-300), stay(300)], 14),  # no year holds all three
        ([stay(-20, length=60, days=5)], 12),
    ],
)
def test_days_when_others_stand_near_then_the_fullest_year_counts(others: list[Stay], total: int) -> None:
    assert days_in_fullest_year(stay(0), others) == total


STAYS = st.lists(st.builds(stay, st.integers(-800, 800), st.integers(1, 60), st.integers(1, 28)), max_size=6)


@given(STAYS)
def test_days_when_any_stays_then_never_fewer_than_in_any_year_that_touches(others: list[Stay]) -> None:
    new = stay(0)
    fullest = days_in_fullest_year(new, others)
    for shift in range(0, 365, 13):
        end = new.first + timedelta(days=shift)
        start = end - ROLLING_YEAR + timedelta(days=1)
        if new.last < start or new.first > end:
            continue
        inside = [each for each in [new, *others] if each.last >= start and each.first <= end]
        assert sum(each.days for each in inside) <= fullest
