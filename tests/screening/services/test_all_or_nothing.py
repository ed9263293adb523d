"""A command of screening that fails in the middle leaves nothing half-written."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import pytest
from django.db import DatabaseError

from screening.enums import CheckKind, CheckResult, HitState, Outcome, UnobtainableReason
from screening.models import Application, Check, Decision, Person
from screening.services import (
    answer,
    application,
    assessment,
    check,
    clearance,
    conviction,
    decision,
    hit,
    intake,
    person,
    policy,
    proof,
    reassessment,
)
from tests import scenario
from tests.people import MAKER
from tests.scenario import Scenario
from tests.screening import rows
from tests.witness import failing_at, unchanged

pytestmark = [pytest.mark.db, pytest.mark.django_db]

Act = Callable[[Scenario, datetime], Any]
WHY = {"reason": "On the record."}
SUBMITTED, REQUESTED = "screening.application.submitted", "screening.check.requested"


def fresh(made: Scenario, kind: CheckKind) -> Check:
    """A check of a new case that nobody answered yet; the lists know somebody who resembles the applicant."""
    case = scenario.apply_for(made.post, made.cast, "Morozov", "Viktor", date(1980, 1, 1), at=made.at)
    return rows.check_of(case, kind)


def proposal(made: Scenario) -> Decision:
    return Decision.objects.select_related("application__person").get(application=made.proposed)


def renewal(made: Scenario) -> Decision:
    """A proposal for Erin, who holds a clearance that it would replace."""
    case = rows.make_case(made.erin, made.post, made.cast.alice, at=made.at)
    scenario.answer_checks(case, made.cast, at=made.at)
    rows.assessed(case, made.cast.alice)
    return rows.proposed(case, made.cast.alice)


def newcomer(made: Scenario) -> Person:
    return rows.make_person(made.port, made.post.organisation)


def entered(made: Scenario, at: datetime) -> Any:
    details = {"family_name": "Roth", "given_names": "Jo", "organisation": made.post.organisation}
    return intake.enter(made.post, details, **made.cast.alice.acts(at))


# Each command: what is prepared, what is then done to it, and every entry at which it may fail.
ACTS: dict[str, tuple[Callable[[Scenario], Any], Callable[[Any, dict[str, Any]], Any], list[str]]] = {
    "submit": (
        newcomer,
        lambda who, acts: application.submit(who, scenario.Post.objects.get(code="release-clerk"), **acts),
        [SUBMITTED, REQUESTED],
    ),
    "assign": (
        lambda made: made.case,
        lambda case, acts: application.assign(case, acts["actor"], **acts),
        ["screening.application.assigned"],
    ),
    "note": (
        lambda made: made.case,
        lambda case, acts: application.add_note(case, "Called.", **acts),
        ["screening.application.noted"],
    ),
    "withdraw": (
        lambda made: made.case,
        lambda case, acts: application.withdraw(case, **WHY, **acts),
        ["screening.application.withdrawn"],
    ),
    "answer_identity": (
        lambda made: fresh(made, CheckKind.IDENTITY),
        lambda asked, acts: check.answer_identity(
            asked, result=CheckResult.CLEAR, detail="Passport.", **acts
        ),
        ["screening.check.answered"],
    ),
    "answer_record": (
        lambda made: fresh(made, CheckKind.CRIMINAL_RECORD),
        lambda asked, acts: check.answer_record(asked, [rows.TRAFFICKING], **acts),
        ["screening.check.answered"],
    ),
    "ask": (
        lambda made: made.case,
        lambda case, acts: check.ask(case, CheckKind.CRIMINAL_RECORD, "ES", **acts),
        [REQUESTED],
    ),
    "ask_directly": (
        lambda made: fresh(made, CheckKind.CRIMINAL_RECORD),
        lambda asked, acts: check.answer_record(asked, [], ask_directly=["FR"], **acts),
        ["screening.check.directed", REQUESTED, "screening.check.answered"],
    ),
    "give_up": (
        lambda made: fresh(made, CheckKind.CRIMINAL_RECORD),
        lambda asked, acts: proof.give_up(asked, UnobtainableReason.NO_RECORD_SYSTEM, rows.PROOFS, **acts),
        ["screening.check.proof_added", "screening.check.answered", "screening.check.given_up"],
    ),
    "ask_again": (
        lambda made: rows.check_of(made.case, CheckKind.IDENTITY),
        lambda asked, acts: answer.ask_again(asked, **WHY, **acts),
        ["screening.check.asked_again"],
    ),
    "erase_conviction": (
        lambda made: made.conviction,
        lambda found, acts: conviction.erase(found, notice="DE-1", **acts),
        ["screening.check.conviction_erased"],
    ),
    "answer_watchlist": (
        lambda made: fresh(made, CheckKind.WATCHLIST),
        lambda asked, acts: check.answer_watchlist(asked, at=acts["at"]),
        ["screening.check.answered"],
    ),
    "decide_hit": (
        lambda made: made.hit,
        lambda found, acts: hit.decide(found, HitState.DIFFERENT, **WHY, **acts),
        ["screening.hit.decided"],
    ),
    "assess": (
        lambda made: made.case,
        lambda case, acts: assessment.assess(case, **acts),
        ["screening.assessment.made"],
    ),
}
DECISIONS: dict[str, tuple[Callable[[Scenario], Any], Callable[[Any, dict[str, Any]], Any], list[str]]] = {
    "countersign": (
        renewal,
        lambda made, acts: decision.give_opinion(made, made.outcome_word, **WHY, **acts),
        [
            "screening.decision.countersigned",
            "screening.clearance.withdrawn",
            "screening.clearance.granted",
        ],
    ),
    "return": (
        proposal,
        lambda made, acts: decision.return_to_officer(made, **WHY, **acts),
        ["screening.decision.returned"],
    ),
    "suspend": (
        lambda made: made.clearance,
        lambda held, acts: clearance.suspend(held, **WHY, **acts),
        ["screening.clearance.suspended"],
    ),
    "withdraw_clearance": (
        lambda made: made.clearance,
        lambda held, acts: clearance.withdraw(held, **WHY, **acts),
        ["screening.clearance.withdrawn"],
    ),
}


def cases(acts: dict[str, tuple[Any, Any, list[str]]]) -> list[Any]:
    return [pytest.param(name, kind, id=f"{name} {kind}") for name in acts for kind in acts[name][2]]


@pytest.mark.parametrize(("name", "kind"), cases(ACTS))
def test_command_when_it_fails_in_the_middle_then_nothing_of_it_stays(
    made: Scenario, now: datetime, name: str, kind: str
) -> None:
    prepare, act, _ = ACTS[name]
    prepared = prepare(made)
    acts = made.cast.alice.acts(now)
    with unchanged(), failing_at(kind), pytest.raises(DatabaseError, match="the disk is full"):
        act(prepared, acts)
    act(prepare(made) if name.startswith("answer") else fetched(prepared), acts)


@pytest.mark.parametrize(("name", "kind"), cases(DECISIONS))
def test_decision_when_it_fails_in_the_middle_then_nothing_of_it_stays(
    made: Scenario, now: datetime, name: str, kind: str
) -> None:
    prepare, act, _ = DECISIONS[name]
    prepared = prepare(made)
    acts = made.cast.bob.acts(now)
    with unchanged(), failing_at(kind), pytest.raises(DatabaseError, match="the disk is full"):
        act(prepared, acts)
    act(fetched(prepared), acts)


def fetched(row: Any) -> Any:
    """The same row as a second attempt reads it."""
    return type(row).objects.get(pk=row.pk)


def test_propose_when_it_fails_in_the_middle_then_nothing_of_it_stays(made: Scenario, now: datetime) -> None:
    acts = made.cast.alice.acts(now)
    hit.decide(made.hit, HitState.DIFFERENT, **WHY, **acts)
    rows.triage_all(made.case, made.cast.alice, at=now)
    assessment.assess(made.case, **acts)
    with (
        unchanged(),
        failing_at("screening.decision.proposed"),
        pytest.raises(DatabaseError, match="the disk is full"),
    ):
        decision.propose(made.case, Outcome.REFUSE, **WHY, **acts)
    decision.propose(Application.objects.get(pk=made.case.pk), Outcome.REFUSE, **WHY, **acts)


@pytest.mark.parametrize("kind", ["screening.person.registered", SUBMITTED, REQUESTED])
def test_intake_when_it_fails_in_the_middle_then_neither_person_nor_case(
    made: Scenario, now: datetime, kind: str
) -> None:
    with unchanged(), failing_at(kind), pytest.raises(DatabaseError, match="the disk is full"):
        entered(made, now)
    entered(made, now)


@pytest.mark.parametrize(
    "kind",
    [SUBMITTED, REQUESTED, "screening.clearance.suspended", "screening.reassessment.opened"],
)
def test_reassessment_when_it_fails_in_the_middle_then_neither_case_nor_suspension(
    made: Scenario, now: datetime, kind: str
) -> None:
    said: dict[str, Any] = {"source": "person_case:PC-1", "suspend": True, "actor": "user:anna", **WHY}
    with unchanged(), failing_at(kind), pytest.raises(DatabaseError, match="the disk is full"):
        reassessment.open_reassessment(made.erin, **said, at=now)
    reassessment.open_reassessment(made.erin, **said, at=now)


def test_person_when_registering_or_changing_fails_then_nothing_of_it_stays(
    made: Scenario, now: datetime
) -> None:
    with (
        unchanged(),
        failing_at("screening.person.registered"),
        pytest.raises(DatabaseError, match="the disk is full"),
    ):
        newcomer(made)
    with (
        unchanged(),
        failing_at("screening.person.changed"),
        pytest.raises(DatabaseError, match="the disk is full"),
    ):
        person.change(made.erin, family_name="Roe", actor=MAKER, at=now)


def test_policy_when_loading_fails_then_nothing_of_it_stays(db: None, now: datetime) -> None:
    with (
        unchanged(),
        failing_at("screening.policy.loaded"),
        pytest.raises(DatabaseError, match="the disk is full"),
    ):
        policy.load_files(actor=MAKER, at=now)
