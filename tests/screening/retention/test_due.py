"""What is due and when: the table's rows at their edges, finality, holds of time."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from screening.enums import ApplicationState
from screening.retention.due import CaseFacts, PersonFacts, case_dues, due_now, identity_due
from screening.retention.policy import CLOSED, OF_A_CASE, default_policy
from screening.retention.words import DataClass

pytestmark = pytest.mark.unit

POLICY = default_policy()
CLOSED_ON = date(2026, 3, 1)
FINAL_ON = date(2026, 4, 12)
days = st.dates(min_value=date(2020, 1, 1), max_value=date(2040, 1, 1))


def case(outcome: ApplicationState = ApplicationState.REFUSED, **values: object) -> CaseFacts:
    given_ = {"closed_on": CLOSED_ON, "final_on": FINAL_ON, "valid_until": None}
    return CaseFacts(outcome=outcome, **given_ | values)  # type: ignore[arg-type]


def days_of(facts: CaseFacts) -> dict[DataClass, date | None]:
    return {due.data_class: due.on for due in case_dues(POLICY, facts)}


def test_record_answer_when_final_then_goes_three_months_later() -> None:
    assert days_of(case())[DataClass.RECORD_ANSWER] == date(2026, 7, 12)


@pytest.mark.parametrize("offset", [-1, 0, 1])
def test_record_answer_when_its_day_comes_then_is_due_from_that_day(offset: int) -> None:
    today = date(2026, 7, 12) + timedelta(days=offset)
    due = {one.data_class for one in due_now(case_dues(POLICY, case()), today=today)}
    assert (DataClass.RECORD_ANSWER in due) is (offset >= 0)


def test_refused_case_when_two_years_passed_then_its_file_goes() -> None:
    found = days_of(case())
    assert found[DataClass.CASE_FILE] == found[DataClass.LETTERS] == date(2028, 3, 1)


def test_granted_case_when_its_clearance_runs_then_the_file_stays_a_year_longer() -> None:
    facts = case(ApplicationState.GRANTED, final_on=CLOSED_ON, valid_until=date(2029, 2, 28))
    assert days_of(facts)[DataClass.CASE_FILE] == date(2030, 2, 28)
    assert days_of(facts)[DataClass.DOCUMENTS] == date(2026, 6, 1)


def test_case_when_an_appeal_is_open_then_nothing_has_a_day() -> None:
    assert set(days_of(case(final_on=None)).values()) == {None}
    assert due_now(case_dues(POLICY, case(final_on=None)), today=date(2999, 1, 1)) == ()


def test_case_when_a_class_is_gone_then_it_is_not_due_again() -> None:
    facts = case(erased=frozenset({DataClass.RECORD_ANSWER}))
    assert DataClass.RECORD_ANSWER not in days_of(facts)


@given(st.sampled_from(CLOSED), days, st.integers(0, 2000), st.one_of(st.none(), days))
def test_case_when_any_then_nothing_goes_before_it_is_final(
    outcome: ApplicationState, closed_on: date, wait: int, valid_until: date | None
) -> None:
    final_on = closed_on + timedelta(days=wait)
    facts = CaseFacts(outcome=outcome, closed_on=closed_on, final_on=final_on, valid_until=valid_until)
    dues = case_dues(POLICY, facts)
    assert {due.data_class for due in dues} == set(OF_A_CASE)
    assert all(due.on is not None and due.on >= final_on for due in dues)


def test_person_when_a_case_is_kept_or_a_badge_stands_then_keeps_the_name() -> None:
    ended = (date(2020, 1, 1),)
    assert identity_due(POLICY, PersonFacts(open_cases=True, last_case_erased_on=None, ends=ended)).on is None
    used = PersonFacts(open_cases=False, last_case_erased_on=CLOSED_ON, ends=ended, in_use=True)
    assert identity_due(POLICY, used).on is None


def test_person_when_the_last_case_went_then_the_name_goes_but_not_before_a_ban_ends() -> None:
    facts = PersonFacts(open_cases=False, last_case_erased_on=CLOSED_ON, ends=(date(2031, 5, 1),))
    assert identity_due(POLICY, facts).on == date(2031, 5, 1)
    without = PersonFacts(open_cases=False, last_case_erased_on=CLOSED_ON)
    assert identity_due(POLICY, without).on == CLOSED_ON


def test_person_when_there_never_was_a_case_then_a_year_after_the_last_clearance() -> None:
    facts = PersonFacts(open_cases=False, last_case_erased_on=None, ends=(date(2026, 5, 1),))
    assert identity_due(POLICY, facts).on == date(2027, 5, 1)
    assert identity_due(POLICY, PersonFacts(open_cases=False, last_case_erased_on=None)).on is None
