"""Triage: what the rules suggest and what four answers come to."""

from __future__ import annotations

from datetime import date
from itertools import product

import pytest

from screening.enums import Effect, HitState, Recommendation, TriageAnswer, TriageOutcome
from screening.suitability import triage
from screening.suitability.findings import Finding, SetAside
from screening.suitability.recommend import Appraisal
from screening.suitability.said import Quoted
from screening.suitability.triage import IN_WINDOW, IS_FINAL, QUESTIONS, RELEVANT, SAME_PERSON

pytestmark = pytest.mark.unit

AT = date(2026, 6, 1)
YES, NO, UNSURE, MOOT = TriageAnswer.YES, TriageAnswer.NO, TriageAnswer.UNSURE, TriageAnswer.NOT_APPLICABLE
ABOUT = "conviction:1"


def appraisal(*findings: Finding, aside: tuple[SetAside, ...] = ()) -> Appraisal:
    return Appraisal(
        recommendation=Recommendation.WEIGH,
        findings=findings,
        set_aside=aside,
        validity_months=60,
        policy="x/1",
    )


def finding(**values: object) -> Finding:
    given: dict[str, object] = {
        "criterion": "offence_in_window",
        "effect": Effect.PRESUME_UNSUITABLE,
        "said": (Quoted("It counts."),),
        "rule": "x/1#30",
        "about": ABOUT,
        "counts_until": date(2028, 3, 14),
    }
    return Finding(**given | values)  # type: ignore[arg-type]


def suggest(found: Appraisal, **values: object) -> triage.Suggestions:
    given: dict[str, object] = {"final_on": date(2020, 1, 1), "at": AT, "is_identity_confirmed": True}
    return triage.of_record(ABOUT, found, **given | values)  # type: ignore[arg-type]


def answers(found: triage.Suggestions) -> dict[str, TriageAnswer]:
    return {name: each.answer for name, each in found.items()}


def test_record_when_a_row_counts_it_then_yes_four_times_with_the_row_and_the_day() -> None:
    found = suggest(appraisal(finding()))
    assert answers(found) == dict.fromkeys(QUESTIONS, YES)
    assert "x/1#30" in found[RELEVANT].sentence
    assert found[IN_WINDOW].sentence == "It counts until 14 March 2028."


def test_record_when_out_of_its_window_then_relevant_but_expired() -> None:
    aside = SetAside(about=ABOUT, code="out_of_window", sentence="It counted until 2024.", hidden=False)
    found = suggest(appraisal(aside=(aside,)))
    assert (found[RELEVANT].answer, found[IN_WINDOW].answer) == (YES, NO)
    assert triage.outcome_of(answers(found)) is TriageOutcome.EXPIRED


def test_record_when_no_row_bears_on_the_post_then_not_relevant_and_no_window() -> None:
    aside = SetAside(about=ABOUT, code="not_relevant_for_post", sentence="No bearing.", hidden=False)
    found = suggest(appraisal(aside=(aside,)))
    assert (found[RELEVANT].answer, found[IN_WINDOW].answer) == (NO, MOOT)
    assert found[RELEVANT].sentence == "No bearing."
    assert triage.outcome_of(answers(found)) is TriageOutcome.IRRELEVANT


def test_record_when_only_its_silence_is_found_then_that_says_nothing_of_its_weight() -> None:
    found = suggest(appraisal(finding(criterion="undeclared_conviction")))
    assert found[RELEVANT].answer is NO


def test_record_when_it_counts_for_good_then_said_so() -> None:
    found = suggest(appraisal(finding(counts_until=None, permanent=True)))
    assert found[IN_WINDOW].sentence == "It counts for good."


@pytest.mark.parametrize(("final_on", "answer"), [(None, NO), (AT, YES), (date(2026, 6, 2), NO)])
def test_record_when_finality_is_asked_then_by_its_date(final_on: date | None, answer: TriageAnswer) -> None:
    assert suggest(appraisal(), final_on=final_on)[IS_FINAL].answer is answer


def test_record_when_identity_is_not_confirmed_then_unsure_whose_it_is() -> None:
    assert suggest(appraisal(), is_identity_confirmed=False)[SAME_PERSON].answer is UNSURE


@pytest.mark.parametrize(
    ("state", "same"), [(HitState.SAME, YES), (HitState.DIFFERENT, NO), (HitState.UNSURE, UNSURE)]
)
@pytest.mark.parametrize("listed", [True, False])
def test_hit_when_decided_then_its_word_is_the_first_answer(
    state: HitState, same: TriageAnswer, listed: bool
) -> None:
    found = triage.of_hit("hit:4", appraisal(), state=state, is_listed=listed)
    assert found[SAME_PERSON].answer is same
    assert found[IS_FINAL].answer is MOOT
    assert found[IN_WINDOW].answer is (YES if listed else NO)


def test_advice_when_a_row_speaks_of_it_then_relevant() -> None:
    about = "check:9"
    found = triage.of_advice(
        about, appraisal(finding(about=about, criterion="authority_advice", counts_until=None))
    )
    assert answers(found) == {SAME_PERSON: YES, IS_FINAL: MOOT, RELEVANT: YES, IN_WINDOW: YES}


EVERY = [
    dict(zip(QUESTIONS, combination, strict=True))
    for combination in product(*(sorted(triage.ALLOWED[name]) for name in QUESTIONS))
]


@pytest.mark.parametrize("given", EVERY, ids=lambda each: "-".join(each.values()))
def test_outcome_when_answered_then_the_first_no_decides(given: dict[str, TriageAnswer]) -> None:
    expected = next(
        (
            outcome
            for name, outcome in (
                (SAME_PERSON, TriageOutcome.FALSE_MATCH),
                (IN_WINDOW, TriageOutcome.EXPIRED),
                (RELEVANT, TriageOutcome.IRRELEVANT),
            )
            if given[name] is NO
        ),
        TriageOutcome.CONFIRMED,
    )
    assert triage.outcome_of(given) is expected


def test_differing_when_the_rules_are_unsure_then_no_answer_differs() -> None:
    found = suggest(appraisal(finding()), is_identity_confirmed=False)
    given = answers(found) | {SAME_PERSON: NO}
    assert triage.differing(given, found) == ()
    assert triage.differing(given | {RELEVANT: NO}, found) == (RELEVANT,)
