"""A command of access that fails in the middle leaves nothing half-written; escalation: see test_anomaly."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import DatabaseError

from access.enums import BadgeEvent, DataAction, Direction, FieldClass, PersonCaseEvent
from access.models import BadgeRequest
from access.services import anomaly, badge, data_access, gate_event
from screening.services import clearance
from tests import badges
from tests.scenario import CONTAINER, OTHER_CONTAINER, Scenario
from tests.witness import failing_at, unchanged

pytestmark = [pytest.mark.db, pytest.mark.django_db]

WHY = {"reason": "On the record."}


def issue(made: Scenario, at: datetime) -> Any:
    return badge.issue(BadgeRequest.objects.get(person=made.erin, state="open"), **made.cast.carol.acts(at))


def change(made: Scenario, at: datetime) -> Any:
    held = badge.Badge.objects.get(pk=made.badge.pk)
    return badge.change_state(held, BadgeEvent.HAND_IN, **WHY, **made.cast.carol.acts(at))


def attempt(made: Scenario, at: datetime) -> Any:
    device = made.cast.reader
    said = gate_event.Attempt(made.credential, Direction.IN, "whole")
    return gate_event.record_attempt(made.reader, said, actor=device.reference, scope=device.scope, at=at)


def look_up(made: Scenario, at: datetime, container: str = CONTAINER) -> Any:
    owner = made.cast.dora
    said = data_access.LookUp("person", made.erin.log_ref, DataAction.READ, FieldClass.S3, container)
    return data_access.answer(made.port, said, actor=owner.reference, scope=owner.scope, at=at)


def refused_attempt(made: Scenario, at: datetime) -> Any:
    clearance.Clearance.objects.filter(pk=made.clearance.pk).update(
        state="suspended", suspended_until=made.at.date() + timedelta(days=9)
    )
    return attempt(made, at)


def take(made: Scenario, at: datetime) -> Any:
    return anomaly.assign(made.person_case, **made.cast.anna.acts(at))


def explain(made: Scenario, at: datetime) -> Any:
    case = anomaly.PersonCase.objects.get(pk=made.person_case.pk)
    return anomaly.triage(case, PersonCaseEvent.EXPLAIN, **WHY, **made.cast.anna.acts(at))


ACTS: list[tuple[Callable[[Scenario, datetime], Any], str]] = [
    (change, "access.badge.changed"),
    (attempt, "access.gate_attempt.granted"),
    (look_up, "access.look_up.shown"),
    (take, "access.person_case.assigned"),
    (explain, "access.person_case.closed"),
]


@pytest.mark.parametrize(("act", "kind"), ACTS, ids=[kind for _, kind in ACTS])
def test_command_when_it_fails_in_the_middle_then_nothing_of_it_stays(
    made: Scenario, now: datetime, act: Callable[[Scenario, datetime], Any], kind: str
) -> None:
    with unchanged(), failing_at(kind), pytest.raises(DatabaseError, match="the disk is full"):
        act(made, now)
    act(made, now)


def test_badge_when_issuing_fails_in_the_middle_then_no_badge(made: Scenario, now: datetime) -> None:
    change(made, now)
    badges.asked_for(made.erin, [made.area], made.cast, at=now)
    with (
        unchanged(),
        failing_at("access.badge.issued"),
        pytest.raises(DatabaseError, match="the disk is full"),
    ):
        issue(made, now)
    assert issue(made, now).badge.state == "active"


def test_refusal_when_it_cannot_be_recorded_then_no_answer_is_given(made: Scenario, now: datetime) -> None:
    """A refused attempt or look-up without its entry would be one that nobody can prove."""
    with (
        unchanged("screening_clearance"),
        failing_at("access.gate_attempt.refused"),
        pytest.raises(DatabaseError, match="the disk is full"),
    ):
        refused_attempt(made, now)
    with (
        unchanged(),
        failing_at("access.look_up.refused"),
        pytest.raises(DatabaseError, match="the disk is full"),
    ):
        look_up(made, now, OTHER_CONTAINER)
