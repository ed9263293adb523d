"""Look-ups of logistics data: decided on the work that stands now, answered and put on record."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction

from access.enums import DataAction, FieldClass
from access.models import CargoVisit, DataEvent, EventToScan, Grant, ReleaseHop, WorkOrder
from access.services import data_access
from access.services.data_access import Answer
from access.services.data_record import LONGEST_TEXT, LookUp
from accounts.roles import Capability
from portsec.kernel.errors import Refused
from portsec.kernel.scope import Scope
from screening.models import Person
from screening.services import clearance
from tests.people import Actor
from tests.scenario import CONTAINER, OTHER_CONTAINER, Scenario
from tests.witness import Record, unchanged

pytestmark = [pytest.mark.db, pytest.mark.django_db]

LOOK_ALIKE = "CSQU3054338"  # two digits of the number changed places
Q = LookUp("person", "", DataAction.READ, FieldClass.S3, CONTAINER, purpose="Gate-out today.")


@pytest.fixture
def dora(made: Scenario) -> Actor:
    """Dora's account belongs to Erin, who is cleared."""
    made.cast.dora.user.person_ref = made.erin.ref
    made.cast.dora.user.save()
    return made.cast.dora


def ask(made: Scenario, at: datetime, **said: Any) -> Answer:
    """A system that asks for a person; Erin where nothing else is said."""
    look_up = replace(Q, subject_id=made.erin.log_ref) if "subject_id" not in said else Q
    owner = made.cast.dora
    return data_access.answer(
        made.port, replace(look_up, **said), actor=owner.reference, scope=owner.scope, at=at
    )


def codes(answer: Answer) -> list[str]:
    return list(answer.decision.verdict.codes)


def test_look_up_when_work_explains_it_then_shown_kept_and_on_record(
    made: Scenario, now: datetime, record: Record
) -> None:
    waiting = EventToScan.objects.count()
    answer = ask(
        made,
        now,
        work_ref="W-1",
        system="TOS",
        workstation_area="TERMINAL-A",
        ip="10.0.0.7",
        rows=3,
    )
    assert answer.decision.verdict.allowed
    assert answer.decision.verdict.obligations == ("log",)
    assert answer.visit == made.visit
    event = DataEvent.objects.get(pk=answer.event.pk)
    assert (event.source, event.code) == ("decision", str(event.id))
    assert (event.at, event.received_at, event.port) == (now, now, made.port)
    assert (event.account, event.person, event.person_ref) == (
        made.erin.log_ref,
        made.erin,
        made.erin.log_ref,
    )
    assert (event.action, event.object_type, event.object_ref) == ("read", "container", CONTAINER)
    assert (event.field_class, event.rows, event.result) == ("S3", 3, "ok")
    assert (event.explanation, event.explanation_ref, event.reasons) == ("E1", "W-1", ["explained"])
    assert (event.purpose, event.work_ref, event.system) == ("Gate-out today.", "W-1", "TOS")
    assert (event.workstation_area, event.ip) == ("TERMINAL-A", "10.0.0.7")
    queued = EventToScan.objects.latest("pk")
    assert EventToScan.objects.count() == waiting + 1
    assert (queued.stream, queued.event_number, queued.at) == ("data", event.number, now)
    entry = record.one("access.look_up.shown")
    assert (entry.actor, entry.subject, entry.port) == ("user:dora", f"container:{CONTAINER}", "XXPEX")
    assert entry.body == {
        "event": str(event.id),
        "account": f"person:{made.erin.log_ref}",
        "action": "read",
        "object": CONTAINER,
        "field_class": "S3",
        "explanation": "E1 W-1",
    }
    assert event.receipt == entry.receipt


