"""One case under two sets of rules."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from screening.drafting.comparison import compare, row_number
from screening.enums import (
    CheckKind,
    CheckResult,
    CheckState,
    ClearanceLevel,
    Effect,
    Recommendation,
    SimulatedChange,
)
from screening.suitability.compare import ChangeKind
from screening.suitability.facts import CaseFacts, CheckFact, ConvictionFact, DeclarationFacts, PostFacts
from screening.suitability.policy import load
from tests.screening.drafting.policies import STANDARD, milder, next_version, standard

pytestmark = pytest.mark.unit

TODAY = date(2026, 6, 1)
CHECKS = tuple(
    CheckFact(kind=kind, state=CheckState.ANSWERED, result=CheckResult.CLEAR)
    for kind in (CheckKind.IDENTITY, CheckKind.CRIMINAL_RECORD, CheckKind.WATCHLIST)
)
TRAFFICKING = ConvictionFact(
    id="conviction:1",
    offence_code="0701 00",
    sanction_code="8001",
    decided_on=date(2022, 3, 1),
    final_on=date(2022, 4, 1),
    declared=True,
)


def facts(*convictions: ConvictionFact, **values: Any) -> CaseFacts:
    given: dict[str, Any] = {
        "at": TODAY,
        "level": ClearanceLevel.STANDARD,
        "post": PostFacts(1),
        "checks": CHECKS,
        "convictions": convictions,
        "declarations": DeclarationFacts(has_declared_convictions=bool(convictions), residences=(), gaps=()),
    }
    return CaseFacts(**given | values)


def test_case_when_only_the_head_differs_then_nothing_changes() -> None:
    for case in (facts(), facts(TRAFFICKING)):
        found = compare(case, standard(), load(next_version()))
        assert found.change is None
        assert found.grounds == ()


def test_case_when_a_row_speaks_more_softly_then_the_recommendation_and_the_row() -> None:
    found = compare(facts(TRAFFICKING), standard(), load(milder()))
    assert (found.before, found.after) == (Recommendation.UNSUITABLE, Recommendation.WEIGH)
    assert found.change is SimulatedChange.RECOMMENDATION
    (ground,) = found.grounds
    assert ground.kind is ChangeKind.EFFECT
    assert ground.before is not None
    assert ground.after is not None
    assert (ground.before.row, ground.after.row) == (30, 30)
    assert (ground.before.effect, ground.after.effect) == (Effect.PRESUME_UNSUITABLE, Effect.REFER)
    assert "seven years" in ground.reason


def test_case_without_what_the_row_looks_at_when_it_changes_then_untouched() -> None:
    assert compare(facts(), standard(), load(milder())).change is None


def test_case_when_a_row_counts_longer_then_only_its_ground_changes() -> None:
    longer = STANDARD.replace("    lookback_years: 7\n", "    lookback_years: 9\n", 1)
    found = compare(facts(TRAFFICKING), standard(), load(longer))
    assert found.change is SimulatedChange.GROUNDS
    (ground,) = found.grounds
    assert ground.kind is ChangeKind.PERIOD
    assert ground.before is not None
    assert ground.after is not None
    assert (ground.before.until, ground.after.until) == (date(2029, 3, 1), date(2031, 3, 1))


def test_case_when_the_clearance_is_shorter_then_the_months() -> None:
    shorter = STANDARD.replace("    validity_months: 60\n", "    validity_months: 36\n", 1)
    found = compare(facts(), standard(), load(shorter))
    assert (found.change, found.months_before, found.months_after) == (SimulatedChange.VALIDITY, 60, 36)


def test_case_when_the_matrix_asks_for_less_then_the_level() -> None:
    row = "    level: enhanced\n    when: {function_risk: 3}\n"
    flatter = load(STANDARD.replace(row, row.replace("enhanced", "standard"), 1))
    found = compare(facts(level=ClearanceLevel.ENHANCED, post=PostFacts(3)), standard(), flatter)
    assert found.change is SimulatedChange.LEVEL
    assert (found.level_before, found.level_after) == (ClearanceLevel.ENHANCED, ClearanceLevel.STANDARD)


def test_case_when_the_matrix_asks_for_more_then_its_file_is_not_complete() -> None:
    deeper = STANDARD.replace("    when: {function_risk: 3}\n", "    when: {function_risk: 2}\n", 1)
    found = compare(facts(post=PostFacts(2)), standard(), load(deeper))
    assert (found.before, found.after) == (Recommendation.SUITABLE, Recommendation.INCOMPLETE)
    assert (found.level_before, found.level_after) == (ClearanceLevel.STANDARD, ClearanceLevel.ENHANCED)
    assert [ground.kind for ground in found.grounds] == [ChangeKind.APPEARS]
    assert all(ground.reason for ground in found.grounds)


def test_ground_when_told_then_by_the_row_and_never_by_the_file() -> None:
    found = compare(facts(TRAFFICKING), standard(), load(milder()))
    told = repr(found.grounds)
    assert "conviction:1" not in told
    assert "0701" not in told


@pytest.mark.parametrize(
    ("rule", "number"),
    [("eu-port-standard/1#31", 31), ("eu-port-standard/1#level-20", None), ("", None), ("x#", None)],
)
def test_row_when_referred_to_then_its_number(rule: str, number: int | None) -> None:
    assert row_number(rule) == number
