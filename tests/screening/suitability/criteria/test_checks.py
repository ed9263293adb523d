from __future__ import annotations

import pytest

from screening.enums import CheckKind, CheckResult, ClearanceLevel, Effect, HitState
from screening.suitability.facts import DeclarationFacts, PostFacts
from tests.screening.suitability.cases import appraise, check, checks, conviction, hit, named, standard

pytestmark = pytest.mark.unit


@pytest.mark.parametrize("result", [CheckResult.FINDINGS, CheckResult.UNOBTAINABLE])
def test_identity_not_confirmed_when_the_answer_is_not_clear_is_stated(result: CheckResult) -> None:
    (finding,) = named(appraise(checks=checks(identity=result)), "identity_not_confirmed")
    assert finding.effect is Effect.PRESUME_UNSUITABLE
    assert finding.about == "check:identity"
    assert result.label.lower() in finding.sentence


def test_identity_not_confirmed_when_clear_or_waiting_is_not_stated() -> None:
    assert not named(appraise(), "identity_not_confirmed")
    assert not named(appraise(checks=checks(identity=None)), "identity_not_confirmed")


def test_record_not_obtainable_when_one_state_does_not_answer_names_it_and_shortens_the_clearance() -> None:
    answers = (
        *checks(),
        check(CheckKind.CRIMINAL_RECORD, CheckResult.UNOBTAINABLE, country="Morocco", id="check:9"),
    )
    found = appraise(checks=answers)
    (finding,) = named(found, "record_not_obtainable")
    assert (finding.effect, finding.about) == (Effect.REFER, "check:9")
    assert "from Morocco" in finding.sentence
    assert (found.validity_months, appraise().validity_months) == (12, 60)


@pytest.mark.parametrize("kind", standard().levels[ClearanceLevel.STANDARD].checks)
def test_check_missing_when_not_asked_or_not_answered_is_open(kind: CheckKind) -> None:
    not_asked = appraise(checks=tuple(each for each in checks() if each.kind is not kind))
    waiting = appraise(checks=checks(**{kind.value: None}))
    for found, why in ((not_asked, "not asked for"), (waiting, "not answered")):
        (finding,) = named(found, "check_missing")
        assert finding.incomplete
        assert why in finding.sentence
        assert finding.source


def test_check_missing_when_one_of_two_records_waits_is_open() -> None:
    answers = (*checks(), check(CheckKind.CRIMINAL_RECORD, None, country="MA", id="check:9"))
    (finding,) = named(appraise(checks=answers), "check_missing")
    assert finding.about == "check:9"


def test_check_missing_when_a_watchlist_search_failed_is_open() -> None:
    (finding,) = named(appraise(checks=checks(watchlist=CheckResult.UNOBTAINABLE)), "check_missing")
    assert "not possible" in finding.sentence


def test_findings_not_entered_when_the_file_holds_none_is_open() -> None:
    found_something = checks(criminal_record=CheckResult.FINDINGS, watchlist=CheckResult.FINDINGS)
    findings = named(appraise(checks=found_something), "findings_not_entered")
    assert {finding.about for finding in findings} == {"check:criminal_record", "check:watchlist"}
    entered = appraise(conviction("2101"), checks=found_something, hits=(hit(HitState.DIFFERENT),))
    assert not named(entered, "findings_not_entered")


@pytest.mark.parametrize(
    ("level", "open_points"),
    [(ClearanceLevel.STANDARD, 1), (ClearanceLevel.ENHANCED, 0), (ClearanceLevel.AUTHORITY, 0)],
)
def test_level_below_post_when_the_file_is_too_shallow_is_open(
    level: ClearanceLevel, open_points: int
) -> None:
    found = named(appraise(level=level, post=PostFacts(3)), "level_below_post")
    assert len(found) == open_points
    assert all(finding.incomplete and finding.rule == "eu-port-standard/1#level-40" for finding in found)


@pytest.mark.parametrize(
    ("level", "declarations", "elements"),
    [
        (ClearanceLevel.STANDARD, DeclarationFacts(), ["Employment"]),
        (ClearanceLevel.STANDARD, DeclarationFacts(gaps=()), ["Employment"]),
        (ClearanceLevel.STANDARD, DeclarationFacts(gaps=(), residences=()), []),
        (ClearanceLevel.ENHANCED, DeclarationFacts(gaps=(), residences=()), ["Intelligence"]),
        (ClearanceLevel.AUTHORITY, DeclarationFacts(), ["Employment", "Security advice"]),
    ],
)
def test_element_not_covered_when_the_file_lacks_it_is_noted(
    level: ClearanceLevel, declarations: DeclarationFacts, elements: list[str]
) -> None:
    found = named(appraise(level=level, declarations=declarations), "element_not_covered")
    assert len(found) == len(elements)
    assert all(finding.effect is Effect.NOTE and finding.confirmed for finding in found)
    for element in elements:
        assert any(f"“{element}" in finding.sentence for finding in found)
