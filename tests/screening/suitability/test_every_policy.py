"""What must hold of every shipped policy, whatever the case."""

from __future__ import annotations

import ast
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import screening.suitability
from screening.enums import CheckKind, Effect, HitState, Language, Outcome, Recommendation
from screening.letters.findings import tell
from screening.offences import OFFENCES, offence
from screening.suitability.facts import (
    FIELD_CLASSES,
    AdviceFact,
    AreaFact,
    CaseFacts,
    ConvictionFact,
    DeclarationFacts,
    FalseStatementFact,
    PortBanFact,
    PostFacts,
    ProceedingFact,
    RightToWorkFact,
)
from screening.suitability.policy import Policy
from screening.suitability.recommend import grounds, recommend
from screening.suitability.said import neutral
from screening.suitability.words import (
    OFFENCE_KINDS,
    AdviceOutcome,
    AdviceSubject,
    Circumstance,
    Completion,
    Exemption,
    FunctionAspect,
    Grade,
    Intent,
    Participation,
    RecordState,
    RightToWork,
    RuleKind,
    Treatment,
)
from tests.matrix.suitability_cases import codes, policy
from tests.screening.suitability.cases import check, facts, hit

pytestmark = pytest.mark.unit

DECIDED_BY_CODE = {*OFFENCE_KINDS, RuleKind.LONG_IMPRISONMENT, RuleKind.UNDECLARED_CONVICTION}

BADNESS = {Recommendation.SUITABLE: 0, Recommendation.WEIGH: 1, Recommendation.UNSUITABLE: 2}
WITHOUT_CONVICTION = tuple(
    state for state in RecordState if state not in (RecordState.CONVICTED, RecordState.NOT_RESPONSIBLE)
)

DAYS = st.dates(date(1990, 1, 1), date(2026, 5, 31))
MAYBE_DAY = st.none() | DAYS
CONVICTIONS = st.fixed_dictionaries(
    {
        "offence_code": st.sampled_from(sorted(OFFENCES)),
        "completion": st.sampled_from(Completion),
        "participation": st.sampled_from(Participation),
        "exemption": st.sampled_from(Exemption),
        "sanction_code": st.sampled_from(["", "1001", "1002", "8001", "8002", "9001"]),
        "sanction_months": st.none() | st.integers(0, 240),
        "sanction_suspended": st.booleans(),
        "day_rates": st.none() | st.integers(0, 360),
        "offence_date": MAYBE_DAY,
        "decided_on": MAYBE_DAY,
        "final_on": MAYBE_DAY,
        "released_on": MAYBE_DAY,
        "custody_since": MAYBE_DAY,
        "juvenile": st.booleans(),
        "declared": st.booleans(),
        "grade": st.sampled_from(Grade),
        "intent": st.sampled_from(Intent),
        "circumstances": st.frozensets(st.sampled_from(Circumstance), max_size=2),
    }
)
PROCEEDINGS = st.builds(
    ProceedingFact,
    id=st.uuids().map(str),
    state=st.sampled_from(WITHOUT_CONVICTION),
    offence_code=st.sampled_from(sorted(OFFENCES)),
    since=MAYBE_DAY,
    ended_on=MAYBE_DAY,
)
ADVICE = st.builds(
    AdviceFact,
    id=st.uuids().map(str),
    subject=st.sampled_from(AdviceSubject),
    outcome=st.sampled_from(AdviceOutcome),
    given_on=MAYBE_DAY,
)
BANS = st.builds(PortBanFact, id=st.uuids().map(str), since=DAYS, until=MAYBE_DAY)
HITS = st.sampled_from(
    [hit(state, source, id=f"{state}{source}") for state in HitState for source in ("un", "ofac", "own")]
)
# Every authority has answered, so that most files are complete; a drawn answer stands beside these.
ANSWERED = tuple(
    AdviceFact(id=f"answered {subject}", subject=subject, outcome=AdviceOutcome.POSITIVE)
    for subject in AdviceSubject
)
FILES = st.fixed_dictionaries(
    {
        "birth_date": st.none() | st.dates(date(1950, 1, 1), date(2010, 1, 1)),
        "post": st.builds(
            PostFacts,
            st.just(1),
            st.frozensets(st.sampled_from(FIELD_CLASSES[:3])),
            st.sampled_from([(), (AreaFact("QUAY", 1),)]),
            st.frozensets(st.sampled_from(FunctionAspect), max_size=2),
        ),
        "declarations": st.builds(
            DeclarationFacts,
            has_declared_convictions=st.sampled_from([None, False]),
            false_statements=st.sampled_from(
                [(), (FalseStatementFact(id="said", about="a job", found_on=date(2024, 1, 1)),)]
            ),
        ),
        "proceedings": st.lists(PROCEEDINGS, max_size=2).map(tuple),
        "advice": st.lists(ADVICE, max_size=1).map(lambda drawn: (*ANSWERED, *drawn)),
        "bans": st.lists(BANS, max_size=1).map(tuple),
        "hits": st.lists(HITS, max_size=2, unique=True).map(tuple),
        "right_to_work": st.none() | st.builds(RightToWorkFact, st.sampled_from(RightToWork), MAYBE_DAY),
    }
)
EVERY_POLICY = pytest.mark.parametrize("code", codes())
FEWER = settings(max_examples=20, deadline=None)


