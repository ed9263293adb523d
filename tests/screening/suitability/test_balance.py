"""The balance of interests, and what a purpose profile makes of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from screening.enums import Effect, Recommendation
from screening.suitability.balance import Factor
from screening.suitability.facts import ConvictionFact
from screening.suitability.findings import Finding
from screening.suitability.policy import Policy
from screening.suitability.recommend import purpose_profile, recommend
from screening.suitability.said import Quoted
from screening.suitability.terms import FactorTerms, Provenance
from screening.suitability.words import FactorName, Mark, RuleKind, Speaks
from tests.screening.suitability.cases import conviction, facts, prison, standard

pytestmark = pytest.mark.unit

GROUND = Provenance("a law", Mark.REPORTED)
BORN = date(2003, 1, 10)


def weighing(name: FactorName, limit: int) -> Policy:
    """The standard policy with one factor of a balance."""
    return replace(standard(), balance=(FactorTerms(name, limit, "Because.", GROUND),))


def factor(name: FactorName, limit: int, *convictions: ConvictionFact, born: date | None = BORN) -> Factor:
    (found,) = recommend(facts(*convictions, birth_date=born), weighing(name, limit)).factors
    return found


def drugs(number: str, day: date = date(2024, 5, 1), offence_date: date | None = None) -> ConvictionFact:
    return conviction("0701", id=number, final_on=day, offence_date=offence_date)


@pytest.mark.parametrize(
    ("name", "limit", "convictions", "speaks"),
    [
        (FactorName.NUMBER, 1, (drugs("1"),), Speaks.FOR),
        (FactorName.NUMBER, 1, (drugs("1"), drugs("2")), Speaks.AGAINST),
        (FactorName.NUMBER, 1, (drugs("1"), conviction("1701", id="2")), Speaks.FOR),
        (FactorName.GRAVITY, 1, (drugs("1"),), Speaks.FOR),
        (FactorName.GRAVITY, 1, (prison("0701", 1, sanction_suspended=True),), Speaks.AGAINST),
        (FactorName.GRAVITY, 6, (prison("0701", 5),), Speaks.FOR),
        (FactorName.GRAVITY, 6, (prison("0701", 6),), Speaks.AGAINST),
        (FactorName.GRAVITY, 6, (conviction("0701", sanction_code=""),), Speaks.UNKNOWN),
        (FactorName.GRAVITY, 6, (conviction("0701", sanction_code="1002"),), Speaks.AGAINST),
        (FactorName.AGE, 21, (drugs("1", offence_date=date(2024, 1, 9)),), Speaks.FOR),
        (FactorName.AGE, 21, (drugs("1", offence_date=date(2024, 1, 10)),), Speaks.AGAINST),
        (FactorName.AGE, 21, (drugs("1"),), Speaks.UNKNOWN),
        (FactorName.TIME, 2, (drugs("1", date(2024, 6, 1)),), Speaks.FOR),
        (FactorName.TIME, 2, (drugs("1", date(2024, 6, 2)),), Speaks.AGAINST),
        (FactorName.TIME, 2, (drugs("1", date(2022, 1, 1)), drugs("2", date(2025, 1, 1))), Speaks.AGAINST),
    ],
)
def test_factor_when_read_points_where_its_limit_says(
    name: FactorName, limit: int, convictions: tuple[ConvictionFact, ...], speaks: Speaks
) -> None:
    found = factor(name, limit, *convictions)
    assert (found.name, found.speaks) == (name, speaks)
    assert found.source == "a law [M]"
    assert found.caveats


def test_factor_when_the_birth_date_is_not_known_cannot_be_said() -> None:
    assert (
        factor(FactorName.AGE, 21, drugs("1", offence_date=date(2024, 1, 9)), born=None).speaks
        is Speaks.UNKNOWN
    )


def test_factors_when_nothing_speaks_against_are_not_read() -> None:
    assert recommend(facts(conviction("1701")), weighing(FactorName.NUMBER, 1)).factors == ()


MILD = Factor(FactorName.AGE, Speaks.FOR, "Young.", "a law", ())
HARD = Factor(FactorName.AGE, Speaks.AGAINST, "Grown.", "a law", ())
OPEN = Factor(FactorName.AGE, Speaks.UNKNOWN, "Who knows.", "a law", ())


def finding(effect: Effect, kind: RuleKind = RuleKind.OFFENCE_IN_WINDOW) -> Finding:
    return Finding(criterion=kind.value, effect=effect, said=(Quoted("s"),))


@pytest.mark.parametrize(
    ("findings", "factors", "expected"),
    [
        ((), (), Recommendation.SUITABLE),
        ((finding(Effect.REFER),), (), Recommendation.WEIGH),
        ((finding(Effect.PRESUME_UNSUITABLE),), (), Recommendation.UNSUITABLE),
        ((finding(Effect.PRESUME_UNSUITABLE),), (HARD, OPEN), Recommendation.UNSUITABLE),
        ((finding(Effect.PRESUME_UNSUITABLE),), (HARD, MILD), Recommendation.WEIGH),
        ((finding(Effect.BAR),), (MILD,), Recommendation.UNSUITABLE),
        (
            (finding(Effect.PRESUME_UNSUITABLE, RuleKind.IDENTITY_NOT_CONFIRMED),),
            (MILD,),
            Recommendation.UNSUITABLE,
        ),
        (
            (finding(Effect.PRESUME_UNSUITABLE, RuleKind.REPEATED_CONVICTIONS),),
            (MILD,),
            Recommendation.WEIGH,
        ),
    ],
)
def test_purpose_profile_when_interests_are_weighed_leaves_to_an_officer_what_speaks_for_the_person(
    findings: tuple[Finding, ...], factors: tuple[Factor, ...], expected: Recommendation
) -> None:
    assert purpose_profile(findings, factors) is expected
