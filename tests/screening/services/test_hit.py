"""Hits on the lists: found with evidence, decided, and not asked again without a reason."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from portsec.kernel.errors import Conflict, InvalidInput, Refused
from screening.adjudication_words import DismissalGround
from screening.enums import CheckKind, HitState, Outcome
from screening.models import Application, Decision, Hit, Person, Post
from screening.selectors.screening_run import hits_to_decide
from screening.services import application, decision, hit, person
from tests.people import Actor, Cast
from tests.screening import rows
from tests.witness import Record, unchanged

pytestmark = [pytest.mark.db, pytest.mark.django_db]

ALIKE: dict[str, Any] = {"sex": "", "births": (), "nationalities": ()}


@pytest.fixture
def found(case: Application) -> Hit:
    """An entry that resembles Erin, found by the check."""
    rows.load_list(rows.entity("7", "Erin Dominguez", **ALIKE))
    rows.answer_watchlist(case)
    return Hit.objects.get()


def ask_again(who: Person, what: Post, officer: Actor, earlier: Application, *, at: datetime) -> Hit:
    """A second application of the same person, screened."""
    application.withdraw(earlier, reason="Entered again.", **officer.acts(at))
    second = rows.make_case(who, what, officer)
    rows.answer_watchlist(second)
    return Hit.objects.get(check_answered__application=second)


def test_hit_when_found_then_evidence_and_both_versions_are_kept(case: Application, found: Hit) -> None:
    assert found.check_answered == rows.check_of(case, CheckKind.WATCHLIST)
    assert (found.entry.uid, found.person_version, found.state) == ("7", 1, "open")
    assert (found.decided_by, found.decided_at, found.reason) == (None, None, "")
    assert found.score == 1
    assert 0 < found.priority < 1
    lines = {line["field"]: line["verdict"] for line in found.evidence["evidence"]}
    assert lines["name"] == "agree"
    assert found.evidence["listed_name"] == "Erin Dominguez"


def test_hit_when_name_is_altered_then_still_found(case: Application) -> None:
    rows.load_list(rows.entity("8", "DOMINGES, Erinn", **ALIKE))
    rows.answer_watchlist(case)
    assert Hit.objects.get().entry.uid == "8"


def test_hit_when_entry_is_of_somebody_else_then_none(case: Application) -> None:
    rows.load_list(rows.entity("9", "Hassan Al-Example", **ALIKE))
    rows.answer_watchlist(case)
    assert not Hit.objects.exists()


@pytest.mark.parametrize("state", [HitState.DIFFERENT, HitState.UNSURE])
def test_decide_when_officer_says_which_then_kept_and_on_record(
    found: Hit, alice: Actor, now: datetime, record: Record, state: HitState
) -> None:
    hit.decide(found, state, reason=" Another birth date. ", **alice.acts(now))
    assert (found.state_word, found.decided_by, found.decided_at) == (state, alice.user, now)
    assert found.reason == "Another birth date."
    entry = record.one("screening.hit.decided")
    case = found.check_answered.application
    assert (entry.actor, entry.subject, entry.port) == (alice.reference, case.reference, "XXPEX")
    assert entry.body == {
        "source": "UN Security Council list",
        "entry": "7",
        "decision": state.label.lower(),
        "reason": "Another birth date.",
    }


def test_decide_when_reason_or_answer_is_missing_then_refused_at_that_field(
    found: Hit, alice: Actor, now: datetime
) -> None:
    with unchanged(), pytest.raises(InvalidInput) as refusal:
        hit.decide(found, HitState.DIFFERENT, reason=" ", **alice.acts(now))
    assert set(refusal.value.fields) == {"reason"}
    with unchanged(), pytest.raises(InvalidInput) as refusal:
        hit.decide(found, HitState.OPEN, reason="Later.", **alice.acts(now))
    assert set(refusal.value.fields) == {"state"}


def test_decide_when_another_officer_was_first_then_conflict(found: Hit, alice: Actor, now: datetime) -> None:
    stale = Hit.objects.get(pk=found.pk)
    hit.decide(found, HitState.DIFFERENT, reason="Another birth date.", **alice.acts(now))
    with unchanged(), pytest.raises(Conflict):
        hit.decide(stale, HitState.SAME, reason="The same passport.", **alice.acts(now))


def test_decide_when_unsure_then_may_be_decided_again_but_the_same_person_stays(
    found: Hit, alice: Actor, bob: Actor, now: datetime
) -> None:
    hit.decide(found, HitState.UNSURE, reason="Birth place is missing.", **alice.acts(now))
    rows.held_same(found, alice, bob)
    with unchanged(), pytest.raises(Conflict, match="same person"):
        hit.decide(found, HitState.DIFFERENT, reason="After all not.", **alice.acts(now))


def test_decide_when_one_officer_says_same_then_it_waits_for_another(
    found: Hit, cast: Cast, now: datetime, record: Record
) -> None:
    rows.held_same(found, cast.alice, at=now)
    assert (found.state_word, found.decided_by, found.awaits_second) == (HitState.OPEN, None, True)
    assert (found.same_said_by, found.same_said_reason) == (cast.alice.user, "The same passport.")
    assert found.status.label == "Same person, to be confirmed"
    case = found.check_answered.application
    assert record.one("screening.hit.said_same").subject == case.reference
    for state in (HitState.SAME, HitState.DIFFERENT, HitState.OPEN):
        with unchanged(), pytest.raises(Refused) as refusal:
            hit.decide(found, state, reason="Sure.", **cast.alice.acts(now))
        assert refusal.value.verdict.codes == ("own_step",)


def test_decide_when_the_second_officer_confirms_then_it_counts_with_both(
    found: Hit, cast: Cast, now: datetime, record: Record
) -> None:
    rows.held_same(found, cast.alice, cast.bob, at=now)
    assert (found.state_word, found.same_said_by, found.decided_by) == (
        HitState.SAME,
        cast.alice.user,
        cast.bob.user,
    )
    assert record.kinds() == ["screening.hit.said_same", "screening.hit.decided"]


def test_decide_when_the_second_officer_returns_it_then_it_is_open_for_anybody(
    found: Hit, cast: Cast, now: datetime, record: Record
) -> None:
    rows.held_same(found, cast.alice)
    with unchanged(), pytest.raises(InvalidInput) as refusal:
        hit.decide(found, HitState.OPEN, reason=" ", **cast.bob.acts(now))
    assert set(refusal.value.fields) == {"reason"}
    hit.decide(found, HitState.OPEN, reason="Which passport?", **cast.bob.acts(now))
    assert (found.state, found.same_said_by, found.same_said_reason) == ("open", None, "")
    assert record.kinds() == ["screening.hit.said_same", "screening.hit.returned"]
    hit.decide(found, HitState.DIFFERENT, reason="Another passport.", **cast.alice.acts(now))


def test_decide_when_the_second_officer_disagrees_then_their_word_stands(
    found: Hit, cast: Cast, now: datetime
) -> None:
    rows.held_same(found, cast.alice)
    hit.decide(found, HitState.DIFFERENT, ground=DismissalGround.SEX, **cast.bob.acts(now))
    assert (found.state, found.ground, found.same_said_by) == ("different", "sex", None)


def test_decide_when_an_officer_who_only_decides_speaks_first_then_refused(
    found: Hit, cast: Cast, now: datetime
) -> None:
    with unchanged(), pytest.raises(Refused):
        hit.decide(found, HitState.SAME, reason="Sure.", **cast.bob.acts(now))


def test_proposal_when_a_hit_waits_for_the_second_officer_then_conflict(
    found: Hit, cast: Cast, now: datetime
) -> None:
    case = found.check_answered.application
    rows.answer_identity(case, cast.alice)
    rows.answer_record(case, cast.alice)
    case.refresh_from_db()
    rows.held_same(found, cast.alice)
    made = rows.assessed(case, cast.alice)
    assert "watchlist_hit_undecided" in {finding.criterion for finding in made.findings.all()}
    with pytest.raises(Conflict, match="Triage first"):
        rows.proposed(case, cast.alice)
    assert list(hits_to_decide(scope=cast.bob.scope)) == [found]


def test_hit_when_held_same_by_one_hand_then_the_database_refuses(found: Hit, cast: Cast) -> None:
    for first in (None, cast.alice.user):
        with pytest.raises(IntegrityError, match="hit_same_by_two"), transaction.atomic():
            Hit.objects.filter(pk=found.pk).update(
                state="same", same_said_by=first, decided_by=cast.alice.user
            )


@pytest.mark.parametrize("ground", list(DismissalGround))
def test_decide_when_dismissed_then_the_ground_is_kept_and_only_another_reason_needs_words(
    found: Hit, alice: Actor, now: datetime, record: Record, ground: DismissalGround
) -> None:
    words = "Seen in person." if ground is DismissalGround.OTHER else ""
    if words:
        with unchanged(), pytest.raises(InvalidInput) as refusal:
            hit.decide(found, HitState.DIFFERENT, ground=ground, **alice.acts(now))
        assert set(refusal.value.fields) == {"reason"}
    hit.decide(found, HitState.DIFFERENT, ground=ground, reason=words, **alice.acts(now))
    assert (found.ground_word, found.reason) == (ground, words)
    told = record.one("screening.hit.decided").body["reason"]
    assert told == (words or f"{ground.label}.")


def test_decide_when_the_ground_is_contradicted_by_the_comparison_then_refused_at_that_field(
    case: Application, alice: Actor, now: datetime
) -> None:
    """Erin is a woman as the entry's is."""
    rows.load_list(rows.entity("7", "Erin Dominguez", **ALIKE | {"sex": "female"}))
    rows.answer_watchlist(case)
    with unchanged(), pytest.raises(InvalidInput) as refusal:
        hit.decide(Hit.objects.get(), HitState.DIFFERENT, ground=DismissalGround.SEX, **alice.acts(now))
    assert set(refusal.value.fields) == {"ground"}


