"""What officers type in from a record answer, and what is refused of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portsec.kernel.errors import InvalidInput
from screening.record_entry import (
    ConvictionInput,
    ProceedingInput,
    check_rows,
    conviction_problems,
    proceeding_problems,
)

pytestmark = pytest.mark.unit

TODAY = date(2026, 6, 1)
GOOD = ConvictionInput(
    offence_code="0701 00",
    country="ES",
    offence_date=date(2021, 6, 1),
    decided_on=date(2022, 3, 1),
    final_on=date(2022, 4, 1),
    released_on=date(2024, 4, 1),
    sanction_code="1001",
    sanction_months=24,
)
WANTED = ProceedingInput(state="wanted", offence_code="0701 00", country="ES", since=date(2025, 1, 1))


def test_row_when_it_is_whole_then_nothing_is_said() -> None:
    assert conviction_problems(GOOD, today=TODAY) == {}
    assert proceeding_problems(WANTED, today=TODAY) == {}


@pytest.mark.parametrize(
    ("changes", "field", "words"),
    [
        ({"offence_code": "9999 00"}, "offence_code", "not an ECRIS offence code"),
        ({"country": "XX"}, "country", "no country of ISO 3166-1"),
        ({"country": ""}, "country", "no country"),
        ({"sanction_code": "99999"}, "sanction_code", "not an ECRIS sanction code"),
        ({"sanction_months": -1}, "sanction_months", "Between 0 and 1200"),
        ({"sanction_code": "8001"}, "sanction_months", "takes no freedom away"),
        ({"day_rates": 1001}, "day_rates", "Between 0 and 1000"),
        ({"decided_on": date(2026, 6, 2), "final_on": None}, "decided_on", "lies in the future"),
        ({"final_on": date(2026, 6, 2)}, "final_on", "lies in the future"),
        ({"offence_date": date(2026, 6, 2)}, "offence_date", "lies in the future"),
        ({"released_on": date(2026, 6, 2)}, "released_on", "lies in the future"),
        ({"offence_date": date(1890, 1, 1)}, "offence_date", "too far back"),
        ({"final_on": date(2022, 2, 28)}, "final_on", "before it is decided"),
        ({"released_on": date(2022, 2, 28)}, "released_on", "before the conviction"),
        ({"offence_date": date(2022, 3, 2)}, "decided_on", "before the offence"),
        ({"custody_since": date(2024, 4, 2)}, "released_on", "before the imprisonment began"),
        ({"custody_since": date(2021, 5, 31)}, "custody_since", "began before the offence"),
        ({"completion": "Z"}, "completion", "not one of the words"),
        ({"grade": "capital"}, "grade", "not one of the words"),
        ({"circumstances": ("bad_luck",)}, "circumstances", "not one of the circumstances"),
    ],
    ids=str,
)
def test_conviction_when_a_value_cannot_be_then_named_at_its_field(
    changes: dict[str, Any], field: str, words: str
) -> None:
    problems = conviction_problems(replace(GOOD, **changes), today=TODAY)
    assert words in problems[field]


@pytest.mark.parametrize(
    "changes",
    [
        {"decided_on": TODAY, "final_on": TODAY, "released_on": TODAY},
        {"final_on": date(2022, 3, 1)},
        {"released_on": date(2022, 3, 1)},
        {"offence_date": date(2022, 3, 1)},
        {"custody_since": date(2021, 6, 1)},
        {"sanction_code": "", "sanction_months": None},
    ],
    ids=str,
)
def test_conviction_when_just_possible_then_taken(changes: dict[str, Any]) -> None:
    assert conviction_problems(replace(GOOD, **changes), today=TODAY) == {}


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"state": "acquitted"}, "state"),
        ({"state": "convicted"}, "state"),
        ({"offence_code": "9"}, "offence_code"),
        ({"country": "Spain"}, "country"),
        ({"since": date(2026, 6, 2)}, "since"),
        ({"ended_on": date(2024, 12, 31)}, "ended_on"),
    ],
    ids=str,
)
def test_proceedings_when_a_value_cannot_be_then_named_at_its_field(
    changes: dict[str, Any], field: str
) -> None:
    assert set(proceeding_problems(replace(WANTED, **changes), today=TODAY)) == {field}


def test_rows_when_several_are_wrong_then_all_are_named_at_once() -> None:
    wrong = [
        GOOD,
        replace(GOOD, offence_code="9999 00", released_on=date(2020, 1, 1)),
        replace(GOOD, country="XX"),
    ]
    with pytest.raises(InvalidInput, match="Conviction 2: ") as refusal:
        check_rows(wrong, [replace(WANTED, country="YY")], today=TODAY)
    assert set(refusal.value.fields) == {
        "convictions.1.offence_code",
        "convictions.1.released_on",
        "convictions.2.country",
        "proceedings.0.country",
    }


@given(
    decided=st.dates(date(1950, 1, 1), date(2030, 1, 1)),
    final=st.integers(-500, 500),
    released=st.integers(-500, 3000),
)
def test_conviction_when_dates_are_in_order_and_past_then_exactly_those_are_taken(
    decided: date, final: int, released: int
) -> None:
    row = replace(
        GOOD,
        offence_date=None,
        decided_on=decided,
        final_on=decided + timedelta(days=final),
        released_on=decided + timedelta(days=released),
    )
    days = (row.decided_on, row.final_on, row.released_on)
    possible = final >= 0 and released >= 0 and all(day is not None and day <= TODAY for day in days)
    assert (conviction_problems(row, today=TODAY) == {}) is possible