def case(rules: Policy, rows: list[dict[str, Any]], file: dict[str, Any]) -> CaseFacts:
    level = max(rules.levels, key=lambda each: each.rank)
    answers = tuple(check(kind, country="BE") for kind in CheckKind)
    convictions = [ConvictionFact(id=str(place), **row) for place, row in enumerate(rows)]
    return facts(*convictions, **{"level": level, "checks": answers, **file})


@EVERY_POLICY
@FEWER
@given(rows=st.lists(CONVICTIONS, max_size=3), more=CONVICTIONS, file=FILES)
def test_recommendation_when_a_conviction_is_added_never_improves(
    code: str, rows: list[dict[str, Any]], more: dict[str, Any], file: dict[str, Any]
) -> None:
    rules = policy(code)
    before = recommend(case(rules, rows, file), rules).recommendation
    after = recommend(case(rules, [*rows, more], file), rules).recommendation
    if Recommendation.INCOMPLETE in (before, after):
        assert before is after, "a conviction neither completes a file nor makes it incomplete"
    else:
        assert BADNESS[after] >= BADNESS[before]


@EVERY_POLICY
@FEWER
@given(rows=st.lists(CONVICTIONS, max_size=4), file=FILES, data=st.data())
def test_appraisal_when_the_order_of_the_facts_changes_is_the_same(
    code: str, rows: list[dict[str, Any]], file: dict[str, Any], data: st.DataObject
) -> None:
    rules = policy(code)
    first = case(rules, rows, file)
    turned = {
        name: tuple(data.draw(st.permutations(getattr(first, name))))
        for name in ("convictions", "checks", "hits", "proceedings", "advice", "bans")
    }
    other = facts(
        *turned.pop("convictions"),
        **{**file, "level": first.level, **turned},
    )
    assert recommend(other, rules) == recommend(first, rules)


@EVERY_POLICY
@FEWER
@given(rows=st.lists(CONVICTIONS, max_size=4), file=FILES)
def test_finding_when_made_can_be_said_in_every_language(
    code: str, rows: list[dict[str, Any]], file: dict[str, Any]
) -> None:
    rules = policy(code)
    for finding in grounds(case(rules, rows, file), rules):
        for language in Language:
            told = tell([neutral(each) for each in finding.said], language)
            assert (told is None) is (language is Language.EN), finding.sentence


@EVERY_POLICY
@FEWER
@given(rows=st.lists(CONVICTIONS, max_size=4), file=FILES)
def test_appraisal_when_made_accounts_for_every_entry_once(
    code: str, rows: list[dict[str, Any]], file: dict[str, Any]
) -> None:
    rules = policy(code)
    facts = case(rules, rows, file)
    found = recommend(facts, rules)
    spoken_of = {about for finding in found.findings for about in finding.about.split()}
    aside = [entry.about for entry in found.set_aside]
    entries = {each.id for each in (*facts.convictions, *facts.proceedings)}
    assert len(aside) == len(set(aside))
    assert spoken_of.isdisjoint(aside)
    assert entries <= spoken_of | set(aside)


@EVERY_POLICY
@FEWER
@given(rows=st.lists(CONVICTIONS, max_size=2), more=CONVICTIONS, file=FILES)
def test_recommendation_when_an_entry_may_not_be_used_is_as_without_it(
    code: str, rows: list[dict[str, Any]], more: dict[str, Any], file: dict[str, Any]
) -> None:
    rules = policy(code)
    for parameter in ("rehabilitated", "pardoned", "amnesty"):
        if rules.parameters[parameter].treatment is not Treatment.IGNORE:  # type: ignore[index]
            continue
        without = recommend(case(rules, rows, file), rules)
        found = recommend(case(rules, [*rows, {**more, parameter: True}], file), rules)
        assert found.recommendation is without.recommendation
        assert found.hidden_count == without.hidden_count + 1


@EVERY_POLICY
@FEWER
@given(row=CONVICTIONS, file=FILES)
def test_finding_when_it_lies_on_an_unconfirmed_code_says_so(
    code: str, row: dict[str, Any], file: dict[str, Any]
) -> None:
    rules = policy(code)
    found = offence(row["offence_code"])
    for finding in grounds(case(rules, [row], file), rules):
        if finding.criterion in DECIDED_BY_CODE and finding.about == "0" and not found.is_confirmed:
            assert any(found.code in caveat for caveat in finding.caveats)


@EVERY_POLICY
def test_rows_when_read_each_have_a_source_and_words_for_the_person(code: str) -> None:
    rules = policy(code)
    assert all(rule.provenance.source and rule.reason for rule in rules.rules)
    adverse = [rule for rule in rules.rules if rule.effect in (Effect.BAR, Effect.PRESUME_UNSUITABLE)]
    assert adverse


def test_judgement_when_read_knows_no_decision() -> None:
    """It recommends; the words of a decision are not among those that it may say."""
    assert set(Recommendation).isdisjoint(set(Outcome))
    for path in Path(screening.suitability.__file__).parent.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ImportFrom) and node.module == "screening.enums":
                assert {alias.name for alias in node.names}.isdisjoint({"Outcome", "DecisionState"}), path
