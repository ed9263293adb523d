"""Decisions by two hands: proposing, countersigning, returning."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from portsec.kernel.errors import Conflict, InvalidInput, Refused
from screening.enums import ClearanceState, DecisionState, Outcome
from screening.models import Application, Assessment, Clearance, Decision, Hit, Opinion, Person, Post
from screening.selectors.clearance import current_clearance
from screening.services import application, assessment, clearance, decision, reassessment
from tests.people import Actor, Cast
from tests.screening import rows
from tests.witness import Record, unchanged

pytestmark = [pytest.mark.db, pytest.mark.django_db]

Answering = Callable[..., object]


def same_outcome(proposal: Decision, **given: Any) -> Opinion:
    """The second officer comes to the outcome that was proposed."""
    return decision.give_opinion(proposal, proposal.outcome_word, **given)


ANSWERS = [same_outcome, decision.return_to_officer]


def test_propose_when_assessed_then_waits_for_the_second_officer(
    assessed: Assessment, alice: Actor, now: datetime, record: Record
) -> None:
    case = assessed.application
    end = timezone.localdate(now) + timedelta(days=100)
    made = decision.propose(case, Outcome.GRANT, reason=" Fine. ", valid_until=end, **alice.acts(now))
    case.refresh_from_db()
    assert (case.state, case.closed_at) == ("proposed", None)
    assert (made.state, made.outcome, made.level, made.valid_until) == ("proposed", "grant", case.level, end)
    assert (made.proposed_by, made.proposed_at, made.assessment) == (alice.user, now, assessed)
    assert not Clearance.objects.exists(), "nothing takes effect yet"
    entry = record.one("screening.decision.proposed")
    assert (entry.actor, entry.subject, entry.port) == (alice.reference, case.reference, "XXPEX")
    assert entry.body == {"outcome": "grant clearance", "level": "standard", "reason": "Fine."}


def test_propose_when_refusal_then_without_an_end(assessed: Assessment, alice: Actor, now: datetime) -> None:
    tomorrow = timezone.localdate(now) + timedelta(days=1)
    made = decision.propose(
        assessed.application, Outcome.REFUSE, reason="No.", valid_until=tomorrow, **alice.acts(now)
    )
    assert (made.outcome, made.valid_until) == ("refuse", None)


def test_propose_when_no_end_is_given_then_the_longest_that_the_policy_allows(
    assessed: Assessment, alice: Actor, now: datetime
) -> None:
    made = decision.propose(assessed.application, Outcome.GRANT, reason="Fine.", **alice.acts(now))
    assert made.valid_until == decision.longest_validity(assessed, timezone.localdate(now))
    assert assessed.validity_months == 60
    assert timedelta(days=1824) <= made.valid_until - timezone.localdate(now) <= timedelta(days=1826)


@pytest.mark.parametrize(
    ("today", "months", "last"),
    [
        (date(2026, 11, 22), 60, date(2031, 11, 21)),
        (date(2026, 1, 1), 12, date(2026, 12, 31)),
        (date(2024, 2, 29), 12, date(2025, 2, 27)),
        (date(2025, 8, 31), 6, date(2026, 2, 27)),
    ],
)
def test_longest_validity_when_counted_from_a_day_then_ends_the_day_before(
    today: date, months: int, last: date
) -> None:
    assert decision.longest_validity(Assessment(validity_months=months), today) == last


@pytest.mark.parametrize(("days", "taken"), [(-1, False), (0, False), (1, True)])
def test_propose_when_end_is_around_today_then_only_a_later_day_is_taken(
    assessed: Assessment, alice: Actor, now: datetime, days: int, taken: bool
) -> None:
    propose_until(assessed, timezone.localdate(now) + timedelta(days=days), alice, now, taken=taken)


@pytest.mark.parametrize(("days", "taken"), [(0, True), (1, False)])
def test_propose_when_end_is_around_the_longest_then_no_later_day_is_taken(
    assessed: Assessment, alice: Actor, now: datetime, days: int, taken: bool
) -> None:
    longest = decision.longest_validity(assessed, timezone.localdate(now))
    propose_until(assessed, longest + timedelta(days=days), alice, now, taken=taken)


def propose_until(assessed: Assessment, end: date, officer: Actor, now: datetime, *, taken: bool) -> None:
    case = assessed.application
    if taken:
        decision.propose(case, Outcome.GRANT, reason="Fine.", valid_until=end, **officer.acts(now))
        return
    with unchanged(), pytest.raises(InvalidInput) as refusal:
        decision.propose(case, Outcome.GRANT, reason="Fine.", valid_until=end, **officer.acts(now))
    assert set(refusal.value.fields) == {"valid_until"}
    assert case.state == "in_review", "the officer's copy says what is true"


def test_propose_when_reason_is_empty_then_refused_at_that_field(
    assessed: Assessment, alice: Actor, now: datetime
) -> None:
    with unchanged(), pytest.raises(InvalidInput) as refusal:
        decision.propose(assessed.application, Outcome.REFUSE, reason="\n", **alice.acts(now))
    assert set(refusal.value.fields) == {"reason"}


def test_propose_when_not_assessed_then_conflict(reviewed: Application, alice: Actor, now: datetime) -> None:
    with unchanged(), pytest.raises(Conflict, match="Assess the case first"):
        decision.propose(reviewed, Outcome.GRANT, reason="Fine.", **alice.acts(now))


def test_propose_when_a_hit_was_decided_after_the_assessment_then_conflict_until_assessed_again(
    case: Application, alice: Actor, bob: Actor, now: datetime
) -> None:
    rows.load_list(rows.entity("7", "Erin Dominguez", sex="", births=(), nationalities=()))
    rows.reviewed(case, alice)
    assessment.assess(case, **alice.acts(now))
    rows.held_same(Hit.objects.get(), alice, bob, at=now + timedelta(minutes=1))
    later = now + timedelta(minutes=2)
    with unchanged(), pytest.raises(Conflict, match="assess the case again"):
        decision.propose(case, Outcome.GRANT, reason="Fine.", **alice.acts(later))
    rows.triage_all(case, alice, at=later)
    assessment.assess(case, **alice.acts(later))
    decision.propose(case, Outcome.REFUSE, reason="Listed.", **alice.acts(later))


def test_propose_when_proposed_already_then_conflict(proposal: Decision, cast: Cast, now: datetime) -> None:
    stale = Application.objects.get(pk=proposal.application_id)
    stale.state = "in_review"
    for copy in (proposal.application, stale):
        with unchanged(), pytest.raises(Conflict):
            decision.propose(copy, Outcome.REFUSE, reason="No.", **cast.alice.acts(now))


def test_propose_when_refused_then_the_refusal_alone_is_on_record(
    assessed: Assessment, cast: Cast, now: datetime, record: Record
) -> None:
    case = assessed.application
    with unchanged("ledger_entry"), pytest.raises(Refused) as refusal:
        decision.propose(case, Outcome.GRANT, reason="Fine.", **cast.bob.acts(now))
    assert refusal.value.verdict.codes == ("capability_missing",)
    entry = record.one("screening.decision.refused")
    assert (entry.actor, entry.subject, entry.port) == ("user:bob", case.reference, "XXPEX")
    assert entry.body == {"step": "Proposing", "reasons": ["capability_missing"]}


def test_opinion_when_both_grant_then_a_clearance_exists_at_once(
    proposal: Decision, cast: Cast, now: datetime, record: Record
) -> None:
    same_outcome(proposal, reason=" Agreed. ", **cast.bob.acts(now))
    case = Application.objects.get(pk=proposal.application_id)
    assert (case.state, case.closed_at) == ("granted", now)
    assert (proposal.state_word, proposal.answered_by) == (DecisionState.COUNTERSIGNED, cast.bob.user)
    assert (proposal.answered_at, proposal.answer_reason) == (now, "Agreed.")
    made = Clearance.objects.get()
    assert (made.person, made.port, made.decision) == (case.person, case.port, proposal)
    assert (made.state, made.level, made.state_since) == ("granted", case.level, now)
    assert (made.valid_from, made.valid_until) == (timezone.localdate(now), proposal.valid_until)
    entries = record.new()
    assert [entry.kind for entry in entries] == [
        "screening.opinion.given",
        "screening.decision.countersigned",
        "screening.clearance.granted",
        "screening.outcome.told",
        "screening.letter.issued",
        "screening.letter.issued",
    ]
    assert [entry.subject for entry in entries] == [
        case.reference,
        case.reference,
        case.person.reference,
        case.reference,
        case.reference,
        case.reference,
    ]
    assert {(entry.actor, entry.port, entry.at) for entry in entries} == {("user:bob", "XXPEX", now)}
    assert entries[0].body == {"outcome": "grant clearance", "reason": "Agreed."}
    assert entries[1].body == {"outcome": "grant clearance", "level": "standard", "reason": "Agreed."}
    assert entries[3].body == {"outcome": "suitable"}
    assert entries[2].body == {
        "level": "standard",
        "valid_from": made.valid_from.isoformat(),
        "valid_until": made.valid_until.isoformat(),
    }


def test_opinion_when_a_clearance_stands_then_the_new_one_replaces_it(
    proposal: Decision, cast: Cast, now: datetime, record: Record
) -> None:
    old = rows.cleared(proposal.application.person)
    record.new()
    later = now + timedelta(hours=1)
    same_outcome(proposal, reason="Agreed.", **cast.bob.acts(later))
    old.refresh_from_db()
    assert old.state_word is ClearanceState.WITHDRAWN
    assert [change.reason for change in old.changes.all()][-1] == clearance.REPLACED
    assert current_clearance(proposal.application.person_id, at=later).decision == proposal
    assert record.kinds() == [
        "screening.opinion.given",
        "screening.decision.countersigned",
        "screening.clearance.withdrawn",
        "screening.clearance.granted",
        "screening.outcome.told",
        "screening.letter.issued",
        "screening.letter.issued",
    ]


def test_opinion_when_both_refuse_and_nobody_was_heard_then_notice_of_intent_and_nothing_is_refused(
    assessed: Assessment, cast: Cast, now: datetime, record: Record
) -> None:
    case = assessed.application
    held = rows.cleared(case.person)
    proposal = decision.propose(case, Outcome.REFUSE, reason="No.", **cast.alice.acts(now))
    record.new()
    same_outcome(proposal, reason="No.", **cast.bob.acts(now))
    case.refresh_from_db()
    held.refresh_from_db()
    assert (case.state, case.closed_at, held.state, proposal.state) == ("hearing", None, "granted", "noticed")
    assert record.kinds() == ["screening.opinion.given", "screening.hearing.opened"]


def test_opinion_when_both_refuse_after_the_hearing_then_every_clearance_is_withdrawn(
    assessed: Assessment, cast: Cast, now: datetime, record: Record
) -> None:
    case = assessed.application
    old = rows.cleared(case.person)
    rows.heard(case, cast)
    proposal = decision.propose(case, Outcome.REFUSE, reason="No.", **cast.alice.acts(now))
    record.new()
    same_outcome(proposal, reason="Agreed.", **cast.bob.acts(now))
    case.refresh_from_db()
    old.refresh_from_db()
    assert (case.state, case.closed_at, old.state) == ("refused", now, "withdrawn")
    assert Clearance.objects.get() == old
    entries = record.new()
    assert [entry.kind for entry in entries] == [
        "screening.opinion.given",
        "screening.decision.countersigned",
        "screening.clearance.withdrawn",
        "screening.outcome.told",
        "screening.letter.issued",
        "screening.letter.issued",
    ]
    assert entries[2].body == {"reason": f"Decision {case.ref}."}
    assert entries[3].body == {"outcome": "not suitable"}


def test_opinion_when_the_proposed_end_has_passed_then_nothing_is_granted(
    assessed: Assessment, cast: Cast, now: datetime
) -> None:
    tomorrow = timezone.localdate(now) + timedelta(days=1)
    proposal = decision.propose(
        assessed.application, Outcome.GRANT, reason="Fine.", valid_until=tomorrow, **cast.alice.acts(now)
    )
    with unchanged(), pytest.raises(InvalidInput, match="before it starts"):
        same_outcome(proposal, reason="Agreed.", **cast.bob.acts(now + timedelta(days=3)))


def test_opinion_when_the_person_is_being_reassessed_then_conflict(
    proposal: Decision, crane: Post, cast: Cast, now: datetime
) -> None:
    """A renewal must not walk around the interim measure of a reassessment."""
    elsewhere = rows.make_post(crane.port, "YARD", name="Yard planner")
    person = proposal.application.person
    held = rows.cleared(person)
    earlier = rows.make_case(person, elsewhere, cast.alice, at=now + timedelta(hours=1))
    application.withdraw(earlier, reason="Entered by mistake.", **cast.alice.acts(now))
    opened = reassessment.open_reassessment(
        person, source="person_case:PC-1", reason="Look.", suspend=True, actor="user:anna", at=now
    )
    with unchanged(), pytest.raises(Conflict, match=opened.ref):
        same_outcome(proposal, reason="Agreed.", **cast.bob.acts(now))
    held.refresh_from_db()
    assert held.state == "suspended"


def test_return_when_disagreed_then_the_case_is_back_in_review(
    proposal: Decision, cast: Cast, now: datetime, record: Record
) -> None:
    decision.return_to_officer(proposal, reason=" Ask Spain again. ", **cast.bob.acts(now))
    case = Application.objects.get(pk=proposal.application_id)
    assert (case.state, case.closed_at) == ("in_review", None)
    assert (proposal.state_word, proposal.answer_reason) == (DecisionState.RETURNED, "Ask Spain again.")
    assert not Clearance.objects.exists()
    entry = record.one("screening.decision.returned")
    assert (entry.actor, entry.subject, entry.port) == ("user:bob", case.reference, "XXPEX")
    assert entry.body == {"outcome": "grant clearance", "reason": "Ask Spain again."}


def test_propose_when_returned_then_a_new_proposal_stands_beside_the_old_one(
    proposal: Decision, cast: Cast, now: datetime
) -> None:
    decision.return_to_officer(proposal, reason="Why?", **cast.bob.acts(now))
    case = Application.objects.get(pk=proposal.application_id)
    second = decision.propose(case, Outcome.GRANT, reason="Spain answered.", **cast.alice.acts(now))
    assert set(case.decisions.values_list("pk", "state")) == {
        (proposal.pk, "returned"),
        (second.pk, "proposed"),
    }


@pytest.mark.parametrize("answer", ANSWERS)
def test_answer_when_reason_is_empty_then_refused_at_that_field(
    proposal: Decision, bob: Actor, now: datetime, answer: Answering
) -> None:
    with unchanged(), pytest.raises(InvalidInput) as refusal:
        answer(proposal, reason=" ", **bob.acts(now))
    assert set(refusal.value.fields) == {"reason"}


@pytest.mark.parametrize("answer", ANSWERS)
@pytest.mark.parametrize("first", ANSWERS)
def test_answer_when_answered_meanwhile_then_conflict(
    proposal: Decision, bob: Actor, now: datetime, first: Answering, answer: Answering
) -> None:
    stale = Decision.objects.get(pk=proposal.pk)
    first(proposal, reason="First.", **bob.acts(now))
    for copy in (stale, proposal):
        with unchanged(), pytest.raises(Conflict):
            answer(copy, reason="Second.", **bob.acts(now))


@pytest.mark.parametrize("answer", ANSWERS)
def test_answer_when_the_person_gave_up_meanwhile_then_conflict(
    proposal: Decision, cast: Cast, now: datetime, answer: Answering
) -> None:
    stale = Decision.objects.select_related("application").get(pk=proposal.pk)
    application.withdraw(proposal.application, reason="Another offer.", **cast.alice.acts(now))
    with unchanged(), pytest.raises(Conflict):
        answer(stale, reason="Agreed.", **cast.bob.acts(now))


@pytest.mark.parametrize(
    ("answer", "deed"), [(same_outcome, "Countersigning"), (decision.return_to_officer, "Returning")]
)
def test_answer_when_refused_then_the_refusal_alone_is_on_record(
    proposal: Decision, alice: Actor, now: datetime, record: Record, answer: Answering, deed: str
) -> None:
    with unchanged("ledger_entry"), pytest.raises(Refused):
        answer(proposal, reason="Agreed.", **alice.acts(now))
    entry = record.one("screening.decision.refused")
    assert (entry.actor, entry.subject) == (alice.reference, proposal.application.reference)
    assert entry.body == {"step": deed, "reasons": ["capability_missing", "own_proposal"]}


@pytest.mark.django_db(transaction=True)
def test_refusal_when_nothing_else_is_kept_then_it_still_stays_on_record(
    proposal: Decision, alice: Actor, now: datetime, record: Record
) -> None:
    with pytest.raises(Refused):
        same_outcome(proposal, reason="Agreed.", **alice.acts(now))
    connection.close()
    assert record.kinds() == ["screening.decision.refused"]


def test_decision_when_raw_sql_lets_the_proposer_countersign_then_the_database_refuses(
    proposal: Decision,
) -> None:
    statement = (
        "UPDATE screening_decision SET state = 'countersigned', answered_by_id = proposed_by_id,"
        " answered_at = now() WHERE id = %s"
    )
    with pytest.raises(IntegrityError, match="decision_two_hands"), transaction.atomic():
        connection.cursor().execute(statement, [proposal.pk])


@pytest.mark.parametrize(
    ("statement", "constraint"),
    [
        ("UPDATE screening_decision SET state = 'countersigned'", "decision_answered_by_someone"),
        ("UPDATE screening_decision SET answered_by_id = 0", "decision_answered_by_someone"),
        ("UPDATE screening_decision SET valid_until = NULL", "decision_grant_has_end"),
    ],
)
def test_decision_when_raw_sql_leaves_out_a_hand_or_the_end_then_the_database_refuses(
    proposal: Decision, statement: str, constraint: str
) -> None:
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        connection.cursor().execute(statement)


def test_decision_when_raw_sql_proposes_a_second_time_then_the_database_refuses(proposal: Decision) -> None:
    proposal.pk = None
    with pytest.raises(IntegrityError, match="decision_open_once"), transaction.atomic():
        proposal.save(force_insert=True)


def test_person_when_cleared_past_midnight_in_the_port_then_from_the_ports_day(
    proposal: Decision, erin: Person, bob: Actor, now: datetime
) -> None:
    late = datetime(now.year, now.month, now.day, 23, 30, tzinfo=UTC)
    same_outcome(proposal, reason="Agreed.", **bob.acts(late))
    assert Clearance.objects.get(person=erin).valid_from == late.date() + timedelta(days=1)
