"""The guard's own check of a badge."""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from access.enums import BadgeEvent
from access.forms.gate_check import CardField
from access.models import Area, Badge, GateEvent, Reader
from access.services import badge
from screening.services import clearance
from tests.access.at_gates import photographed, signed_text
from tests.access.holders import make_holder
from tests.people import Actor, Cast, SignIn
from tests.scenario import Scenario
from tests.witness import Record, unchanged

pytestmark = [pytest.mark.db, pytest.mark.django_db]

PAGE, FORGIVE = "gate-check", "gate-check-forgive"


def answer_of(text: str) -> str:
    """What stands on the coloured part of the screen."""
    return text[text.index('id="answer"') : text.index("</section>")]


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
    assert 'class="big tone-good"' in text
    assert "<title>Let in: Erin Vermeer" in " ".join(text.split()).replace("<title> ", "<title>")
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
    assert 'class="big tone-bad"' in text
    assert "Stop" in answer_of(text)
    assert "The clearance is suspended at present." in text
    assert "Send the person to the badge office. You need not know why" in text
    assert "Under review." not in text
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
    assert 'class="big' not in text


@pytest.mark.parametrize("event", ["nonsense", "00000000-0000-4000-8000-000000000000"])
def test_check_when_answer_is_unknown_then_no_answer(
    made: Scenario, carol: Actor, signed_in: SignIn, event: str
) -> None:
    page = signed_in(carol).get(reverse(PAGE), {"event": event})
    assert page.status_code in {200, 404}
    assert 'class="big' not in page.content.decode()


def test_check_when_leaving_with_a_stolen_badge_then_let_out_and_told_what_to_do(
    made: Scenario, carol: Actor, now: datetime, signed_in: SignIn
) -> None:
    badge.change_state(made.badge, BadgeEvent.REPORT_STOLEN, reason="Bag stolen.", **carol.acts(now))
    sent = form(made, made.badge.serial, direction="out")
    text = signed_in(carol).post(reverse(PAGE), sent, follow=True).content.decode()
    assert "Let out" in answer_of(text)
    assert "A way out always opens." in text
    assert "Call the control room at once." in text


def test_check_when_faces_must_be_compared_then_asks_and_opens_once_vouched(
    made: Scenario, cast: Cast, signed_in: SignIn
) -> None:
    Area.objects.filter(pk=made.area.pk).update(biometric=True)
    browser = signed_in(cast.gita)
    asked = browser.post(reverse(PAGE), form(made, made.badge.serial), follow=True).content.decode()
    assert 'class="big tone-wait"' in asked
    assert "Ask" in answer_of(asked)
    assert f'value="{made.badge.serial}"' in asked  # to check again without typing
    sent = form(made, made.badge.serial, vouched="on")
    assert "Let in" in answer_of(browser.post(reverse(PAGE), sent, follow=True).content.decode())


def test_check_when_readers_take_the_person_to_be_inside_then_set_right_and_let_in(
    made: Scenario, cast: Cast, signed_in: SignIn, record: Record
) -> None:
    Area.objects.filter(pk=made.area.pk).update(passback_mode="hard")
    browser = signed_in(cast.gita)
    browser.post(reverse(PAGE), form(made, made.badge.serial))
    again = browser.post(reverse(PAGE), form(made, made.badge.serial), follow=True)
    assert "Ask" in answer_of(again.content.decode())
    assert "Readers take Erin Vermeer to be in Terminal A." in again.content.decode()
    event = GateEvent.objects.latest("number")
    record.new()
    told = browser.post(reverse(FORGIVE), {"event": event.id, "reason": "Stands before me."}, follow=True)
    assert "Set right: Terminal A. Check the badge again." in told.content.decode()
    assert record.one("access.presence.forgiven").actor == cast.gita.reference
    third = browser.post(reverse(PAGE), form(made, made.badge.serial), follow=True)
    assert "Let in" in answer_of(third.content.decode())


def test_forgive_when_no_reason_is_given_then_refused_and_nothing_recorded(
    made: Scenario, cast: Cast, signed_in: SignIn
) -> None:
    browser = signed_in(cast.gita)
    with unchanged("django_session", "usersessions_usersession"):
        answer = browser.post(reverse(FORGIVE), {"event": made.event.id, "reason": " "})
    assert answer.status_code == 400


