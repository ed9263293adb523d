"""A data user looks up a container."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.urls import reverse

from access.models import CargoVisit, DataEvent, ReleaseHop, WorkOrder
from accounts.models import Port
from accounts.roles import Role
from accounts.services import role
from screening.services import clearance
from tests.people import MAKER, Actor, Cast, SignIn
from tests.scenario import CONTAINER, OTHER_CONTAINER, Scenario
from tests.witness import Record, unchanged

pytestmark = [pytest.mark.db, pytest.mark.django_db]

PAGE = "look-up"
CSRF = re.compile(r'name="csrfmiddlewaretoken" value="[^"]+"')


@pytest.fixture
def dora(made: Scenario, cast: Cast) -> Actor:
    """Dora's account belongs to Erin, who is cleared and has work on one container."""
    cast.dora.user.person_ref = made.erin.ref
    cast.dora.user.save(update_fields=["person_ref"])
    return cast.dora


def form(container: str, field_class: str = "S3", **more: str) -> dict[str, Any]:
    return {"container": container, "field_class": field_class, "purpose": "Customer asks."} | more


def facts(text: str) -> dict[str, str]:
    return dict(re.findall(r"<dt>([^<]+)</dt>\s*<dd>([^<]*)", text))


@pytest.mark.parametrize(
    ("field_class", "labels"),
    [
        ("S1", {"Terminal", "Vessel call"}),
        ("S2", {"Terminal", "Vessel call", "Block", "Bill of lading", "Origin"}),
        (
            "S3",
            {
                "Terminal",
                "Vessel call",
                "Block",
                "Bill of lading",
                "Origin",
                "Holds the release now",
                "Risk of the origin",
            },
        ),
    ],
)
def test_look_up_when_allowed_then_shows_the_fields_of_the_class_and_no_more(
    made: Scenario, dora: Actor, signed_in: SignIn, field_class: str, labels: set[str]
) -> None:
    page = signed_in(dora).post(reverse(PAGE), form(CONTAINER, field_class))
    shown = facts(page.content.decode())
    assert set(shown) - {"Kind", "Record"} == labels
    assert shown["Terminal"] == "Terminal A"
    assert page["Cache-Control"] == "no-store"


def test_look_up_when_allowed_then_says_which_work_carried_it_and_records_it(
    made: Scenario, dora: Actor, signed_in: SignIn, record: Record
) -> None:
    record.new()
    text = signed_in(dora).post(reverse(PAGE), form(CONTAINER, work_ref="W-1")).content.decode()
    assert "Work order W-1 names this object" in text
    event = DataEvent.objects.latest("number")
    assert (event.account, event.result, event.explanation, event.explanation_ref) == (
        "dora",
        "ok",
        "E1",
        "W-1",
    )
    assert (event.purpose, event.work_ref, event.system) == ("Customer asks.", "W-1", "portsec")
    entry = record.one("access.look_up.shown")
    assert entry.receipt == event.receipt
    assert event.receipt[:13] in text


def test_look_up_when_the_order_is_ones_own_then_no_word_of_whose_goods(
    made: Scenario, dora: Actor, signed_in: SignIn, now: datetime
) -> None:
    WorkOrder.objects.filter(ref="W-1").update(opened_by="dora", opened_at=now - timedelta(minutes=5))
    text = signed_in(dora).post(reverse(PAGE), form(CONTAINER, "S2")).content.decode()
    assert DataEvent.objects.latest("number").result == "ok"
    assert facts(text)["Block"] == "C12"
    assert "Bill of lading" not in facts(text)
    assert "BL-1" not in text
    assert "Not needed for this work" in text


@pytest.mark.parametrize(("risk", "fresh", "why"), [(1, False, "Sign in again"), (3, True, "second person")])
def test_look_up_when_the_level_is_raised_then_critical_fields_wait_for_what_it_asks(
    made: Scenario, dora: Actor, signed_in: SignIn, risk: int, fresh: bool, why: str
) -> None:
    CargoVisit.objects.filter(pk=made.visit.pk).update(risk=risk)
    Port.objects.filter(pk=made.port.pk).update(isps_level=2)
    text = signed_in(dora, fresh=fresh).post(reverse(PAGE), form(CONTAINER)).content.decode()
    assert DataEvent.objects.latest("number").result == "ok"
    assert facts(text)["Block"] == "C12"
    assert not {"Holds the release now", "Risk of the origin"} & set(facts(text))
    assert "BLUELINE" not in text
    assert why in text


def test_look_up_when_release_passed_on_then_names_who_holds_it_now(
    made: Scenario, dora: Actor, now: datetime, signed_in: SignIn
) -> None:
    before = CargoVisit.objects.create(
        port=made.port,
        container=CONTAINER,
        discharged_at=now - timedelta(days=40),
        gate_out_at=now - timedelta(days=30),
    )
    hops = (("BLUELINE", "OLDHAUL", 35), ("BLUELINE", "ESTUARY", 0.2), ("ESTUARY", "QUAYSIDE", 0.1))
    for source, target, days in hops:
        ReleaseHop.objects.create(
            port=made.port,
            container=CONTAINER,
            from_organisation=source,
            to_organisation=target,
            at=now - timedelta(days=days),
        )
    assert before.pk
    text = signed_in(dora).post(reverse(PAGE), form(CONTAINER)).content.decode()
    assert facts(text)["Holds the release now"] == "Quayside Terminals (QUAYSIDE)"


