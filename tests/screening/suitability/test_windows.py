from __future__ import annotations

import calendar
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from screening.suitability.facts import ConvictionFact
from screening.suitability.windows import (
    FULL_TERM_ASSUMED,
    NO_DATE,
    PERMANENT,
    add_months,
    add_years,
    is_served_custody,
    window,
)
from screening.suitability.words import LookbackFrom

pytestmark = pytest.mark.unit

DAYS = st.dates(date(1920, 1, 1), date(2100, 12, 31))
YEARS = st.integers(1, 99)


@pytest.mark.parametrize(
    ("day", "years", "end"),
    [
        (date(2021, 3, 14), 5, date(2026, 3, 14)),
        (date(2020, 2, 29), 5, date(2025, 2, 28)),
        (date(2020, 2, 29), 4, date(2024, 2, 29)),
        (date(2021, 2, 28), 3, date(2024, 2, 28)),
        (date(1896, 2, 29), 4, date(1900, 2, 28)),
        (date(1996, 2, 29), 4, date(2000, 2, 29)),
        (date(2026, 1, 1), 0, date(2026, 1, 1)),
        (date(9998, 1, 1), 7, date.max),
    ],
)
def test_add_years_when_the_day_is_missing_takes_the_last_of_the_month(
    day: date, years: int, end: date
) -> None:
    assert add_years(day, years) == end


@pytest.mark.parametrize(
    ("day", "months", "end"),
    [
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2024, 1, 31), 1, date(2024, 2, 29)),
        (date(2026, 8, 31), 6, date(2027, 2, 28)),
        (date(2026, 11, 30), 1, date(2026, 12, 30)),
        (date(2026, 12, 15), 1, date(2027, 1, 15)),
        (date(2026, 3, 31), 12, date(2027, 3, 31)),
    ],
)
def test_add_months_when_the_day_is_missing_takes_the_last_of_the_month(
    day: date, months: int, end: date
) -> None:
    assert add_months(day, months) == end


@given(day=DAYS, years=YEARS)
def test_add_years_when_done_keeps_month_and_day_but_for_29_february(day: date, years: int) -> None:
    end = add_years(day, years)
    assert end.year == day.year + years
    if (day.month, day.day) == (2, 29) and not calendar.isleap(end.year):
        assert (end.month, end.day) == (2, 28)
    else:
        assert (end.month, end.day) == (day.month, day.day)


@given(day=DAYS, later=st.integers(0, 4000), years=YEARS)
def test_add_years_when_the_start_is_later_never_ends_earlier(day: date, later: int, years: int) -> None:
    assert add_years(day + timedelta(days=later), years) >= add_years(day, years)
    assert add_years(day, years + 1) > add_years(day, years)


@given(day=DAYS, one=st.integers(0, 400), other=st.integers(0, 400))
def test_add_months_when_split_never_ends_later(day: date, one: int, other: int) -> None:
    assert add_months(add_months(day, one), other) <= add_months(day, one + other)


@given(final_on=DAYS, years=YEARS)
def test_window_when_it_ends_counts_on_its_last_day_and_not_after(final_on: date, years: int) -> None:
    found = window(ConvictionFact(id="1", offence_code="0701", final_on=final_on), LookbackFrom.FINAL, years)
    assert found.until is not None
    assert found.counts(final_on)
    assert found.counts(found.until)
    assert not found.counts(found.until + timedelta(days=1))


DECIDED, FINAL = date(2015, 1, 10), date(2015, 6, 10)
PRISON = {"sanction_code": "1001", "sanction_months": 30}


@pytest.mark.parametrize(
    ("fields", "start", "until", "remark"),
    [
        ({}, LookbackFrom.CONVICTION, date(2020, 1, 10), ""),
        ({}, LookbackFrom.FINAL, date(2020, 6, 10), ""),
        ({}, LookbackFrom.RELEASE, date(2020, 6, 10), ""),
        ({"final_on": None}, LookbackFrom.FINAL, date(2020, 1, 10), ""),
        ({"decided_on": None}, LookbackFrom.CONVICTION, date(2020, 6, 10), ""),
        ({"decided_on": None, "final_on": None}, LookbackFrom.FINAL, None, NO_DATE),
        ({**PRISON, "released_on": date(2016, 2, 29)}, LookbackFrom.RELEASE, date(2021, 2, 28), ""),
        ({**PRISON, "released_on": date(2015, 3, 1)}, LookbackFrom.RELEASE, date(2020, 6, 10), ""),
        (PRISON, LookbackFrom.RELEASE, date(2022, 12, 10), FULL_TERM_ASSUMED),
        ({**PRISON, "sanction_suspended": True}, LookbackFrom.RELEASE, date(2020, 6, 10), ""),
        ({"sanction_months": 30}, LookbackFrom.RELEASE, date(2022, 12, 10), FULL_TERM_ASSUMED),
        ({"sanction_code": "8001"}, LookbackFrom.RELEASE, date(2020, 6, 10), ""),
    ],
)
def test_window_when_dates_are_missing_runs_from_the_next_best(
    fields: dict, start: LookbackFrom, until: date | None, remark: str
) -> None:
    conviction = ConvictionFact(
        **{"id": "1", "offence_code": "0701", "decided_on": DECIDED, "final_on": FINAL, **fields}
    )
    found = window(conviction, start, 5)
    assert (found.until, found.remark, found.permanent) == (until, remark, False)
    assert (found.since is None) == (until is None)


@pytest.mark.parametrize("fields", [{"sanction_code": "1002"}, {"sanction_code": "1001"}])
def test_window_when_a_term_cannot_be_worked_out_has_no_end(fields: dict) -> None:
    conviction = ConvictionFact(id="1", offence_code="0801", final_on=FINAL, **fields)
    found = window(conviction, LookbackFrom.RELEASE, 5)
    assert found.until is None
    assert "release is not recorded" in found.remark
    assert found.counts(date(2200, 1, 1))
    assert found.end == date.max


def test_window_when_permanent_always_counts() -> None:
    assert PERMANENT.counts(date.max)


@pytest.mark.parametrize(
    ("fields", "served"),
    [
        ({"sanction_code": "1001"}, True),
        ({"sanction_code": "1001", "sanction_suspended": True}, False),
        ({"sanction_code": "8001"}, False),
        ({"sanction_months": 3}, True),
        ({}, False),
    ],
)
def test_is_served_custody_when_sentence_is_prison_and_not_suspended(fields: dict, served: bool) -> None:
    assert is_served_custody(ConvictionFact(id="1", offence_code="0701", **fields)) is served
