"""What the guard's screen says to each answer."""

from __future__ import annotations

import pytest

from access.enums import GuardWord
from access.gate.checks import CHECKS, NOTICES
from access.gate.duties import ALARMING
from access.gate.guard_advice import DUTY_STEPS, FORGIVEN, SETTLED_HERE, STEPS, UNKNOWN_STEP, advise

pytestmark = pytest.mark.unit

CODES = [check.__name__ for check in CHECKS]
NOTED = {check.__name__ for check in NOTICES}


@pytest.mark.parametrize("code", CODES)
def test_step_when_a_check_refuses_then_the_guard_is_told_what_to_do(code: str) -> None:
    assert STEPS[code].endswith(".")
    assert len(STEPS[code]) <= 120  # two lines on a phone


@pytest.mark.parametrize("code", CODES)
def test_word_when_one_finding_refuses_then_ask_only_where_it_can_be_settled(code: str) -> None:
    if code not in NOTED:
        wanted = GuardWord.ASK if code in SETTLED_HERE else GuardWord.STOP
        assert advise(granted=False, is_exit=False, reasons=[code]).word is wanted


@pytest.mark.parametrize("other", sorted(set(CODES) - SETTLED_HERE - NOTED))
def test_word_when_one_of_two_findings_cannot_be_settled_then_stop(other: str) -> None:
    found = advise(granted=False, is_exit=False, reasons=["biometric_missing", other])
    assert found.word is GuardWord.STOP
    assert found.findings == (("biometric_missing", ""), (other, STEPS[other]))


def test_word_when_a_noted_finding_stands_beside_then_it_does_not_stop() -> None:
    found = advise(granted=False, is_exit=False, reasons=["biometric_missing", "off_roster_noticed"])
    assert found.word is GuardWord.ASK


def test_settled_here_when_compared_with_alarms_then_nothing_alarming_is_talked_away() -> None:
    assert not SETTLED_HERE & ALARMING
    assert not FORGIVEN & ALARMING
    assert FORGIVEN <= SETTLED_HERE


@pytest.mark.parametrize("reasons", [[], ["badge_stolen"], ["clearance_suspended", "exit_without_entry"]])
def test_word_when_leaving_then_always_let_out(reasons: list[str]) -> None:
    assert advise(granted=True, is_exit=True, reasons=reasons).word is GuardWord.LET_OUT


def test_word_when_granted_with_something_noted_then_let_in_and_the_step_stands() -> None:
    found = advise(granted=True, is_exit=False, reasons=["inside_already_noticed"])
    assert found.word is GuardWord.LET_IN
    assert found.findings == (("inside_already_noticed", STEPS["inside_already_noticed"]),)


def test_word_when_refused_without_a_reason_or_with_an_unknown_one_then_stop() -> None:
    assert advise(granted=False, is_exit=False, reasons=[]).word is GuardWord.STOP
    unknown = advise(granted=False, is_exit=False, reasons=["of_another_system"])
    assert unknown.word is GuardWord.STOP
    assert unknown.findings == (("of_another_system", UNKNOWN_STEP),)


def test_duties_when_the_finding_says_it_already_then_not_twice() -> None:
    waiting = advise(
        granted=False, is_exit=False, reasons=["second_person_missing"], duties=["log", "ask_second"]
    )
    assert waiting.duties == ()
    let_in = advise(granted=True, is_exit=False, reasons=[], duties=["log", "escort_stays"])
    assert let_in.duties == (DUTY_STEPS["escort_stays"],)


def test_duties_when_silent_alarm_is_among_them_then_the_screen_is_the_same() -> None:
    plain = advise(granted=True, is_exit=False, reasons=[], duties=["log"])
    assert advise(granted=True, is_exit=False, reasons=[], duties=["log", "silent_alarm"]) == plain


@pytest.mark.parametrize("code", sorted(FORGIVEN))
def test_forgiving_when_presence_is_doubted_then_offered(code: str) -> None:
    assert advise(granted=False, is_exit=False, reasons=[code]).may_forgive
    assert not advise(granted=False, is_exit=False, reasons=["badge_lost"]).may_forgive