def test_look_up_when_nobody_passed_it_on_then_the_owner_holds_it(
    made: Scenario, dora: Actor, signed_in: SignIn
) -> None:
    text = signed_in(dora).post(reverse(PAGE), form(CONTAINER)).content.decode()
    assert facts(text)["Holds the release now"] == "BLUELINE"


def test_look_up_when_container_is_absent_or_not_yours_then_byte_for_byte_alike(
    made: Scenario, dora: Actor, now: datetime, signed_in: SignIn, record: Record
) -> None:
    browser = signed_in(dora)
    record.new()
    asked = form(OTHER_CONTAINER, work_ref="W-77")
    absent = browser.post(reverse(PAGE), asked)
    CargoVisit.objects.create(
        port=made.port,
        container=OTHER_CONTAINER,
        owner="BLUELINE",
        terminal="Terminal B",
        block="F07",
        bill_of_lading="BL-2",
        discharged_at=now - timedelta(hours=2),
        risk=3,
    )
    WorkOrder.objects.create(
        port=made.port,
        ref="W-77",
        kind="job",
        person_ref="SOMEBODY",
        object_ref=OTHER_CONTAINER,
        opened_at=now - timedelta(hours=1),
    )
    not_yours = browser.post(reverse(PAGE), asked)
    assert absent.status_code == not_yours.status_code == 200
    assert CSRF.sub("", absent.content.decode()) == CSRF.sub("", not_yours.content.decode())
    assert "F07" not in not_yours.content.decode()
    assert record.kinds() == ["access.look_up.refused"] * 2
    assert list(DataEvent.objects.order_by("-number").values_list("result", flat=True)[:2]) == ["denied"] * 2


def test_look_up_when_refused_then_says_what_would_change_it(
    made: Scenario, dora: Actor, signed_in: SignIn
) -> None:
    text = signed_in(dora).post(reverse(PAGE), form(OTHER_CONTAINER)).content.decode()
    assert "Not shown" in text
    assert "no_need_to_know" in text
    assert "Open work that names this object and you or your team." in text
    assert "No work order names this object and the requester." in text


def test_look_up_when_clearance_is_suspended_then_refused_at_once(
    made: Scenario, dora: Actor, bob: Actor, now: datetime, signed_in: SignIn
) -> None:
    clearance.suspend(made.clearance, reason="Under review.", **bob.acts(now))
    text = signed_in(dora).post(reverse(PAGE), form(CONTAINER)).content.decode()
    assert "The clearance is suspended at present." in text
    assert "C12" not in text


def test_look_up_when_number_cannot_exist_then_says_no_more_than_that(
    made: Scenario, dora: Actor, signed_in: SignIn
) -> None:
    browser = signed_in(dora)
    before = DataEvent.objects.count()
    for number in ("CSQU305438", "12345", "CSQX3054383", "CSQU30543833", "*"):
        text = browser.post(reverse(PAGE), form(number)).content.decode()
        assert "This is not a valid container number." in text
    assert DataEvent.objects.count() == before
    wrong_digit = browser.post(reverse(PAGE), form("CSQU3054384")).content.decode()
    assert "This is not a valid container number." in wrong_digit
    assert "digit" not in wrong_digit
    assert "C12" not in wrong_digit
    event = DataEvent.objects.latest("number")  # who counts through numbers is seen by detection
    assert (event.object_ref, event.result) == ("CSQU3054384", "denied")


def test_look_up_when_number_is_typed_loosely_then_read_as_meant(
    made: Scenario, dora: Actor, signed_in: SignIn
) -> None:
    text = signed_in(dora).post(reverse(PAGE), form("csqu 305438-3", "S1")).content.decode()
    assert facts(text)["Terminal"] == "Terminal A"


@pytest.mark.parametrize("field", ["container", "field_class", "purpose"])
def test_look_up_when_a_field_is_missing_then_asked_for_and_nothing_recorded(
    made: Scenario, dora: Actor, signed_in: SignIn, field: str
) -> None:
    browser = signed_in(dora)
    with unchanged("django_session", "usersessions_usersession"):
        page = browser.post(reverse(PAGE), form(CONTAINER) | {field: ""})
    assert "This field is required." in page.content.decode()


def test_look_up_when_account_has_several_ports_then_asks_which(
    made: Scenario, dora: Actor, other_port: Port, now: datetime, signed_in: SignIn
) -> None:
    role.give(dora.user, Role.DATA_OWNER, other_port, actor=MAKER, at=now)
    browser = signed_in(dora)
    assert "Other Port" in browser.get(reverse(PAGE)).content.decode()
    here = browser.post(reverse(PAGE), form(CONTAINER, "S1", port=str(made.port.pk))).content.decode()
    there = browser.post(reverse(PAGE), form(CONTAINER, "S1", port=str(other_port.pk))).content.decode()
    assert facts(here)["Terminal"] == "Terminal A"
    assert "Terminal A" not in there


@pytest.mark.parametrize("name", ["alice", "bob", "carol", "anna", "frank", "dave"])
def test_look_up_when_role_does_not_look_up_then_404(
    made: Scenario, cast: Cast, signed_in: SignIn, name: str
) -> None:
    browser = signed_in(getattr(cast, name))
    assert browser.get(reverse(PAGE)).status_code == 404
    assert browser.post(reverse(PAGE), form(CONTAINER)).status_code == 404
