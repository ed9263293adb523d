"""The clock of handing in: when it starts, whom it wakes."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from access.accountability.return_clock import (
    ESCALATED_AFTER_DAYS,
    ReturnStep,
    days_over,
    due_on,
    is_to_return,
    step,
)
from access.enums import BadgeState

pytestmark = pytest.mark.unit

DUE = date(2026, 11, 22)


@pytest.mark.parametrize("state", BadgeState)
def test_card_when_its_state_has_ended_then_to_return_whatever_the_clearance(state: BadgeState) -> None:
    ended = state in {BadgeState.REVOKED, BadgeState.EXPIRED, BadgeState.SUPERSEDED}
    held = state in {BadgeState.ACTIVE, BadgeState.SUSPENDED}
    assert is_to_return(state, right_ended=False) is ended
    assert is_to_return(state, right_ended=True) is (ended or held)


@pytest.mark.parametrize(
    ("days", "reminded", "escalated", "wanted"),
    [
        (-1, False, False, ReturnStep.NONE),
        (0, False, False, ReturnStep.REMIND),
        (0, True, False, ReturnStep.NONE),
        (6, False, False, ReturnStep.REMIND),
        (6, True, False, ReturnStep.NONE),
        (7, True, False, ReturnStep.ESCALATE),
        (7, False, False, ReturnStep.ESCALATE),
        (7, True, True, ReturnStep.NONE),
        (400, False, True, ReturnStep.NONE),
    ],
)
def test_step_when_days_pass_then_one_reminder_and_one_escalation(
    days: int, reminded: bool, escalated: bool, wanted: ReturnStep
) -> None:
    assert step(DUE, DUE + timedelta(days=days), reminded=reminded, escalated=escalated) is wanted


@given(st.sets(st.integers(-3, 30)))
def test_step_when_the_sweep_misses_any_days_then_each_is_told_at_most_once(days: set[int]) -> None:
    reminded = escalated = False
    told = []
    for day in sorted(days):
        wanted = step(DUE, DUE + timedelta(days=day), reminded=reminded, escalated=escalated)
        reminded = reminded or wanted is ReturnStep.REMIND
        escalated = escalated or wanted is ReturnStep.ESCALATE
        told.append(wanted)
    assert told.count(ReturnStep.REMIND) <= 1
    assert told.count(ReturnStep.ESCALATE) == (max(days, default=-1) >= ESCALATED_AFTER_DAYS)


@given(st.dates(date(2000, 1, 1), date(2100, 1, 1)), st.integers(0, 400))
def test_due_day_when_counted_then_days_over_counts_back(ended: date, days: int) -> None:
    assert days_over(due_on(ended, days), ended) == -days
