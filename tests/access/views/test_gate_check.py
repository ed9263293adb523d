"""The guard's own check of a badge."""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.urls import reverse

from access.models import Badge, GateEvent, Reader
from screening.services import clearance
from tests.access.holders import make_holder
from tests.people import Actor, Cast, SignIn
from tests.scenario import Scenario
from tests.witness import Record, unchanged

pytestmark = [pytest.mark.db, pytest.mark.django_db]

PAGE = "gate-check"


def form(made: Scenario, card: str, **more: object) -> dict[str, Any]:
    return {"reader": made.reader.pk, "direction": "in", "card": card, "nonce": str(uuid.uuid4())} | more


@pytest.mark.parametrize("typed", ["credential", "serial", "serial in small letters"])
def test_check_when_badge_is_good_then_open_and_recorded_as_the_guards(
    made: Scenario, carol: Actor, signed_in: SignIn, record: Record, typed: str
) -> None:
    card = {
        "credential": made.credential,
        "serial": made.badge.serial,
        "serial in small letters": made.badge.serial.lower(),
    }[typed]
    record.new()
    page = signed_in(carol).post(reverse(PAGE), form(made, card), follow=True)
    text = page.content.decode()
    assert 'class="answer tone-good"' in text
    assert "Erin Vermeer" in text
    event = GateEvent.objects.latest("number")
    assert (event.auth_mode, event.badge_serial, event.reader) == ("guard", made.badge.serial, made.reader)
    assert record.one("access.gate_attempt.granted").actor == carol.reference
    assert page["Cache-Control"] == "no-store"


def test_check_when_refused_then_big_no_with_every_reason(
    made: Scenario, carol: Actor, bob: Actor, now: datetime, signed_in: SignIn, record: Record
) -> None:
    clearance.suspend(made.clearance, reason="Under review.", **bob.acts(now))
    Reader.objects.filter(pk=made.reader.pk).update(in_service=False)
    record.new()
    text = signed_in(carol).post(reverse(PAGE), form(made, made.credential), follow=True).content.decode()
    assert 'class="answer tone-bad"' in text
    assert "Do not open" in text
    assert "The clearance is suspended at present." in text
    assert "This gate is out of service." in text
    assert record.one("access.gate_attempt.refused").body["reasons"] == [
        "clearance_suspended",
        "reader_out_of_service",
    ]


@pytest.mark.parametrize("card", ["B999999", "x" * 43, "<script>1</script>"])
def test_check_when_badge_is_unknown_then_no_and_recorded(
    made: Scenario, carol: Actor, signed_in: SignIn, card: str
) -> None:
    text = signed_in(carol).post(reverse(PAGE), form(made, card), follow=True).content.decode()
    assert "Unknown badge" in text
    assert "This credential belongs to no badge." in text
    assert GateEvent.objects.latest("number").reasons == ["badge_unknown"]


def test_check_when_two_serials_differ_in_case_only_then_neither_is_taken(
    made: Scenario, carol: Actor, now: datetime, signed_in: SignIn
) -> None:
    twin = make_holder(made, "Twin", at=now).badge
    Badge.objects.filter(pk=twin.pk).update(serial=made.badge.serial.lower())
    signed_in(carol).post(reverse(PAGE), form(made, made.badge.serial))
    assert GateEvent.objects.latest("number").reasons == ["badge_unknown"]


def test_check_when_pressed_twice_then_one_attempt(made: Scenario, carol: Actor, signed_in: SignIn) -> None:
    before = GateEvent.objects.count()
    browser, sent = signed_in(carol), form(made, made.credential)
    first = browser.post(reverse(PAGE), sent)
    second = browser.post(reverse(PAGE), sent)
    assert first["Location"] == second["Location"]
    assert GateEvent.objects.count() == before + 1


def test_check_when_answer_is_old_then_it_is_not_green_any_more(
    made: Scenario, carol: Actor, signed_in: SignIn
) -> None:
    assert made.event.received_at < made.at + timedelta(minutes=1)  # an hour ago
    text = signed_in(carol).get(reverse(PAGE), {"event": str(made.event.id)}).content.decode()
    assert "This answer is old" in text
    assert 'class="answer' not in text


@pytest.mark.parametrize("event", ["nonsense", "00000000-0000-4000-8000-000000000000"])
def test_check_when_answer_is_unknown_then_no_answer(
    made: Scenario, carol: Actor, signed_in: SignIn, event: str
) -> None:
    page = signed_in(carol).get(reverse(PAGE), {"event": event})
    assert page.status_code in {200, 404}
    assert 'class="answer' not in page.content.decode()


@pytest.mark.parametrize("field", ["reader", "direction", "card", "nonce"])
def test_check_when_a_field_is_missing_then_asked_for_and_nothing_recorded(
    made: Scenario, carol: Actor, signed_in: SignIn, field: str
) -> None:
    browser = signed_in(carol)
    with unchanged("django_session", "usersessions_usersession"):
        page = browser.post(reverse(PAGE), form(made, made.credential) | {field: ""})
    assert "There is a problem" in page.content.decode()


def test_check_when_reader_is_of_another_port_then_not_offered_and_not_taken(
    made: Scenario, other_cast: Cast, signed_in: SignIn
) -> None:
    browser = signed_in(other_cast.carol)
    before = GateEvent.objects.count()
    assert "GA1" not in browser.get(reverse(PAGE)).content.decode()
    page = browser.post(reverse(PAGE), form(made, made.credential))
    assert "is not one of the available choices" in page.content.decode()
    assert GateEvent.objects.count() == before


def test_check_when_answer_belongs_to_another_port_then_404(
    made: Scenario, other_cast: Cast, signed_in: SignIn
) -> None:
    browser = signed_in(other_cast.carol)
    assert browser.get(reverse(PAGE), {"event": str(made.event.id)}).status_code == 404


@pytest.mark.parametrize("name", ["alice", "anna", "frank", "dora", "dave"])
def test_check_when_role_submits_no_attempts_then_404(
    made: Scenario, cast: Cast, signed_in: SignIn, name: str
) -> None:
    browser = signed_in(getattr(cast, name))
    assert browser.get(reverse(PAGE)).status_code == 404
    assert browser.post(reverse(PAGE), form(made, made.credential)).status_code == 404
