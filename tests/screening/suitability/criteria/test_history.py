from __future__ import annotations

from datetime import date

import pytest

from screening.enums import CheckKind, CheckResult
from screening.suitability.facts import DeclarationFacts, GapFact, ResidenceFact
from tests.screening.suitability.cases import appraise, check, checks, named

pytestmark = pytest.mark.unit


def test_unexplained_gap_when_long_and_unexplained_names_its_days() -> None:
    gaps = (
        GapFact(date(2025, 1, 1), date(2025, 1, 28)),
        GapFact(date(2025, 3, 1), date(2025, 3, 29)),
        GapFact(date(2025, 6, 1), date(2025, 12, 31), explained=True),
    )
    (finding,) = named(appraise(declarations=DeclarationFacts(gaps=gaps)), "unexplained_gap")
    assert finding.sentence == (
        "Nothing is known of employment or education from 1 March 2025 to 29 March 2025 (29 days)."
    )


def test_history_when_not_asked_says_nothing() -> None:
    found = appraise()
    assert not named(found, "unexplained_gap")
    assert not named(found, "residence_not_checked")


@pytest.mark.parametrize("result", [CheckResult.CLEAR, CheckResult.UNOBTAINABLE, None])
def test_residence_not_checked_when_that_state_was_asked_is_not_stated(result: CheckResult | None) -> None:
    stay = DeclarationFacts(residences=(ResidenceFact("MA", date(2022, 1, 1), date(2024, 1, 1)),))
    (finding,) = named(appraise(declarations=stay), "residence_not_checked")
    assert (finding.about, finding.incomplete) == ("MA", True)
    answers = (*checks(), check(CheckKind.CRIMINAL_RECORD, result, country="MA"))
    assert not named(appraise(declarations=stay, checks=answers), "residence_not_checked")
