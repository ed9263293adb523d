"""What a look-up would be answered: all reasons, no look-up, and a record of the question."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from access.enums import DataAction, FieldClass
from access.models import DataEvent, DutyConfirmation, EventToScan, RosterSpan, WorkOrder
from access.services.look_up_simulation import Simulation, simulate
from portsec.kernel.errors import Refused
from screening.services import clearance
from tests.people import SignIn
from tests.scenario import CONTAINER, OTHER_CONTAINER, Scenario
from tests.witness import Record, unchanged

pytestmark = [pytest.mark.db, pytest.mark.django_db]

PAGE = "look-up-simulator"


def asked(made: Scenario, **more: str) -> dict[str, str]:
    return {
        "subject_type": "person",
        "subject": made.erin.log_ref,
        "action": "read",
        "field_class": "S3",
        "object_type": "container",
        "object": CONTAINER,
        "purpose": "Gate-out today.",
    } | more


def shown(made: Scenario, signed_in: SignIn, name: str = "sven", **more: str) -> str:
    client = signed_in(made.cast.everybody()[name])
    return client.post(reverse(PAGE), asked(made, **more)).content.decode()


@pytest.mark.parametrize("name", ["sven", "anna", "frank"])
def test_page_when_work_explains_it_then_the_answer_and_its_ground(
    made: Scenario, signed_in: SignIn, name: str
) -> None:
    page = shown(made, signed_in, name, object=CONTAINER.lower())
    for text in ("It would be shown", "Work order", "W-1", "Record it before it is shown."):
        assert text in page


def test_page_when_asked_then_no_look_up_but_the_question_is_on_record(
    made: Scenario, signed_in: SignIn, record: Record
) -> None:
    events, waiting = DataEvent.objects.count(), EventToScan.objects.count()
    shown(made, signed_in, object=OTHER_CONTAINER)
    assert (DataEvent.objects.count(), EventToScan.objects.count()) == (events, waiting)
    entry = record.one("access.look_up.simulated")
    assert (entry.actor, entry.subject) == ("user:sven", f"container:{OTHER_CONTAINER}")
    assert entry.body["account"] == f"person:{made.erin.log_ref}"
    assert (entry.body["field_class"], entry.body["answer"]) == ("S3", "would be refused")


def test_page_when_refused_then_each_reason_what_was_tried_and_what_would_change_it(
    made: Scenario, now: datetime, signed_in: SignIn
) -> None:
    clearance.suspend(made.clearance, reason="Look.", **made.cast.bob.acts(now))
    DutyConfirmation.objects.update(remote=False)
    RosterSpan.objects.create(
        port=made.port,
        person_ref="SOMEBODY-ELSE",
        starts_at=now - timedelta(hours=1),
        ends_at=now + timedelta(hours=7),
        area="",
        kind="shift",
    )
    page = shown(made, signed_in, object=OTHER_CONTAINER)
    for text in (
        "It would be refused",
        "The clearance is suspended at present.",
        "The roster has no duty for the requester now.",
        "Nothing on record makes this look-up necessary",
        "A clearance in force.",
        "No work order names this object and the requester.",
    ):
        assert text in page
    assert "Look." not in page


def test_page_when_the_time_has_not_come_then_it_says_in_how_long(
    made: Scenario, now: datetime, signed_in: SignIn
) -> None:
    WorkOrder.objects.update(opened_at=now + timedelta(hours=27, minutes=30))
    moment = timezone.localtime(now).strftime("%Y-%m-%dT%H:%M")
    page = shown(made, signed_in, field_class="S2", at=moment)
    assert "Waiting: your own work makes it visible in 3 h 3" in page
    later = timezone.localtime(now + timedelta(hours=4)).strftime("%Y-%m-%dT%H:%M")
    assert "It would be shown" in shown(made, signed_in, field_class="S2", at=later)


def test_page_when_a_level_is_tried_then_by_that_level(made: Scenario, signed_in: SignIn) -> None:
    assert "only people on the list of names" in shown(made, signed_in, level="3")
    second = shown(made, signed_in, level="2")
    assert "Show nothing above S2 before a second person has agreed." in second
    assert "Ask for the sign-in again." in second


def test_page_when_an_attribute_is_searched_then_refused_as_browsing(
    made: Scenario, signed_in: SignIn
) -> None:
    page = shown(made, signed_in, object_type="attribute", object="origin:ECGYE", action="search")
    assert "are not listed by an attribute" in page


@pytest.mark.parametrize("more", [{"subject": ""}, {"action": "guess"}, {"at": "soon"}, {"level": "9"}])
def test_page_when_something_is_wrong_then_the_form_says_so_and_nothing_is_recorded(
    made: Scenario, signed_in: SignIn, more: dict[str, str]
) -> None:
    client = signed_in(made.cast.sven)
    with unchanged("django_session"):
        page = client.post(reverse(PAGE), asked(made, **more)).content.decode()
    assert "There is a problem" in page


@pytest.mark.parametrize("name", ["alice", "carol", "emma", "adam", "gita"])
def test_simulation_when_the_caller_does_not_see_look_ups_then_refused(
    made: Scenario, now: datetime, name: str
) -> None:
    actor = made.cast.everybody()[name]
    question = Simulation(
        "person", made.erin.log_ref, DataAction.READ, FieldClass.S1, "container", CONTAINER, now
    )
    with unchanged(), pytest.raises(Refused):
        simulate(made.port, question, actor=actor.user, scope=actor.scope, at=now)


def test_simulation_when_at_another_port_then_refused(
    made: Scenario, elsewhere: Scenario, now: datetime
) -> None:
    sven = elsewhere.cast.sven
    question = Simulation(
        "person", made.erin.log_ref, DataAction.READ, FieldClass.S1, "container", CONTAINER, now
    )
    with unchanged(), pytest.raises(Refused):
        simulate(made.port, question, actor=sven.user, scope=sven.scope, at=now)