def test_look_up_when_nothing_explains_it_then_refused_kept_and_on_record(
    made: Scenario, now: datetime, record: Record
) -> None:
    answer = ask(made, now, object_ref=OTHER_CONTAINER)
    assert codes(answer) == ["no_need_to_know"]
    assert answer.visit is None
    event = DataEvent.objects.get(pk=answer.event.pk)
    assert (event.result, event.reasons, event.explanation) == ("denied", ["no_need_to_know"], "")
    entry = record.one("access.look_up.refused")
    assert (entry.subject, entry.body["reasons"]) == (f"container:{OTHER_CONTAINER}", ["no_need_to_know"])


@pytest.mark.parametrize("field_class", FieldClass)
def test_look_up_when_there_is_no_work_then_only_unprotected_classes_are_shown(
    made: Scenario, now: datetime, field_class: FieldClass
) -> None:
    WorkOrder.objects.all().delete()
    answer = ask(made, now, field_class=field_class)
    open_to_all = field_class in (FieldClass.S0, FieldClass.S1)
    assert answer.decision.verdict.allowed is open_to_all
    assert (answer.visit == made.visit) is open_to_all


def test_look_up_when_the_order_is_another_persons_then_refused(made: Scenario, now: datetime) -> None:
    WorkOrder.objects.update(person_ref=made.viktor.log_ref)
    assert codes(ask(made, now)) == ["no_need_to_know"]


def test_look_up_when_the_order_is_the_teams_then_shown(made: Scenario, now: datetime) -> None:
    WorkOrder.objects.update(person_ref="", team="planners")
    assert codes(ask(made, now)) == ["no_need_to_know"]
    Person.objects.filter(pk=made.erin.pk).update(peer_group="planners")
    assert ask(made, now).event.explanation == "E1"


@pytest.mark.parametrize(
    ("closed", "explained"), [(timedelta(hours=24), True), (timedelta(hours=24, seconds=1), False)], ids=str
)
def test_look_up_when_the_order_was_closed_then_for_a_day_longer(
    made: Scenario, now: datetime, closed: timedelta, explained: bool
) -> None:
    WorkOrder.objects.update(opened_at=now - timedelta(days=9), closed_at=now - closed)
    assert ask(made, now).decision.verdict.allowed is explained


def test_look_up_when_the_order_is_of_another_port_then_refused(
    made: Scenario, elsewhere: Scenario, now: datetime
) -> None:
    WorkOrder.objects.filter(port=made.port).delete()
    WorkOrder.objects.filter(port=elsewhere.port).update(person_ref=made.erin.log_ref)
    assert codes(ask(made, now)) == ["no_need_to_know"]


def test_look_up_when_the_bill_of_lading_is_ordered_then_its_container_is_shown(
    made: Scenario, now: datetime
) -> None:
    WorkOrder.objects.update(object_ref="BL-1")
    assert ask(made, now).event.explanation_ref == "W-1"


def hop(made: Scenario, at: datetime, to: str) -> None:
    ReleaseHop.objects.create(
        port=made.port, container=CONTAINER, from_organisation="BLUELINE", to_organisation=to, at=at
    )


def test_look_up_when_the_employer_holds_the_release_then_shown(made: Scenario, now: datetime) -> None:
    WorkOrder.objects.all().delete()
    hop(made, now - timedelta(hours=1), "QUAYSIDE")
    answer = ask(made, now)
    assert (answer.event.explanation, answer.event.explanation_ref) == ("E2", "BLUELINE > QUAYSIDE")


def test_look_up_when_the_release_passed_on_to_others_then_refused(made: Scenario, now: datetime) -> None:
    WorkOrder.objects.all().delete()
    hop(made, now - timedelta(hours=2), "QUAYSIDE")
    hop(made, now - timedelta(hours=1), "GREENLINE")
    assert codes(ask(made, now)) == ["no_need_to_know"]


def test_look_up_when_the_release_was_of_an_earlier_stay_then_refused(made: Scenario, now: datetime) -> None:
    WorkOrder.objects.all().delete()
    hop(made, now - timedelta(days=9), "QUAYSIDE")
    CargoVisit.objects.create(
        port=made.port,
        container=CONTAINER,
        discharged_at=now - timedelta(days=10),
        gate_out_at=now - timedelta(days=8),
    )
    assert codes(ask(made, now)) == ["no_need_to_know"]


