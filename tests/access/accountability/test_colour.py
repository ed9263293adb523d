"""Letters on any colour can be read, and bands can be told apart."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from access.accountability.colour import READABLE, are_apart, contrast, lettering

pytestmark = pytest.mark.unit

colours = st.integers(0, 0xFFFFFF).map(lambda number: f"#{number:06x}")


def test_contrast_when_black_on_white_then_as_the_standard_says() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


@given(colours)
def test_lettering_when_any_colour_is_chosen_then_readable(colour: str) -> None:
    assert contrast(colour, lettering(colour)) >= READABLE


@given(colours, colours)
def test_apart_when_compared_then_the_same_both_ways_and_never_with_itself(one: str, other: str) -> None:
    assert are_apart(one, other) is are_apart(other, one)
    assert not are_apart(one, one)


@pytest.mark.parametrize("text", ["", "red", "#12345", "#GGGGGG", "1b4965", "#1B4965"])
def test_contrast_when_it_is_no_colour_then_refused(text: str) -> None:
    with pytest.raises(ValueError, match="no colour"):
        contrast(text, "#ffffff")
