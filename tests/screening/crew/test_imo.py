"""IMO numbers and their check digits."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portsec.kernel.errors import InvalidInput
from screening.crew.imo import check_digit, imo_number

pytestmark = pytest.mark.unit


@pytest.mark.parametrize("text", ["9074729", "IMO 9074729", "imo9074729", " IMO9074729 "])
def test_number_when_written_in_any_way_then_its_seven_digits(text: str) -> None:
    assert imo_number(text) == "9074729"


@pytest.mark.parametrize("text", ["", "907472", "90747290", "ABCDEFG", "٩٠٧٤٧٢٩", "9074-729"])
def test_number_when_no_seven_digits_then_refused(text: str) -> None:
    with pytest.raises(InvalidInput, match="seven digits"):
        imo_number(text)


@given(st.integers(0, 999_999), st.integers(0, 9))
def test_number_when_made_up_then_only_one_last_digit_fits(first: int, last: int) -> None:
    digits = f"{first:06d}"
    if last == check_digit(digits):
        assert imo_number(f"{digits}{last}") == f"{digits}{last}"
    else:
        with pytest.raises(InvalidInput, match="check digit"):
            imo_number(f"{digits}{last}")