def test_decide_when_a_decision_is_proposed_then_conflict_until_it_is_returned(
    found: Hit, cast: Cast, now: datetime
) -> None:
    """Otherwise the second officer would sign what the first one never saw."""
    proposal = propose(found, cast, now)
    with unchanged(), pytest.raises(Conflict, match="proposed"):
        hit.decide(found, HitState.SAME, reason="The same passport.", **cast.alice.acts(now))
    decision.return_to_officer(proposal, reason="Decide the hit first.", **cast.bob.acts(now))
    hit.decide(found, HitState.SAME, reason="The same passport.", **cast.alice.acts(now))


def test_decide_when_case_is_closed_then_conflict(found: Hit, cast: Cast, now: datetime) -> None:
    decision.give_opinion(propose(found, cast, now), Outcome.GRANT, reason="Agreed.", **cast.bob.acts(now))
    with unchanged(), pytest.raises(Conflict, match="closed"):
        hit.decide(found, HitState.SAME, reason="The same passport.", **cast.alice.acts(now))


def propose(found: Hit, cast: Cast, now: datetime) -> Decision:
    """A clearance is proposed: somebody dismissed the hit, which nobody may leave open."""
    case = found.check_answered.application
    hit.decide(found, HitState.DIFFERENT, reason="Another birth date.", **cast.alice.acts(now))
    rows.answer_identity(case, cast.alice)
    rows.answer_record(case, cast.alice)
    case.refresh_from_db()
    rows.assessed(case, cast.alice)
    return rows.proposed(case, cast.alice)


