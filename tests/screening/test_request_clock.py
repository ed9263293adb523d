"""The clock of a request: by policy or by law, in working days of the State asked."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from screening.enums import Channel, CheckKind, CheckResult, CheckState, RequestStatus
from screening.request_clock import (
    NO_REPLY_WORKING_DAYS,
    Term,
    days_left,
    days_since,
    end_of,
    given_up_after,
    status_of,
    term_of,
)
from screening.suitability.policy import Policy, load
from screening.suitability.words import ClockUnit

pytestmark = pytest.mark.unit

FILE = Path(__file__).resolve().parents[2] / "screening" / "policies" / "eu-port-standard.yaml"
TEN = Term(10, ClockUnit.WORKING)


@pytest.fixture(scope="module")
def rules() -> Policy:
    return load(FILE.read_text(encoding="utf-8"))


@pytest.mark.parametrize(
    ("channel", "days"), [(Channel.ECRIS, 10), (Channel.OWN_REGISTER, 10), (Channel.OWN_REQUEST, 20)]
)
@pytest.mark.parametrize("silent", [False, True])
def test_term_when_a_state_is_asked_then_as_the_policy_or_the_law_says(
    rules: Policy, channel: Channel, days: int, silent: bool
) -> None:
    policy = replace(rules, clocks={}) if silent else rules
    assert term_of(CheckKind.CRIMINAL_RECORD, channel, policy) == Term(days, ClockUnit.WORKING)


def test_term_when_neither_policy_nor_law_gives_one_then_none(rules: Policy) -> None:
    assert term_of(CheckKind.EMPLOYMENT, None, rules) is None


@pytest.mark.parametrize(
    ("country", "start", "end"),
    [
        # Ten working days from Monday 1 June 2026, without a holiday in the way
        ("NL", date(2026, 6, 1), date(2026, 6, 15)),
        # Belgium: 21 July; Spain: 15 August is a Saturday; France: 14 July
        ("BE", date(2026, 7, 13), date(2026, 7, 28)),
        ("ES", date(2026, 7, 13), date(2026, 7, 27)),
        ("FR", date(2026, 7, 13), date(2026, 7, 28)),
        # Christmas and New Year: BE rests on 25 December and 1 January
        ("BE", date(2026, 12, 21), date(2027, 1, 6)),
        # Algeria rests on Friday and Saturday, and on 5 July
        ("DZ", date(2026, 7, 1), date(2026, 7, 16)),
        # a State that the calendar does not know: weekends alone
        ("XX", date(2026, 7, 13), date(2026, 7, 27)),
    ],
)
def test_end_when_working_days_run_then_by_the_calendar_of_the_state_asked(
    country: str, start: date, end: date
) -> None:
    assert end_of(TEN, start, country) == end


@given(start=st.dates(date(2024, 1, 1), date(2030, 1, 1)), country=st.sampled_from(["BE", "ES", "DZ", "XX"]))
def test_days_left_when_the_clock_starts_then_all_of_them(start: date, country: str) -> None:
    end = end_of(TEN, start, country)
    assert days_left(end, start, country) == 10
    assert days_left(end, end, country) == 0
    assert days_left(end, end + timedelta(days=1), country) < 0
    assert days_since(start, end, country) == 10


def test_days_left_when_overdue_over_a_weekend_then_late_by_one() -> None:
    friday = date(2026, 6, 5)
    assert days_left(friday, date(2026, 6, 6), "NL") == -1
    assert days_left(friday, date(2026, 6, 9), "NL") == -2


def test_given_up_when_the_policy_names_no_clock_then_after_forty(rules: Policy) -> None:
    assert given_up_after(replace(rules, clocks={})) == NO_REPLY_WORKING_DAYS


DUE = date(2026, 6, 15)
S, A, R = CheckState, CheckResult, RequestStatus


@pytest.mark.parametrize(
    ("state", "result", "today", "unclear", "elsewhere", "status"),
    [
        (S.REQUESTED, None, DUE, False, False, R.REQUESTED),
        (S.REQUESTED, None, DUE + timedelta(days=1), False, False, R.OVERDUE),
        (S.REQUESTED, None, DUE + timedelta(days=1), True, False, R.UNCLEAR),
        (S.INVALID, None, DUE + timedelta(days=1), False, False, R.INVALID),
        (S.ANSWERED, A.CLEAR, DUE + timedelta(days=9), False, False, R.NO_RECORD),
        (S.ANSWERED, A.FINDINGS, DUE, False, False, R.ANSWERED),
        (S.ANSWERED, A.CLEAR, DUE, False, True, R.NOT_RETRANSMISSIBLE),
        (S.ANSWERED, A.FINDINGS, DUE, False, True, R.NOT_RETRANSMISSIBLE),
        (S.ANSWERED, A.UNOBTAINABLE, DUE, False, False, R.UNOBTAINABLE),
        (S.ANSWERED, A.NOT_NEEDED, DUE, False, False, R.NO_RECORD),
    ],
)
def test_status_when_read_then_follows_from_state_answer_and_clock(
    state: CheckState,
    result: CheckResult | None,
    today: date,
    unclear: bool,
    elsewhere: bool,
    status: RequestStatus,
) -> None:
    found = status_of(
        state, result, due_on=DUE, today=today, is_unclear=unclear, names_another_state=elsewhere
    )
    assert found is status


def test_status_when_the_check_is_no_record_then_clear_is_an_answer() -> None:
    assert status_of(S.ANSWERED, A.CLEAR, due_on=DUE, today=DUE, is_state_bound=False) is R.ANSWERED
