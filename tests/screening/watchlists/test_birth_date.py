"""A birth as exactly as it is known."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portsec.kernel.errors import InvalidInput
from screening.watchlists.birth_date import BirthDate

pytestmark = pytest.mark.unit

births = st.builds(
    lambda one, other, circa: BirthDate(min(one, other), max(one, other), circa),
    st.dates(),
    st.dates(),
    st.booleans(),
)


@pytest.mark.parametrize(
    ("birth", "text"),
    [
        (BirthDate.on(date(1965, 3, 9)), "9 Mar 1965"),
        (BirthDate.in_month(1965, 2), "Feb 1965"),
        (BirthDate.in_year(1965), "1965"),
        (BirthDate.in_year(1965, circa=True), "about 1965"),
        (BirthDate(date(1960, 1, 1), date(1963, 12, 31)), "1960 to 1963"),
        (BirthDate(date(1946, 9, 26), date(1946, 12, 7)), "26 Sep 1946 to 7 Dec 1946"),
    ],
)
def test_text_when_precision_differs_then_says_no_more_than_is_known(birth: BirthDate, text: str) -> None:
    assert birth.text == text


@pytest.mark.parametrize(
    ("text", "birth"),
    [
        ("1965-03-09", BirthDate.on(date(1965, 3, 9))),
        ("1965-3-9", BirthDate.on(date(1965, 3, 9))),
        (" 1965-03 ", BirthDate.in_month(1965, 3)),
        ("1965", BirthDate.in_year(1965)),
    ],
)
def test_parse_when_precision_differs_then_keeps_it(text: str, birth: BirthDate) -> None:
    assert BirthDate.parse(text) == birth


@pytest.mark.parametrize(
    "text", ["", "1974-01-32", "1974-13", "0000", "09.03.1965", "1965-03-09T00:00", "abc"]
)
def test_parse_when_not_a_date_then_refuses_with_the_text(text: str) -> None:
    with pytest.raises(InvalidInput, match="is not a date"):
        BirthDate.parse(text)


def test_birth_date_when_it_ends_before_it_begins_then_is_refused() -> None:
    with pytest.raises(ValueError, match="before it begins"):
        BirthDate(date(1965, 3, 9), date(1965, 3, 8))


def test_year_when_statement_spans_two_years_then_is_not_known() -> None:
    assert BirthDate.in_month(1965, 3).year == 1965
    assert BirthDate(date(1960, 1, 1), date(1963, 12, 31)).year is None


@given(births)
def test_birth_date_when_stored_and_read_back_then_is_equal(birth: BirthDate) -> None:
    assert BirthDate.from_data(birth.as_data()) == birth
    assert birth.text