def grant(made: Scenario, now: datetime, **said: Any) -> Grant:
    WorkOrder.objects.all().delete()
    given: dict[str, Any] = {
        "account": made.erin.log_ref,
        "object_type": "container",
        "object_ref": CONTAINER,
        "field_class": "S3",
        "purpose": "Claim 17",
        "valid_from": now - timedelta(hours=1),
        "valid_until": now + timedelta(hours=1),
        "granted_by": "user:paul",
    }
    return Grant.objects.create(port=made.port, **given | said)


def test_look_up_when_the_data_owner_granted_it_then_shown(made: Scenario, now: datetime) -> None:
    given = grant(made, now)
    answer = ask(made, now, purpose="Claim 17")
    assert (answer.event.explanation, answer.event.explanation_ref) == ("G", given.reference)


@pytest.mark.parametrize(
    "said",
    [
        {"valid_until": timedelta(0)},
        {"valid_from": timedelta(seconds=1)},
        {"field_class": "S2"},
        {"object_ref": OTHER_CONTAINER},
        {"account": "somebody"},
    ],
    ids=lambda said: " ".join(said),
)
def test_look_up_when_the_grant_does_not_fit_then_refused(
    made: Scenario, now: datetime, said: dict[str, Any]
) -> None:
    said = {name: now + value if isinstance(value, timedelta) else value for name, value in said.items()}
    grant(made, now, **said)
    assert codes(ask(made, now, purpose="Claim 17")) == ["no_need_to_know"]


def test_look_up_when_the_clearance_is_suspended_then_refused_at_once(made: Scenario, now: datetime) -> None:
    assert ask(made, now).decision.verdict.allowed
    clearance.suspend(made.clearance, reason="Look.", **made.cast.bob.acts(now))
    answer = ask(made, now)
    assert codes(answer) == ["clearance_suspended"]
    assert (answer.visit, answer.event.explanation) == (None, "E1")
    clearance.reinstate(made.clearance, reason="Cleared up.", **made.cast.bob.acts(now))
    assert ask(made, now).decision.verdict.allowed


@pytest.mark.parametrize("unknown", [LOOK_ALIKE, CONTAINER.lower(), "", "BL-1"])
def test_look_up_when_the_number_only_looks_alike_then_answered_as_one_that_is_not_ones_business(
    made: Scenario, now: datetime, unknown: str
) -> None:
    foreign = CargoVisit.objects.create(port=made.port, container="MSCU1234566", discharged_at=now)
    answers = [ask(made, now, object_ref=ref) for ref in (unknown, foreign.container)]
    assert answers[0].decision == answers[1].decision, "nothing tells whether the container is here"
    assert codes(answers[0]) == ["no_need_to_know"]
    assert DataEvent.objects.get(pk=answers[0].event.pk).object_ref == unknown


def test_account_when_it_belongs_to_a_cleared_person_then_answered_as_that_person(
    made: Scenario, dora: Actor, now: datetime
) -> None:
    answer = ask(made, now, subject_type="account", subject_id="dora")
    assert answer.decision.verdict.allowed
    assert (answer.event.account, answer.event.person) == ("dora", made.erin)


@pytest.mark.parametrize(
    ("subject_type", "subject_id", "reasons"),
    [
        ("account", "dora", ["person_unknown", "no_need_to_know"]),
        ("account", "emma", ["person_unknown", "role_not_allowed", "no_need_to_know"]),
        (
            "account",
            "nobody",
            ["account_not_live", "person_unknown", "role_not_allowed", "no_need_to_know"],
        ),
        ("person", "nobody", ["account_not_live", "person_unknown", "role_not_allowed", "no_need_to_know"]),
        ("robot", "dora", ["account_not_live", "person_unknown", "role_not_allowed", "no_need_to_know"]),
    ],
)
def test_subject_when_it_is_nobody_we_know_then_refused_with_all_reasons(
    made: Scenario, now: datetime, subject_type: str, subject_id: str, reasons: list[str]
) -> None:
    answer = ask(made, now, subject_type=subject_type, subject_id=subject_id)
    assert codes(answer) == reasons
    assert (answer.event.account, answer.event.person, answer.event.person_ref) == (subject_id, None, "")


