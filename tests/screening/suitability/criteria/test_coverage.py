from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from screening.enums import CheckKind, CheckResult, CheckState, ClearanceLevel, Effect, Recommendation
from screening.suitability.facts import (
    AdviceFact,
    CaseFacts,
    DeclarationFacts,
    FalseStatementFact,
    PortBanFact,
    RightToWorkFact,
)
from screening.suitability.findings import Finding
from screening.suitability.policy import Policy, load
from screening.suitability.recommend import recommend
from screening.suitability.words import AdviceOutcome, AdviceSubject, RightToWork, RuleKind
from tests.screening.suitability.cases import STANDARD_FILE, appraise, check, checks, facts, named, standard

pytestmark = pytest.mark.unit

BAN = PortBanFact(id="ban:1", since=date(2025, 1, 1), until=date(2030, 1, 1), port="BEANR")


def without(*kinds: RuleKind) -> Policy:
    """The standard policy as if it had no rows of these kinds."""
    rules = load(STANDARD_FILE.read_text(encoding="utf-8"))
    return replace(rules, rules=tuple(rule for rule in rules.rules if rule.kind not in kinds))


def unjudged(case: CaseFacts, *kinds: RuleKind) -> tuple[Finding, ...]:
    return named(recommend(case, without(*kinds)), "fact_not_judged")


def test_fact_not_judged_when_no_row_knows_port_bans_leaves_it_to_an_officer() -> None:
    (finding,) = unjudged(facts(bans=(BAN,)), RuleKind.PORT_BAN_IN_FORCE)
    assert (finding.effect, finding.about) == (Effect.REFER, "ban:1")
    assert "keeps the person out of the port BEANR" in finding.sentence
    assert not named(appraise(bans=(BAN,)), "fact_not_judged"), "the standard policy has a row"
    over = replace(BAN, until=date(2026, 5, 31))
    assert not unjudged(facts(bans=(over,)), RuleKind.PORT_BAN_IN_FORCE)


@pytest.mark.parametrize(
    ("outcome", "spoken"),
    [
        (AdviceOutcome.NEGATIVE, True),
        (AdviceOutcome.RESERVATIONS, True),
        (AdviceOutcome.POSITIVE, False),
        (AdviceOutcome.WITHHELD, False),
    ],
)
def test_fact_not_judged_when_an_adverse_answer_has_no_row_leaves_it_to_an_officer(
    outcome: AdviceOutcome, spoken: bool
) -> None:
    advice = AdviceFact(id="advice:1", subject=AdviceSubject.FINANCES, outcome=outcome)
    assert bool(unjudged(facts(advice=(advice,)), RuleKind.AUTHORITY_ADVICE)) is spoken


def test_fact_not_judged_when_a_lie_or_a_denied_right_has_no_row_leaves_it_to_an_officer() -> None:
    said = DeclarationFacts(false_statements=(FalseStatementFact(id="said", about="a job"),))
    denied = RightToWorkFact(RightToWork.NOT_ENTITLED)
    kinds = (RuleKind.FALSE_DECLARATION, RuleKind.RIGHT_TO_WORK_NOT_SHOWN)
    found = unjudged(facts(declarations=said, right_to_work=denied), *kinds)
    assert {finding.about for finding in found} == {"said", "right_to_work"}


def test_check_to_weigh_when_an_answer_has_no_rows_of_its_own_leaves_it_to_an_officer() -> None:
    answers = (*checks(), check(CheckKind.FINANCIAL, CheckResult.FINDINGS, id="check:9"))
    found = appraise(checks=answers)
    finding = next(each for each in named(found, "check_to_weigh") if each.about == "check:9")
    assert finding.sentence.startswith("The answer to “Financial circumstances” is “something found”")
    assert found.recommendation is Recommendation.WEIGH


def test_check_to_weigh_when_the_advice_itself_is_entered_is_silent() -> None:
    answers = checks(authority_advice=CheckResult.FINDINGS)
    advice = AdviceFact(id="a", subject=AdviceSubject.SECURITY, outcome=AdviceOutcome.NEGATIVE)
    assert named(appraise(checks=answers), "check_to_weigh")
    assert not named(appraise(checks=answers, advice=(advice,)), "check_to_weigh")


def test_element_not_covered_when_the_advice_is_there_is_silent() -> None:
    advice = AdviceFact(id="a", subject=AdviceSubject.SECURITY, outcome=AdviceOutcome.POSITIVE)
    history = DeclarationFacts(gaps=(), residences=())
    case = facts(level=ClearanceLevel.AUTHORITY, declarations=history)
    assert named(recommend(case, standard()), "element_not_covered")
    assert not named(recommend(replace(case, advice=(advice,)), standard()), "element_not_covered")


def test_check_missing_when_a_further_check_still_runs_is_open() -> None:
    waiting = check(CheckKind.ECRIS, None, country="MA", id="check:9")
    plain = tuple(each for each in checks() if each.kind is not CheckKind.ECRIS)
    (finding,) = named(appraise(checks=(*plain, waiting)), "check_missing")
    assert (finding.about, finding.incomplete) == ("check:9", True)


def test_check_missing_when_an_invalid_answer_was_asked_again_is_silent() -> None:
    invalid = check(CheckKind.CRIMINAL_RECORD, None, id="check:9")
    invalid = replace(invalid, state=CheckState.INVALID)
    assert not named(appraise(checks=(*checks(), invalid)), "check_missing")
    alone = tuple(each for each in checks() if each.kind is not CheckKind.CRIMINAL_RECORD)
    assert named(appraise(checks=(*alone, invalid)), "check_missing")
