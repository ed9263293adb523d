"""Hits on the lists: found with evidence, decided, and not asked again without a reason."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest

from portsec.kernel.errors import Conflict, InvalidInput
from screening.enums import CheckKind, HitState, Outcome
from screening.models import Application, Decision, Hit, Person, Post
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


@pytest.mark.parametrize("state", [HitState.SAME, HitState.DIFFERENT, HitState.UNSURE])
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
    found: Hit, alice: Actor, now: datetime
) -> None:
    hit.decide(found, HitState.UNSURE, reason="Birth place is missing.", **alice.acts(now))
    hit.decide(found, HitState.SAME, reason="The same passport.", **alice.acts(now))
    with unchanged(), pytest.raises(Conflict, match="same person"):
        hit.decide(found, HitState.DIFFERENT, reason="After all not.", **alice.acts(now))


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
