"""Runs permissions.yaml: every command as every role, on others' files, one's own and another port's."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.db import transaction

from access.enums import BadgeEvent, DataAction, Direction, FieldClass, PersonCaseEvent
from access.models import Badge, BadgeRequest, PersonCase
from access.services import anomaly, badge, data_access, gate_event
from accounts.models import User
from accounts.roles import Role, capabilities_of
from portsec.kernel.errors import Refused
from portsec.kernel.scope import Scope
from screening.deciding.words import PanelChoice, RemedyState
from screening.enums import CheckKind, CheckResult, HitState, Outcome
from screening.models import Application, Clearance, Decision, Hit, Person, Remedy
from screening.services import (
    application,
    assessment,
    check,
    clearance,
    decision,
    hearing,
    hit,
    panel,
    reassessment,
    remedy,
)
from tests import badges, procedure, scenario
from tests.matrix.cases import rows
from tests.procedure import Procedure
from tests.scenario import Scenario
from tests.screening.rows import triage_all

pytestmark = [pytest.mark.db, pytest.mark.django_db]

FILE = "permissions.yaml"
Deed = Callable[[Scenario, User, dict[str, Any]], Any]
WHY = {"reason": "On the record."}
BOTH = "vetting_officer and deciding_officer"


@pytest.fixture
def stage(made: Scenario, now: datetime) -> Scenario:
    """The scenario with something to do for every command."""
    alice, at = made.cast.alice, made.at
    assessment.assess(made.case, **alice.acts(at))
    badge.change_state(made.badge, BadgeEvent.HAND_IN, reason="Left it.", **made.cast.carol.acts(at))
    badges.asked_for(made.erin, [made.area], made.cast, at=at)
    made.procedure = procedure.make(made)
    return made


def fresh(made: Scenario) -> Application:
    """A case whose checks are open, of somebody at Quayside."""
    found = Application.objects.filter(person__family_name="Fresh").first()
    return found or scenario.apply_for(made.post, made.cast, "Fresh", "Kim", date(1990, 1, 1), at=made.at)


def newcomer(made: Scenario) -> Person:
    return Person.objects.get_or_create(
        port=made.port,
        family_name="New",
        search_name="new",
        created_at=made.at,
        organisation=made.post.organisation,
    )[0]


def open_request_of(holder: Person) -> BadgeRequest:
    return BadgeRequest.objects.select_related("person", "port").get(person=holder, state="open")


def case_of(made: Scenario) -> Application:
    return Application.objects.get(pk=made.case.pk)


def proposal_of(made: Scenario) -> Decision:
    return Decision.objects.select_related("application__person").get(application=made.proposed)


def clearance_of(made: Scenario) -> Clearance:
    return Clearance.objects.get(pk=made.clearance.pk)


def person_case_of(made: Scenario) -> PersonCase:
    return PersonCase.objects.get(pk=made.person_case.pk)


def reinstate(made: Scenario, user: User, acts: dict[str, Any]) -> Any:
    held = clearance.suspend(clearance_of(made), **WHY, **made.cast.bob.acts(made.at))
    return clearance.reinstate(held, **WHY, **acts)


def further(made: Scenario) -> Procedure:
    """The rows as they are now: an earlier cell was rolled back."""
    assert made.procedure is not None
    rows_of = made.procedure
    for row in (rows_of.panel, rows_of.hearing, rows_of.remedy):
        row.refresh_from_db()
    return rows_of


def reviewed(made: Scenario) -> Remedy:
    return remedy.propose(further(made).remedy, RemedyState.UPHELD, **WHY, **made.cast.bea.acts(made.at))


def propose(made: Scenario, user: User, acts: dict[str, Any]) -> Any:
    """After the hit and the triage, which another officer did."""
    alice = made.cast.alice
    hit.decide(Hit.objects.get(pk=made.hit.pk), HitState.DIFFERENT, **WHY, **alice.acts(made.at))
    triage_all(made.case, alice, at=made.at)
    assessment.assess(case_of(made), **alice.acts(made.at))
    return decision.propose(case_of(made), Outcome.REFUSE, **WHY, **acts)


def prolong(made: Scenario, user: User, acts: dict[str, Any]) -> Any:
    held = clearance.suspend(clearance_of(made), **WHY, **made.cast.bob.acts(made.at))
    return clearance.prolong(held, **WHY, **acts)


def answer(made: Scenario, user: User, acts: dict[str, Any]) -> Any:
    asked = fresh(made).checks.get(kind=CheckKind.IDENTITY.value)
    return check.answer_identity(asked, result=CheckResult.CLEAR, detail="Passport.", **acts)


def confirm(made: Scenario, user: User, acts: dict[str, Any]) -> Any:
    found = Hit.objects.get(pk=made.hit.pk)
    hit.decide(found, HitState.SAME, **WHY, **made.cast.alice.acts(made.at))
    return hit.decide(found, HitState.SAME, **WHY, **acts)


def attempt(made: Scenario, user: User, acts: dict[str, Any]) -> Any:
    said = gate_event.Attempt("any", Direction.IN, "matrix")
    return gate_event.record_attempt(
        made.reader, said, actor=user.reference, scope=acts["scope"], at=acts["at"]
    )


def look_up(made: Scenario, user: User, acts: dict[str, Any], *, own: bool = False) -> Any:
    subject = ("account", user.username) if own else ("person", made.erin.log_ref)
    question = data_access.LookUp(*subject, DataAction.READ, FieldClass.S3, scenario.CONTAINER)
    return data_access.answer(made.port, question, actor=user.reference, scope=acts["scope"], at=acts["at"])


# Each command, and the person whose file it touches.
DEEDS: dict[str, tuple[Deed, Callable[[Scenario], Person | None]]] = {
    "enter": (
        lambda made, user, acts: application.submit(newcomer(made), made.post, **acts),
        newcomer,
    ),
    "withdraw_application": (
        lambda made, user, acts: application.withdraw(fresh(made), **WHY, **acts),
        lambda made: fresh(made).person,
    ),
    "assign": (
        lambda made, user, acts: application.assign(case_of(made), made.cast.bob.user, **acts),
        lambda made: made.viktor,
    ),
    "note": (
        lambda made, user, acts: application.add_note(case_of(made), "Called.", **acts),
        lambda made: made.viktor,
    ),
    "answer_check": (answer, lambda made: fresh(made).person),
    "decide_hit": (
        lambda made, user, acts: hit.decide(
            Hit.objects.get(pk=made.hit.pk), HitState.DIFFERENT, **WHY, **acts
        ),
        lambda made: made.viktor,
    ),
    "confirm_hit": (confirm, lambda made: made.viktor),
    "assess": (
        lambda made, user, acts: assessment.assess(case_of(made), **acts),
        lambda made: made.viktor,
    ),
    "propose": (propose, lambda made: made.viktor),
    "countersign": (
        lambda made, user, acts: decision.give_opinion(proposal_of(made), Outcome.GRANT, **WHY, **acts),
        lambda made: made.proposed.person,
    ),
    "return": (
        lambda made, user, acts: decision.return_to_officer(proposal_of(made), **WHY, **acts),
        lambda made: made.proposed.person,
    ),
    "vote": (
        lambda made, user, acts: panel.vote(further(made).panel, PanelChoice.GRANT, **WHY, **acts),
        lambda made: further(made).panel.application.person,
    ),
    "serve_notice": (
        lambda made, user, acts: hearing.serve(further(made).hearing, **acts),
        lambda made: further(made).hearing.application.person,
    ),
    "review_remedy": (
        lambda made, user, acts: remedy.propose(further(made).remedy, RemedyState.UPHELD, **WHY, **acts),
        lambda made: further(made).remedy.application.person,
    ),
    "decide_remedy": (
        lambda made, user, acts: remedy.decide(reviewed(made), **acts),
        lambda made: further(made).remedy.application.person,
    ),
    "prolong_suspension": (prolong, lambda made: made.erin),
    "reassess": (
        lambda made, user, acts: reassessment.start(made.erin, suspend=True, **WHY, **acts),
        lambda made: made.erin,
    ),
    "suspend_clearance": (
        lambda made, user, acts: clearance.suspend(clearance_of(made), **WHY, **acts),
        lambda made: made.erin,
    ),
    "reinstate_clearance": (reinstate, lambda made: made.erin),
    "withdraw_clearance": (
        lambda made, user, acts: clearance.withdraw(clearance_of(made), **WHY, **acts),
        lambda made: made.erin,
    ),
    "issue_badge": (
        lambda made, user, acts: badge.issue(open_request_of(made.erin), **acts),
        lambda made: made.erin,
    ),
    "change_badge": (
        lambda made, user, acts: badge.change_state(
            Badge.objects.create(
                port=made.port,
                serial="MATRIX",
                person=made.erin,
                valid_from=made.at,
                valid_until=made.at + timedelta(days=9),
                state_since=made.at,
                issued_by="x",
            ),
            BadgeEvent.SUSPEND,
            **WHY,
            **acts,
        ),
        lambda made: made.erin,
    ),
    "take_person_case": (
        lambda made, user, acts: anomaly.assign(person_case_of(made), **acts),
        lambda made: made.erin,
    ),
    "triage": (
        lambda made, user, acts: anomaly.triage(person_case_of(made), PersonCaseEvent.EXPLAIN, **WHY, **acts),
        lambda made: made.erin,
    ),
    "escalate": (
        lambda made, user, acts: anomaly.escalate(person_case_of(made), suspend=True, **WHY, **acts),
        lambda made: made.erin,
    ),
    "submit_attempt": (attempt, lambda made: None),
    "look_up": (look_up, lambda made: None),
}
RELATIONS = {
    "enter": {"other", "own_staff", "other_port"},
    "withdraw_application": {"other", "own_staff", "other_port"},
    "countersign": {"other", "own_file", "own_proposal", "own_proposal_own_file", "other_port"},
    "return": {"other", "own_file", "own_proposal", "own_proposal_own_file", "other_port"},
    "submit_attempt": {"other", "other_port"},
    "look_up": {"other", "own_account", "other_port"},
}
ROLES = {"none", BOTH, *(role.value for role in Role)}


def cast_as(user: User, role: str, relation: str, person: Person | None, *, made: Scenario) -> Scope:
    """Put the account into the role and the relation of a cell; the scope that it then has."""
    held = frozenset(Role(name) for name in role.split(" and ") if name != "none")
    port = made.port.pk + (1 if relation == "other_port" else 0)
    organisation = person.organisation_id if relation == "own_staff" and person else None
    user.person_ref = person.ref if person and relation.endswith("own_file") else ""
    if relation.startswith("own_proposal"):
        Decision.objects.filter(application=made.proposed).update(proposed_by=user)
    return Scope(
        capabilities={capability.value: frozenset([port]) for capability in capabilities_of(held)},
        organisation=organisation,
    )


def outcome(made: Scenario, user: User, row: dict[str, Any], relation: str, at: datetime) -> str:
    """What the command does in this cell; nothing of it stays."""
    before = transaction.savepoint()
    try:
        deed, whose = DEEDS[row["action"]]
        scope = cast_as(user, row["role"], relation, whose(made), made=made)
        acts = {"actor": user, "scope": scope, "at": at}
        if relation == "own_account":
            look_up(made, user, acts, own=True)
        else:
            deed(made, user, acts)
    except Refused as refusal:
        return " ".join(refusal.verdict.codes)
    finally:
        transaction.savepoint_rollback(before)
    return "done"


@pytest.mark.parametrize("action", DEEDS)
def test_command_when_acted_as_in_the_matrix_then_done_or_refused_as_written(
    stage: Scenario, now: datetime, action: str
) -> None:
    user = User.objects.create(username="hand", display_name="Hand")
    differing = [
        f"{row['role']}, {relation}: {found}, not {row[relation]}"
        for row in rows(FILE)
        if row["action"] == action
        for relation in row.keys() - {"action", "role"}
        if (found := outcome(stage, user, row, relation, now)) != row[relation]
    ]
    assert not differing, "\n".join(differing)


def test_matrix_when_read_then_every_cell_stands_once() -> None:
    pairs = [(row["action"], row["role"]) for row in rows(FILE)]
    assert sorted(pairs) == sorted((action, role) for action in DEEDS for role in ROLES)
    for row in rows(FILE):
        relations = RELATIONS.get(row["action"], {"other", "own_file", "other_port"})
        assert row.keys() - {"action", "role"} == relations, row


def test_matrix_when_read_then_nobody_proposes_and_countersigns_one_file() -> None:
    cells = {row["role"]: row for row in rows(FILE) if row["action"] == "countersign"}
    assert all(row["own_proposal"] != "done" for row in cells.values())
    assert cells[BOTH]["own_proposal"] == "own_proposal"
