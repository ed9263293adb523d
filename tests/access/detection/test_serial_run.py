"""Container numbers of one person: read once, and whether they lie close together."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from access.detection.serial_run import Numbers, close_together
from tests.access.detection.port import box, wrong_box

pytestmark = pytest.mark.unit


def numbers(*serials: int, prefix: str = "MSCU"):
    read = Numbers()
    return [number for serial in serials if (number := read.of(box(serial, prefix)))]


def test_numbers_are_read_right_or_wrong() -> None:
    read = Numbers()
    assert str(read.of(box(5))) == box(5)
    wrong = read.of(wrong_box(5))
    assert wrong is not None
    assert not wrong.has_right_check_digit
    assert read.of("BL-2026-1") is None
    assert read.of("BL-2026-1") is None


@pytest.mark.parametrize(
    ("serials", "found"),
    [
        ((1, 4, 7, 10, 13), True),
        ((1, 4, 7, 10), False),
        ((1, 4, 7, 11, 14, 17), False),
        ((1, 1, 1, 1, 1), False),
    ],
)
def test_run_of_five_with_gaps_of_three_is_close_together(serials: tuple[int, ...], *, found: bool) -> None:
    assert close_together(numbers(*serials), 5, 3) is found


def test_numbers_of_different_prefixes_are_not() -> None:
    assert not close_together([*numbers(1, 2, 3), *numbers(4, 5, prefix="TGHU")], 5, 3)


@given(st.sets(st.integers(0, 40), max_size=12), st.integers(1, 5), st.integers(1, 4))
def test_it_agrees_with_trying_every_run(serials: set[int], least: int, gap: int) -> None:
    ordered = sorted(serials)
    runs = [
        ordered[start : start + least]
        for start in range(len(ordered) - least + 1)
        if all(ordered[i + 1] - ordered[i] <= gap for i in range(start, start + least - 1))
    ]
    assert close_together(numbers(*serials), least, gap) == bool(runs)