def test_dismissal_when_person_and_entry_are_as_they_were_then_taken_over(
    case: Application, found: Hit, erin: Person, crane: Post, alice: Actor, now: datetime
) -> None:
    hit.decide(found, HitState.DIFFERENT, reason="Another birth date.", **alice.acts(now))
    again = ask_again(erin, crane, alice, case, at=now)
    assert again.pk != found.pk
    assert (again.state, again.decided_by, again.decided_at) == ("different", alice.user, now)
    assert again.reason == "Another birth date."


@pytest.mark.parametrize("state", [HitState.SAME, HitState.UNSURE])
def test_hit_when_it_was_not_dismissed_then_asked_again(
    case: Application, found: Hit, erin: Person, crane: Post, alice: Actor, now: datetime, state: HitState
) -> None:
    hit.decide(found, state, reason="Looks alike.", **alice.acts(now))
    assert ask_again(erin, crane, alice, case, at=now).state == "open"


def test_dismissal_when_somebody_holds_it_the_same_elsewhere_then_asked_again(
    case: Application, found: Hit, erin: Person, crane: Post, cast: Cast, now: datetime
) -> None:
    hit.decide(found, HitState.DIFFERENT, reason="Another birth date.", **cast.alice.acts(now))
    second = ask_again(erin, crane, cast.alice, case, at=now)
    rows.held_same(second, cast.alice)
    third = ask_again(erin, crane, cast.alice, second.check_answered.application, at=now)
    assert third.state == "open"


def test_dismissal_when_the_person_changed_then_asked_again(
    case: Application, found: Hit, erin: Person, crane: Post, alice: Actor, now: datetime
) -> None:
    hit.decide(found, HitState.DIFFERENT, reason="Another birth date.", **alice.acts(now))
    person.change(erin, sex="X", actor=alice.reference, at=now)
    again = ask_again(Person.objects.get(pk=erin.pk), crane, alice, case, at=now)
    assert (again.state, again.person_version, again.reason) == ("open", 2, "")


def test_dismissal_when_something_unscreened_changed_then_taken_over(
    case: Application, found: Hit, erin: Person, crane: Post, alice: Actor, now: datetime
) -> None:
    hit.decide(found, HitState.DIFFERENT, reason="Another birth date.", **alice.acts(now))
    person.change(erin, job_title="Foreman", actor=alice.reference, at=now)
    assert ask_again(Person.objects.get(pk=erin.pk), crane, alice, case, at=now).state == "different"


def test_dismissal_when_the_entry_changed_then_asked_again(
    case: Application, found: Hit, erin: Person, crane: Post, alice: Actor, now: datetime
) -> None:
    hit.decide(found, HitState.DIFFERENT, reason="Another birth date.", **alice.acts(now))
    rows.load_list(rows.entity("7", "Erin Dominguez", **ALIKE, remarks="Lives in Vigo."))
    again = ask_again(erin, crane, alice, case, at=now)
    assert (again.state, again.entry.uid) == ("open", "7")
    assert again.entry_id != found.entry_id


def test_dismissal_when_made_for_somebody_else_then_not_taken_over(
    case: Application, found: Hit, crane: Post, alice: Actor, now: datetime
) -> None:
    hit.decide(found, HitState.DIFFERENT, reason="Another birth date.", **alice.acts(now))
    namesake = rows.make_person(crane.port, None)
    second = rows.make_case(namesake, crane, alice, at=now + timedelta(hours=1))
    rows.answer_watchlist(second)
    assert Hit.objects.get(check_answered__application=second).state == "open"
