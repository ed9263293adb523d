"""What ends a right takes effect at the next attempt and look-up: no worker, no commit hook is needed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.db import connection

from access.enums import BadgeEvent, DataAction, Direction, FieldClass
from access.services import anomaly, badge, data_access, gate_event
from ledger.models import Job
from screening.models import Clearance
from screening.services import assessment, clearance
from tests import scenario
from tests.scenario import CONTAINER, Scenario
from tests.screening import rows

pytestmark = [pytest.mark.flow, pytest.mark.django_db]

Way = Callable[[Scenario, datetime], None]


def passes_the_gate(made: Scenario, at: datetime) -> tuple[bool, list[str]]:
    device = made.cast.reader
    attempt = gate_event.Attempt(made.credential, Direction.IN, f"{at.timestamp()}")
    answer = gate_event.record_attempt(
        made.reader, attempt, actor=device.reference, scope=device.scope, at=at
    )
    return answer.event.result == "granted", [reason.code for reason in answer.reasons]


def sees_the_release(made: Scenario, at: datetime) -> tuple[bool, list[str]]:
    owner = made.cast.dora
    question = data_access.LookUp(
        "person", made.erin.log_ref, DataAction.READ, FieldClass.S3, CONTAINER, purpose="Gate-out today."
    )
    answer = data_access.answer(made.port, question, actor=owner.reference, scope=owner.scope, at=at)
    return answer.visit is not None, [code for code in answer.decision.verdict.codes if code != "explained"]


def by_suspension(made: Scenario, at: datetime) -> None:
    clearance.suspend(made.clearance, reason="Look.", **made.cast.bob.acts(at))


def by_withdrawal(made: Scenario, at: datetime) -> None:
    clearance.withdraw(made.clearance, reason="Left the port.", **made.cast.bob.acts(at))


def by_escalation(made: Scenario, at: datetime) -> None:
    anomaly.escalate(made.person_case, reason="Tried the gate.", suspend=True, **made.cast.anna.acts(at))


def by_refusal(made: Scenario, at: datetime) -> None:
    """Two officers refuse a second application of the same person, whom they have heard."""
    post = rows.make_post(made.port, "YARD", name="Yard planner")
    case = rows.make_case(made.erin, post, made.cast.alice)
    scenario.answer_checks(case, made.cast, at=at)
    assessment.assess(case, **made.cast.alice.acts(at))
    rows.refused(case, made.cast, at=at)


def by_its_last_day(made: Scenario, at: datetime) -> None:
    yesterday = (at - timedelta(days=1)).date()
    Clearance.objects.filter(pk=made.clearance.pk).update(valid_from=yesterday, valid_until=yesterday)


WAYS: dict[Way, str] = {
    by_suspension: "clearance_suspended",
    by_withdrawal: "clearance_withdrawn",
    by_escalation: "clearance_suspended",
    by_refusal: "clearance_withdrawn",
    by_its_last_day: "clearance_expired",
}


@pytest.mark.parametrize("way", WAYS, ids=lambda way: way.__name__)
def test_right_when_it_ends_then_the_next_attempt_and_look_up_are_refused(
    made: Scenario, now: datetime, way: Way
) -> None:
    assert passes_the_gate(made, now) == (True, [])
    assert sees_the_release(made, now) == (True, [])
    at = now + timedelta(hours=2)
    hooks = len(connection.run_on_commit)
    jobs = set(Job.objects.values_list("pk", "state"))

    way(made, at)

    moment = at + timedelta(microseconds=1)
    assert passes_the_gate(made, moment) == (False, [WAYS[way]])
    assert sees_the_release(made, moment) == (False, [WAYS[way]])
    assert len(connection.run_on_commit) >= hooks, "no commit hook has run"
    undone = set(Job.objects.exclude(pk__in=[pk for pk, _ in jobs]).values_list("state", flat=True))
    assert undone <= {"waiting", "done"}, "and no worker: what is done was done by the test itself"


@pytest.mark.parametrize(
    ("event", "code"),
    [
        (BadgeEvent.SUSPEND, "badge_suspended"),
        (BadgeEvent.REVOKE, "badge_revoked"),
        (BadgeEvent.REPORT_LOST, "badge_lost"),
        (BadgeEvent.REPORT_STOLEN, "badge_stolen"),
        (BadgeEvent.HAND_IN, "badge_returned"),
    ],
)
def test_badge_when_it_is_taken_out_of_force_then_the_next_attempt_is_refused(
    made: Scenario, now: datetime, event: BadgeEvent, code: str
) -> None:
    assert passes_the_gate(made, now) == (True, [])
    badge.change_state(made.badge, event, reason="Told by the holder.", **made.cast.carol.acts(now))
    assert passes_the_gate(made, now + timedelta(microseconds=1)) == (False, [code])


def test_clearance_when_it_comes_back_then_so_does_the_right_at_once(made: Scenario, now: datetime) -> None:
    by_suspension(made, now)
    assert passes_the_gate(made, now)[0] is False
    clearance.reinstate(made.clearance, reason="Cleared up.", **made.cast.bob.acts(now))
    assert passes_the_gate(made, now + timedelta(microseconds=1)) == (True, [])
    assert sees_the_release(made, now) == (True, [])


@pytest.mark.django_db(transaction=True)
def test_suspension_when_every_listener_is_gone_then_the_gate_refuses_all_the_same(
    made: Scenario, now: datetime
) -> None:
    """Committed for real, with nobody connected to the signal: follow-up is lost, safety is not."""
    listeners, clearance.clearance_changed.receivers = clearance.clearance_changed.receivers, []
    clearance.clearance_changed.sender_receivers_cache.clear()
    try:
        by_suspension(made, now)
    finally:
        clearance.clearance_changed.receivers = listeners
        clearance.clearance_changed.sender_receivers_cache.clear()
    assert passes_the_gate(made, now) == (False, ["clearance_suspended"])
    assert sees_the_release(made, now) == (False, ["clearance_suspended"])
