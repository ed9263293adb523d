"""Deadlines of Directive (EU) 2019/1937, and how long a closed report is kept."""

from __future__ import annotations

from datetime import date

import pytest

from hotline.clock.deadline import add_months, clocks, is_kept
from hotline.enums import Deadline, Standing

pytestmark = pytest.mark.unit

FIRST = date(2026, 11, 22)


def test_clocks_when_running_then_seven_days_and_three_months_after_those() -> None:
    found = clocks(FIRST, None, None, today=FIRST)
    assert found[Deadline.ACKNOWLEDGEMENT].due_on == date(2026, 11, 29)
    assert found[Deadline.FEEDBACK].due_on == date(2027, 2, 28)
    assert {each.standing for each in found.values()} == {Standing.RUNNING}
    assert found[Deadline.ACKNOWLEDGEMENT].days_left(date(2026, 11, 27)) == 2


@pytest.mark.parametrize(
    ("acknowledged", "today", "standing"),
    [
        (None, date(2026, 11, 29), Standing.RUNNING),
        (None, date(2026, 11, 30), Standing.BREACHED),
        (date(2026, 11, 29), date(2026, 12, 30), Standing.MET),
        (date(2026, 11, 30), date(2026, 12, 30), Standing.BREACHED),
    ],
)
def test_acknowledgement_when_its_week_is_over_then_met_or_breached(
    acknowledged: date | None, today: date, standing: Standing
) -> None:
    assert clocks(FIRST, acknowledged, None, today=today)[Deadline.ACKNOWLEDGEMENT].standing is standing


def test_feedback_when_acknowledged_early_then_due_three_months_after_that() -> None:
    assert clocks(FIRST, FIRST, None, today=FIRST)[Deadline.FEEDBACK].due_on == date(2027, 2, 22)


def test_feedback_when_acknowledged_late_then_not_put_off() -> None:
    late = clocks(FIRST, date(2026, 12, 24), None, today=date(2026, 12, 24))
    assert late[Deadline.FEEDBACK].due_on == date(2027, 2, 28)


@pytest.mark.parametrize(
    ("day", "months", "later"),
    [
        (date(2026, 11, 30), 3, date(2027, 2, 28)),
        (date(2027, 11, 30), 3, date(2028, 2, 29)),
        (date(2026, 10, 31), 1, date(2026, 11, 30)),
        (date(2026, 12, 15), 12, date(2027, 12, 15)),
    ],
)
def test_months_when_added_then_the_same_day_or_the_last(day: date, months: int, later: date) -> None:
    assert add_months(day, months) == later


@pytest.mark.parametrize(
    ("closed", "today", "kept"),
    [
        (None, date(2036, 1, 1), True),
        (FIRST, date(2026, 12, 22), True),
        (FIRST, date(2026, 12, 23), False),
    ],
)
def test_report_when_closed_then_kept_for_its_days(closed: date | None, today: date, kept: bool) -> None:
    assert is_kept(closed, kept_days=30, today=today) is kept
