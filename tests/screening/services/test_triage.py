"""Triage of adverse items: four answers, their reason, and what they do to the assessment."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from typing import Any

import pytest

from portsec.kernel.errors import Conflict, InvalidInput, NotFound, Refused
from screening.enums import HitState, TriageAnswer
from screening.models import Application, Conviction, Hit, Triage
from screening.selectors.triage import adverse_items, untriaged
from screening.services import assessment, decision, hit, triage
from screening.suitability.triage import IN_WINDOW, IS_FINAL, RELEVANT, SAME_PERSON
from tests.people import Actor, Cast
from tests.screening import rows
from tests.screening.rows import TRAFFICKING
from tests.witness import Record, unchanged

pytestmark = [pytest.mark.db, pytest.mark.django_db]

YES, NO, MOOT = TriageAnswer.YES, TriageAnswer.NO, TriageAnswer.NOT_APPLICABLE
AS_SUGGESTED = {SAME_PERSON: YES, IS_FINAL: YES, RELEVANT: YES, IN_WINDOW: YES}
OLD = replace(TRAFFICKING, decided_on=date(1995, 1, 1), final_on=date(1995, 2, 1), offence_date=None)


@pytest.fixture
def convicted(case: Application, alice: Actor) -> Application:
    return rows.reviewed(case, alice, TRAFFICKING)


def about(case: Application) -> str:
    return f"conviction:{Conviction.objects.get(check_answered__application=case).pk}"


def test_item_when_answered_as_the_rules_suggest_then_confirmed_and_on_record(
    convicted: Application, alice: Actor, now: datetime, record: Record
) -> None:
    item = about(convicted)
    assert [each.about for each in untriaged(convicted, at=now)] == [item]
    kept = triage.answer(convicted, item, AS_SUGGESTED, **alice.acts(now))
    assert kept.outcome == "confirmed"
    assert untriaged(convicted, at=now) == []
    entry = record.one("screening.triage.answered")
    assert entry.body == {"item": item, "outcome": "confirmed", "differs": 0, "reason": ""}


def test_item_when_answers_differ_then_a_reason_is_needed(
    convicted: Application, alice: Actor, now: datetime
) -> None:
    other = AS_SUGGESTED | {SAME_PERSON: NO}
    with unchanged(), pytest.raises(InvalidInput) as refusal:
        triage.answer(convicted, about(convicted), other, reason=" ", **alice.acts(now))
    assert set(refusal.value.fields) == {"reason"}
    kept = triage.answer(convicted, about(convicted), other, reason="A namesake.", **alice.acts(now))
    assert (kept.outcome, kept.suggested[SAME_PERSON]) == ("false_match", "yes")


@pytest.mark.parametrize(
    ("change", "code", "stays"),
    [
        ({SAME_PERSON: NO}, "false_match", False),
        ({IN_WINDOW: NO}, "expired", False),
        ({RELEVANT: NO}, "irrelevant", True),
        ({}, "confirmed", True),
    ],
)
def test_item_when_another_persons_or_expired_then_it_leaves_the_assessment_by_name(
    convicted: Application, alice: Actor, now: datetime, change: dict[str, Any], code: str, stays: bool
) -> None:
    item = about(convicted)
    triage.answer(convicted, item, AS_SUGGESTED | change, reason="Looked at.", **alice.acts(now))
    assert bool(assessment.gather(convicted, at=now).convictions) is stays
    made = rows.assessed(convicted, alice)
    named = [entry for entry in made.set_aside if entry["about"] == item]
    assert [entry["code"] for entry in named] == ([] if stays else [code])
    assert (made.recommendation == "suitable") is not stays


def test_item_when_answered_again_then_the_last_answers_count(
    convicted: Application, alice: Actor, now: datetime
) -> None:
    item = about(convicted)
    triage.answer(convicted, item, AS_SUGGESTED | {SAME_PERSON: NO}, reason="A namesake.", **alice.acts(now))
    triage.answer(convicted, item, AS_SUGGESTED, **alice.acts(datetime.now(now.tzinfo)))
    assert Triage.objects.count() == 2
    assert assessment.gather(convicted, at=now).convictions


def test_item_when_the_rules_set_it_aside_then_suggested_as_expired(
    case: Application, alice: Actor, now: datetime
) -> None:
    rows.reviewed(case, alice, OLD)
    item = adverse_items(case, at=now)[0]
    assert item.suggestions[IN_WINDOW].answer is NO
    rows.triage_all(case, alice)
    assert Triage.objects.get().outcome == "expired"


def test_items_when_an_entry_may_not_be_used_then_it_is_none(
    case: Application, alice: Actor, now: datetime
) -> None:
    rows.reviewed(case, alice, replace(TRAFFICKING, pardoned=True))
    assert adverse_items(case, at=now) == []
    with pytest.raises(NotFound):
        triage.answer(case, about(case), AS_SUGGESTED, **alice.acts(now))


@pytest.mark.parametrize(
    ("answers", "fields"),
    [
        ({}, {SAME_PERSON, IS_FINAL, RELEVANT, IN_WINDOW}),
        (AS_SUGGESTED | {RELEVANT: TriageAnswer.UNSURE}, {RELEVANT}),
        (AS_SUGGESTED | {SAME_PERSON: MOOT}, {SAME_PERSON}),
    ],
)
def test_item_when_an_answer_is_missing_or_not_offered_then_named(
    convicted: Application, alice: Actor, now: datetime, answers: dict[str, Any], fields: set[str]
) -> None:
    with unchanged(), pytest.raises(InvalidInput) as refusal:
        triage.answer(convicted, about(convicted), answers, reason="x", **alice.acts(now))
    assert set(refusal.value.fields) == fields


@pytest.fixture
def resembling(case: Application, alice: Actor) -> Hit:
    rows.load_list(rows.entity("7", "Erin Dominguez", sex="", births=(), nationalities=()))
    rows.reviewed(case, alice)
    return Hit.objects.get(check_answered__application=case)


def test_hit_when_not_decided_yet_then_that_comes_first(
    case: Application, resembling: Hit, alice: Actor, now: datetime
) -> None:
    answers = {SAME_PERSON: YES, IS_FINAL: MOOT, RELEVANT: YES, IN_WINDOW: YES}
    with unchanged(), pytest.raises(Conflict, match="Decide first"):
        triage.answer(case, f"hit:{resembling.pk}", answers, **alice.acts(now))
    assert [each.about for each in untriaged(case, at=now)] == [f"hit:{resembling.pk}"]


def test_hit_when_it_is_a_different_person_then_nothing_more_is_asked(
    case: Application, resembling: Hit, alice: Actor, now: datetime
) -> None:
    hit.decide(resembling, HitState.DIFFERENT, reason="Another birth date.", **alice.acts(now))
    assert untriaged(case, at=now) == []


def test_hit_when_answered_against_its_decision_then_refused(
    case: Application, resembling: Hit, alice: Actor, bob: Actor, now: datetime
) -> None:
    rows.held_same(resembling, alice, bob, at=now)
    answers = {SAME_PERSON: NO, IS_FINAL: MOOT, RELEVANT: YES, IN_WINDOW: YES}
    with unchanged(), pytest.raises(InvalidInput) as refusal:
        triage.answer(case, f"hit:{resembling.pk}", answers, reason="No.", **alice.acts(now))
    assert set(refusal.value.fields) == {SAME_PERSON}
    rows.triage_all(case, alice)
    assert untriaged(case, at=now) == []


@pytest.mark.parametrize("name", ["bob", "frank", "emma", "dave"])
def test_item_when_right_is_missing_then_refused(
    convicted: Application, cast: Cast, now: datetime, name: str
) -> None:
    with unchanged(), pytest.raises(Refused):
        triage.answer(convicted, about(convicted), AS_SUGGESTED, **cast.everybody()[name].acts(now))


def test_item_when_the_case_is_proposed_then_conflict(
    convicted: Application, alice: Actor, now: datetime
) -> None:
    rows.triage_all(convicted, alice, at=now)
    rows.assessed(convicted, alice)
    rows.proposed(convicted, alice, rows.Outcome.REFUSE)
    with unchanged(), pytest.raises(Conflict, match="must be returned first"):
        triage.answer(convicted, about(convicted), AS_SUGGESTED, **alice.acts(now))


def test_proposal_when_an_item_waits_or_was_taken_out_since_then_conflict(
    convicted: Application, alice: Actor, now: datetime
) -> None:
    rows.assessed(convicted, alice)
    with pytest.raises(Conflict, match="Triage first"):
        decision.propose(convicted, rows.Outcome.GRANT, reason="Fine.", **alice.acts(now))
    later = datetime.now(now.tzinfo)
    away = AS_SUGGESTED | {SAME_PERSON: NO}
    triage.answer(convicted, about(convicted), away, reason="A namesake.", **alice.acts(later))
    with pytest.raises(Conflict, match="assess the case again"):
        decision.propose(convicted, rows.Outcome.GRANT, reason="Fine.", **alice.acts(later))
