"""Which stretch of work a look-up belongs to."""

from __future__ import annotations

from datetime import timedelta

import pytest

from access.detection.shift import shift_at
from tests.access.detection.port import DAY, at, shift

pytestmark = pytest.mark.unit

HOUR = timedelta(hours=1)
EARLY, LATE = shift("dave", at(6)), shift("dave", at(14))


@pytest.mark.parametrize(
    ("hour", "starts"),
    [(5, 6), (6, 6), (13.9, 6), (14, 14), (14.5, 14), (22, 14), (23, 14), (4.9, 0), (23.1, 0)],
)
def test_look_up_belongs_to_the_shift_that_holds_it_or_lies_an_hour_off(hour: float, starts: float) -> None:
    assert shift_at([EARLY, LATE], at(hour), HOUR).starts_at == at(starts)


def test_leave_and_sickness_are_no_shifts() -> None:
    found = shift_at([shift("dave", at(6), kind="leave"), shift("dave", at(6), kind="sick")], at(7), HOUR)
    assert (found.starts_at, found.rostered) == (DAY, False)
    assert found.when == "on 3 March 2026 (UTC; no shift on the roster)"


def test_short_call_within_a_long_duty_goes_before_it() -> None:
    duty = shift("dave", at(0), 24, kind="on_call")
    assert shift_at([duty, LATE], at(15), HOUR).starts_at == at(14)
    assert shift_at([duty, LATE], at(23.5), HOUR).starts_at == at(0)
