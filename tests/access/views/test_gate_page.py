"""The page of one gate, and holding it."""

from __future__ import annotations

from datetime import datetime, time, timedelta

import pytest
from django.urls import reverse

from access.models import Area, Barrier, Gate, Lockdown, OpeningSpan, Reader
from access.services.gate import TAKEN_WORDS
from access.urls import urlpatterns
from tests.access.at_gates import make_door_event
from tests.access.holders import make_holder, try_gate
from tests.people import Actor, Cast, SignIn
from tests.scenario import Scenario
from tests.witness import Record

pytestmark = [pytest.mark.db, pytest.mark.django_db]

PAGE, HOLD, RELEASE = "gate-page", "gate-hold", "gate-release"


def address(made: Scenario, name: str = PAGE) -> str:
    return reverse(name, args=[made.gate.code])


def test_page_when_opened_then_tells_what_the_gate_is_asks_and_saw(
    made: Scenario, cast: Cast, now: datetime, signed_in: SignIn
) -> None:
    Gate.objects.filter(pk=made.gate.pk).update(instructions="Ring twice.\nWait for the light.")
    outer = Area.objects.create(port=made.port, code="PORT", name="Whole port", level=1)
    Area.objects.filter(pk=made.area.pk).update(parent=outer, trainings=["QUAY"], two_person_seconds=30)
    Barrier.objects.create(
        port=made.port, code="B1", name="North boom", kind="boom", gate=made.gate, condition="defect"
    )
    try_gate(made, "nobody's", at=now)
    make_door_event(made, "held_open", at=now)
    text = signed_in(cast.gita).get(address(made)).content.decode()
    for wanted in (
        *(
            "Gate A",
            "Pedestrian gate",
            "Ring twice.<br>Wait for the light.",
            "GA1",
            "from outside into Terminal A",
        ),
        *("Whole port", "Training: QUAY", "Nobody is alone inside; two enter within 30 seconds"),
        *("North boom", "Defect", "Held open", "Unknown badge", "This credential belongs to no badge."),
    ):
        assert wanted in text, wanted
    assert "What keeps people out now" not in text


def test_page_when_closed_by_hours_then_says_when_it_opens_next(
    made: Scenario, cast: Cast, now: datetime, signed_in: SignIn
) -> None:
    elsewhere = (now + timedelta(days=2)).weekday()
    OpeningSpan.objects.create(area=made.area, weekday=elsewhere, opens=time(6), closes=time(7))
    text = signed_in(cast.gita).get(address(made)).content.decode()
    assert "The area is closed at this time." in text
    assert "By its hours it opens next" in text


def test_page_when_no_reader_is_assigned_then_says_what_is_missing(
    made: Scenario, cast: Cast, signed_in: SignIn
) -> None:
    Reader.objects.update(gate=None)
    text = signed_in(cast.gita).get(address(made)).content.decode()
    assert "Nothing is decided at this gate until a reader is assigned to it." in text


@pytest.mark.parametrize("name", ["carol", "gita", "sven"])
def test_hold_when_a_reason_is_given_then_gate_refuses_at_once_and_page_says_why(
    made: Scenario, cast: Cast, now: datetime, signed_in: SignIn, record: Record, name: str
) -> None:
    someone = make_holder(made, "Outside", at=now)
    browser = signed_in(getattr(cast, name), fresh=False)
    record.new()
    page = browser.post(address(made, HOLD), {"reason": "Forklift hit the post."}, follow=True)
    assert record.one("access.lockdown.begun").subject == made.gate.reference
    text = page.content.decode()
    assert "This gate is held closed." in text
    assert "Forklift hit the post." in text
    assert "gate_held" in try_gate(made, someone.credential, at=now + timedelta(minutes=1)).reasons


@pytest.mark.parametrize("reason", ["", "   "])
def test_hold_when_no_reason_is_given_then_asked_for(
    made: Scenario, cast: Cast, signed_in: SignIn, reason: str
) -> None:
    page = signed_in(cast.gita).post(address(made, HOLD), {"reason": reason})
    assert "There is a problem" in page.content.decode()
    assert not Lockdown.objects.filter(ended_at=None).exists()


def test_release_when_by_whoever_held_it_then_open_again(
    made: Scenario, cast: Cast, now: datetime, signed_in: SignIn, record: Record
) -> None:
    browser = signed_in(cast.gita)
    browser.post(address(made, HOLD), {"reason": "Forklift hit the post."})
    record.new()
    page = browser.post(address(made, RELEASE), {"reason": "Post is up again."}, follow=True)
    assert record.one("access.lockdown.ended").actor == cast.gita.reference
    assert "Gate A is open again." in page.content.decode()
    someone = make_holder(made, "Outside", at=now)
    assert "gate_held" not in try_gate(made, someone.credential, at=now + timedelta(minutes=1)).reasons


def test_release_when_another_guard_held_it_then_no_form_and_refused(
    made: Scenario, cast: Cast, signed_in: SignIn
) -> None:
    signed_in(cast.gita).post(address(made, HOLD), {"reason": "Forklift hit the post."})
    browser = signed_in(cast.carol)
    assert reverse(RELEASE, args=[made.gate.code]) not in browser.get(address(made)).content.decode()
    assert browser.post(address(made, RELEASE), {"reason": "I think so."}).status_code == 403
    assert signed_in(cast.sven).post(address(made, RELEASE), {"reason": "Checked."}).status_code == 302
    assert not Lockdown.objects.filter(ended_at=None).exists()


def test_release_when_the_sign_in_is_old_then_asked_to_prove_it_first(
    made: Scenario, cast: Cast, signed_in: SignIn
) -> None:
    signed_in(cast.gita).post(address(made, HOLD), {"reason": "Forklift hit the post."})
    answer = signed_in(cast.gita, fresh=False).post(address(made, RELEASE), {"reason": "Over."})
    assert answer["Location"].startswith("/accounts/reauthenticate/")
    assert Lockdown.objects.filter(ended_at=None).exists()


def test_release_when_it_is_not_held_then_conflict(made: Scenario, cast: Cast, signed_in: SignIn) -> None:
    assert signed_in(cast.sven).post(address(made, RELEASE), {"reason": "Over."}).status_code == 409


@pytest.mark.parametrize("name", ["alice", "frank", "hugo", "cleo", "dave"])
def test_page_when_role_does_not_watch_gates_then_404(
    made: Scenario, cast: Cast, signed_in: SignIn, name: str
) -> None:
    browser = signed_in(getattr(cast, name))
    assert browser.get(address(made)).status_code == 404
    assert browser.post(address(made, HOLD), {"reason": "Mine."}).status_code == 404


def test_page_when_gate_is_absent_or_of_another_port_then_404(
    made: Scenario, other_cast: Cast, carol: Actor, signed_in: SignIn
) -> None:
    assert signed_in(other_cast.carol).get(address(made)).status_code == 404
    assert signed_in(carol).get(reverse(PAGE, args=["NOWHERE"])).status_code == 404


def test_code_when_it_is_a_word_of_another_address_then_no_gate_can_have_it() -> None:
    under = [
        str(entry.pattern).removeprefix("gates/") for entry in urlpatterns if "gates/" in str(entry.pattern)
    ]
    words = {word.partition("/")[0] for word in under if word and not word.startswith("<")}
    assert words == TAKEN_WORDS
