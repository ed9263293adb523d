"""The checks as a listed whole: names, sentences, grounds, neutrality."""

from __future__ import annotations

import re

import pytest

from access.enums import BadgeState
from access.gate.checks import CHECKS, NOTICES
from access.gate.clearance import ENHANCED_LEVEL, GRANTED, STANDARD_LEVEL, SUSPENDED, WITHDRAWN
from access.gate.duties import ALARMING
from access.gate.holder_facts import ROLLING_YEAR
from access.gate.statement import ground_of, reason_of
from access.need_to_know.checks import PROTECTED_CHECKS
from access.need_to_know.explanations import EXPLANATIONS
from screening.enums import ClearanceLevel, ClearanceState
from screening.kinds import escort

pytestmark = pytest.mark.unit

STATED = tuple(dict.fromkeys([*CHECKS, *PROTECTED_CHECKS, *EXPLANATIONS]))
TELLING = re.compile(r"\b(crim|convict|investigat|suspici|drug|police|because|reassess|flag)", re.IGNORECASE)


def test_clearance_words_when_compared_with_screening_then_they_are_the_same() -> None:
    assert {GRANTED, SUSPENDED, WITHDRAWN} == {state.value for state in ClearanceState}
    assert (ClearanceLevel.STANDARD.rank, ClearanceLevel.ENHANCED.rank) == (STANDARD_LEVEL, ENHANCED_LEVEL)


def test_rolling_year_when_compared_with_screening_then_it_is_the_same() -> None:
    assert ROLLING_YEAR == escort.ROLLING_YEAR


def test_notices_when_listed_then_are_checks() -> None:
    assert set(CHECKS) > NOTICES


def test_alarms_when_listed_then_are_codes_of_checks() -> None:
    assert {check.__name__ for check in CHECKS} > ALARMING


def test_checks_when_listed_then_codes_are_lower_snake_and_unique() -> None:
    codes = [reason_of(check).code for check in STATED]
    assert len(set(codes)) == len(codes)
    assert all(re.fullmatch(r"[a-z]+(_[a-z]+)*", code) for code in codes)


@pytest.mark.parametrize("check", STATED, ids=lambda check: check.__name__)
def test_check_when_it_speaks_then_a_neutral_sentence_and_a_ground(check: object) -> None:
    reason = reason_of(check)  # type: ignore[arg-type]
    assert re.fullmatch(r"[A-Z].*\.", reason.detail)
    assert ground_of(check).endswith(".")  # type: ignore[arg-type]


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.__name__)
def test_check_when_the_guard_reads_it_then_not_why(check: object) -> None:
    assert not TELLING.search(reason_of(check).detail)  # type: ignore[arg-type]


def test_checks_when_listed_then_every_state_but_active_has_its_own() -> None:
    names = {check.__name__ for check in CHECKS}
    assert {f"badge_{state.value}" for state in BadgeState if state is not BadgeState.ACTIVE} <= names


def test_reason_of_when_a_check_has_no_ground_then_error() -> None:
    def gate_too_blue() -> bool:
        """The gate is blue."""
        return True

    with pytest.raises(ValueError, match="gate_too_blue"):
        reason_of(gate_too_blue)
