from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portsec.kernel.errors import InvalidInput
from screening.suitability.clocks import due, is_working_day, working_days
from screening.suitability.words import ClockUnit

pytestmark = pytest.mark.unit

FRIDAY = date(2026, 5, 22)
WHIT_MONDAY = date(2026, 5, 25)
DAYS = st.dates(date(2000, 1, 1), date(2100, 1, 1))
HOLIDAYS = st.frozensets(st.dates(date(2026, 1, 1), date(2026, 12, 31)), max_size=30)


@pytest.mark.parametrize(
    ("start", "days", "unit", "holidays", "end"),
    [
        (FRIDAY, 0, ClockUnit.CALENDAR, (), FRIDAY),
        (FRIDAY, 15, ClockUnit.CALENDAR, (), date(2026, 6, 6)),
        (date(2024, 2, 28), 1, ClockUnit.CALENDAR, (), date(2024, 2, 29)),
        (FRIDAY, 0, ClockUnit.WORKING, (), FRIDAY),
        (FRIDAY, 1, ClockUnit.WORKING, (), date(2026, 5, 25)),
        (FRIDAY, 1, ClockUnit.WORKING, (WHIT_MONDAY,), date(2026, 5, 26)),
        (FRIDAY, 10, ClockUnit.WORKING, (), date(2026, 6, 5)),
        (FRIDAY, 10, ClockUnit.WORKING, (WHIT_MONDAY,), date(2026, 6, 8)),
        (date(2026, 5, 23), 5, ClockUnit.WORKING, (), date(2026, 5, 29)),
        (date(2026, 5, 24), 1, ClockUnit.WORKING, (date(2026, 5, 24),), date(2026, 5, 25)),
    ],
)
def test_due_when_days_run_does_not_count_the_first(
    start: date, days: int, unit: ClockUnit, holidays: tuple[date, ...], end: date
) -> None:
    assert due(start, days, unit, holidays) == end


@pytest.mark.parametrize("unit", ClockUnit)
def test_due_when_days_are_negative_is_refused(unit: ClockUnit) -> None:
    with pytest.raises(InvalidInput, match="-1 days"):
        due(FRIDAY, -1, unit)


@pytest.mark.parametrize("unit", ClockUnit)
def test_due_when_beyond_the_calendar_is_refused(unit: ClockUnit) -> None:
    with pytest.raises(InvalidInput, match="beyond the calendar"):
        due(date(9999, 12, 30), 3, unit)


@given(start=DAYS, days=st.integers(1, 200), holidays=HOLIDAYS)
def test_due_when_working_days_run_holds_exactly_that_many(
    start: date, days: int, holidays: frozenset[date]
) -> None:
    end = due(start, days, ClockUnit.WORKING, holidays)
    span = [start + timedelta(days=step) for step in range(1, (end - start).days + 1)]
    assert sum(is_working_day(day, holidays) for day in span) == days
    assert is_working_day(end, holidays)


@given(start=DAYS, days=st.integers(0, 200), holidays=HOLIDAYS)
def test_due_when_holidays_are_added_never_ends_earlier(
    start: date, days: int, holidays: frozenset[date]
) -> None:
    assert due(start, days, ClockUnit.WORKING, holidays) >= due(start, days, ClockUnit.WORKING)
    assert due(start, days, ClockUnit.WORKING) >= due(start, days, ClockUnit.CALENDAR)


SUNDAY_TO_THURSDAY = frozenset({4, 5})  # a State that rests on Friday and Saturday


def test_due_when_the_weekend_is_friday_and_saturday_then_sunday_works() -> None:
    thursday = date(2026, 5, 21)
    assert due(thursday, 1, ClockUnit.WORKING, weekend=SUNDAY_TO_THURSDAY) == date(2026, 5, 24)


@given(start=DAYS, days=st.integers(0, 100), holidays=HOLIDAYS)
def test_working_days_when_counted_to_the_due_day_then_as_many_as_ran(
    start: date, days: int, holidays: frozenset[date]
) -> None:
    end = due(start, days, ClockUnit.WORKING, holidays)
    assert working_days(start, end, holidays) == days
    assert working_days(end, start, holidays) == -days