def test_forgive_when_the_attempt_is_of_another_port_then_404(
    made: Scenario, other_cast: Cast, signed_in: SignIn
) -> None:
    sent = {"event": made.event.id, "reason": "Seen."}
    assert signed_in(other_cast.gita).post(reverse(FORGIVE), sent).status_code == 404


@pytest.mark.parametrize("name", ["card.jpg", "card.png"])
def test_check_when_the_code_is_photographed_then_read_and_decided(
    made: Scenario, cast: Cast, now: datetime, signed_in: SignIn, name: str
) -> None:
    picture = photographed(signed_text(made, now), name)
    sent = form(made, "", picture=picture)
    text = signed_in(cast.gita).post(reverse(PAGE), sent, follow=True).content.decode()
    assert "Let in" in answer_of(text)
    assert GateEvent.objects.latest("number").badge_serial == made.badge.serial


def test_check_when_a_code_was_typed_or_scanned_by_the_browser_then_its_last_space_counts(
    made: Scenario, cast: Cast, now: datetime, signed_in: SignIn
) -> None:
    text = signed_in(cast.gita).post(reverse(PAGE), form(made, signed_text(made, now)), follow=True)
    assert "Let in" in answer_of(text.content.decode())
    assert CardField().clean("PB1:AB ") == "PB1:AB "
    assert CardField().clean("  b17 ") == "b17"


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (b"", "This is no JPEG or PNG picture."),
        (b"GIF89a", "This is no JPEG or PNG picture."),
        (b"\xff\xd8\xff\xe0", "This is no JPEG or PNG picture."),
        (bytes(8 * 1024 * 1024 + 1), "This picture is too large."),
    ],
)
def test_check_when_the_picture_is_unreadable_then_said_so_and_nothing_recorded(
    made: Scenario, cast: Cast, signed_in: SignIn, content: bytes, problem: str
) -> None:
    browser = signed_in(cast.gita)
    before = GateEvent.objects.count()
    sent = form(made, "", picture=SimpleUploadedFile("card.jpg", content, "image/jpeg"))
    assert problem in browser.post(reverse(PAGE), sent).content.decode()
    assert GateEvent.objects.count() == before


def test_check_when_plate_occupants_and_escort_are_given_then_they_stand_on_the_attempt(
    made: Scenario, cast: Cast, signed_in: SignIn
) -> None:
    more = {"vehicle": "1-abc-123", "occupants": "3", "escort": "B999"}
    signed_in(cast.gita).post(reverse(PAGE), form(made, made.badge.serial, **more))
    event = GateEvent.objects.latest("number")
    assert (event.vehicle, event.occupants, event.escort) == ("1-abc-123", 3, "B999")


@pytest.mark.parametrize("ref", ["V-ABCDEFGH", "v-abcdefgh"])
def test_check_when_a_visit_is_given_then_leads_to_it(
    made: Scenario, cast: Cast, signed_in: SignIn, ref: str
) -> None:
    before = GateEvent.objects.count()
    answer = signed_in(cast.gita).post(reverse(PAGE), form(made, ref))
    assert answer["Location"] == reverse("visit-detail", args=["V-ABCDEFGH"])
    assert GateEvent.objects.count() == before


def test_check_when_opened_then_this_page_alone_may_use_the_camera(
    made: Scenario, cast: Cast, signed_in: SignIn
) -> None:
    browser = signed_in(cast.gita)
    here, there = (browser.get(reverse(name))["Permissions-Policy"] for name in (PAGE, "gate-live"))
    assert "camera=(self)" in here
    assert "camera=()" in there
    assert here.replace("camera=(self)", "camera=()") == there


def test_check_when_a_guard_stays_at_a_gate_then_it_is_chosen_next_time(
    made: Scenario, cast: Cast, signed_in: SignIn
) -> None:
    browser = signed_in(cast.gita)
    chosen = f'<option value="{made.reader.pk}" selected>'
    assert chosen in browser.get(reverse(PAGE), {"reader": made.reader.pk}).content.decode()
    assert chosen not in browser.get(reverse(PAGE)).content.decode()
    browser.post(reverse(PAGE), form(made, made.badge.serial))
    assert chosen in browser.get(reverse(PAGE)).content.decode()


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