def test_account_when_it_was_blocked_then_refused(made: Scenario, dora: Actor, now: datetime) -> None:
    scope = dora.scope
    dora.user.is_active = False
    dora.user.save()
    look_up = replace(Q, subject_type="account", subject_id="dora")
    answer = data_access.answer(made.port, look_up, actor=dora.reference, scope=scope, at=now)
    assert codes(answer) == ["account_not_live", "role_not_allowed"]


def test_person_when_of_another_port_then_unknown_here(
    made: Scenario, elsewhere: Scenario, now: datetime
) -> None:
    assert "person_unknown" in codes(ask(made, now, subject_id=elsewhere.erin.ref))


def test_person_when_the_post_does_not_see_the_class_then_refused(made: Scenario, now: datetime) -> None:
    made.post.__class__.objects.update(field_classes=["S1", "S2"])
    assert codes(ask(made, now)) == ["role_not_allowed"]
    assert ask(made, now, field_class=FieldClass.S2).decision.verdict.allowed


def test_look_up_when_the_purpose_is_long_then_kept_in_part(made: Scenario, now: datetime) -> None:
    answer = ask(made, now, purpose="x" * 1000)
    assert DataEvent.objects.get(pk=answer.event.pk).purpose == "x" * LONGEST_TEXT


@pytest.mark.parametrize("name", ["alice", "bob", "carol", "anna", "frank", "emma", "dave", "reader"])
def test_asking_when_the_caller_may_not_then_refused_and_nothing_kept(
    made: Scenario, now: datetime, name: str
) -> None:
    actor = made.cast.everybody()[name]
    look_up = replace(Q, subject_id=made.erin.log_ref)
    with unchanged(), pytest.raises(Refused):
        data_access.answer(made.port, look_up, actor=actor.reference, scope=actor.scope, at=now)


def test_asking_when_at_another_port_then_refused(made: Scenario, elsewhere: Scenario, now: datetime) -> None:
    owner = elsewhere.cast.dora
    with unchanged(), pytest.raises(Refused):
        data_access.answer(made.port, Q, actor=owner.reference, scope=owner.scope, at=now)


def test_asking_when_one_may_only_look_up_in_ones_own_work_then_for_oneself_alone(
    made: Scenario, dora: Actor, now: datetime
) -> None:
    """Asking for others is for systems that stand in front of the data, not for clerks."""
    scope = Scope(capabilities={Capability.LOOK_UP_CARGO.value: frozenset([made.port.pk])})
    own = replace(Q, subject_type="account", subject_id="dora")
    assert data_access.answer(made.port, own, actor="user:dora", scope=scope, at=now).visit == made.visit
    for other in (replace(own, subject_id="emma"), replace(Q, subject_id=made.erin.log_ref)):
        with unchanged(), pytest.raises(Refused) as refusal:
            data_access.answer(made.port, other, actor="user:dora", scope=scope, at=now)
        assert "not_own_look_up" in refusal.value.verdict.codes


@pytest.mark.parametrize("act", ["UPDATE access_dataevent SET result = 'ok'", "DELETE FROM access_dataevent"])
def test_event_when_raw_sql_alters_it_then_the_database_refuses(made: Scenario, act: str) -> None:
    assert DataEvent.objects.exists()
    with pytest.raises(DatabaseError, match=r"Cannot (update|delete)"), transaction.atomic():
        connection.cursor().execute(act)
