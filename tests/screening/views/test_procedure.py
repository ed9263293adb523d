"""Panels, hearing rooms, remedies and interim clearances on their pages."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.urls import reverse

from accounts.models import Port
from accounts.roles import Role
from portsec.kernel import clock
from screening.enums import Outcome
from screening.models import Application, Clearance, Hearing, Remedy
from screening.services import clearance, decision
from tests.people import Cast, SignIn, make_actor
from tests.screening import rows

pytestmark = [pytest.mark.db, pytest.mark.django_db]


@pytest.fixture
def assessed(case: Application, cast: Cast) -> Application:
    rows.reviewed(case, cast.alice)
    rows.assessed(case, cast.alice)
    return case


def test_lists_when_nothing_waits_then_say_what_to_expect(cast: Cast, signed_in: SignIn) -> None:
    browser = signed_in(cast.bob)
    for name, words in (
        ("panel-list", "No panel is open"),
        ("hearing-list", "No hearing is open"),
        ("remedy-list", "No remedy is open"),
    ):
        assert words in browser.get(reverse(name)).content.decode()


@pytest.mark.parametrize("name", ["carol", "frank", "emma", "paul", "anna", "dave"])
def test_pages_when_the_role_decides_nothing_then_404(
    assessed: Application, cast: Cast, signed_in: SignIn, name: str, now: datetime
) -> None:
    opened = rows.noticed(assessed, cast, at=now)
    browser = signed_in(getattr(cast, name))
    for address in (
        reverse("panel-list"),
        reverse("hearing-list"),
        reverse("remedy-list"),
        reverse("hearing-room", args=[assessed.ref, opened.pk]),
        reverse("remedy-new", args=[assessed.ref, "appeal"]),
    ):
        assert browser.get(address).status_code == 404, address
        assert browser.post(address).status_code == 404, address


def test_room_when_served_then_the_link_is_shown_once_and_not_cached(
    assessed: Application, cast: Cast, signed_in: SignIn, now: datetime
) -> None:
    made = decision.propose(assessed, Outcome.REFUSE, reason="Weighs.", **cast.alice.acts(now))
    decision.give_opinion(made, Outcome.REFUSE, reason="The same.", **cast.bob.acts(now))
    room = reverse("hearing-room", args=[assessed.ref, Hearing.objects.get().pk])
    browser = signed_in(cast.alice)
    page = browser.post(room, {"act": "serve"})
    assert "data-link" in page.content.decode()
    assert "no-store" in page["Cache-Control"]
    assert "data-link" not in browser.get(room).content.decode()
    assert Hearing.objects.get().served_by == cast.alice.user


def test_room_when_the_answer_is_taken_down_then_the_case_is_in_review(
    assessed: Application, cast: Cast, signed_in: SignIn, now: datetime
) -> None:
    opened = rows.noticed(assessed, cast, at=now)
    room = reverse("hearing-room", args=[assessed.ref, opened.pk])
    browser = signed_in(cast.bob)
    assert "This field is required" in browser.post(room, {"act": "answer", "text": ""}).content.decode()
    assert browser.post(room, {"act": "jump"}).status_code == 404
    browser.post(room, {"act": "answer", "text": "He was young.", "is_complete": "on"})
    assessed.refresh_from_db()
    assert assessed.state == "in_review"
    assert "He was young." in browser.get(room).content.decode()


def test_remedy_when_two_others_annul_it_then_cleared(
    assessed: Application, cast: Cast, port: Port, signed_in: SignIn, now: datetime
) -> None:
    rows.refused(assessed, cast, at=now)
    alice = signed_in(cast.alice)
    assert "Enter an appeal" in alice.get(reverse("case-detail", args=[assessed.ref])).content.decode()
    alice.post(reverse("remedy-new", args=[assessed.ref, "appeal"]), {"grounds": "It was my brother."})
    page = reverse("remedy-detail", args=[Remedy.objects.get().pk])
    assert "You had a part in the decision" in alice.get(page).content.decode()
    ada = signed_in(make_actor("ada", Role.VETTING_OFFICER, port, at=now))
    assert "Conditions: " in ada.post(page, {"result": "varied", "reason": "With care."}).content.decode()
    ada.post(page, {"result": "annulled", "reason": "The brother."})
    assert not Clearance.objects.exists()
    signed_in(cast.bea).post(page, {"answer": "agree", "reason": "So it is."})
    assert Clearance.objects.get().state == "granted"
    assessed.refresh_from_db()
    assert assessed.state == "granted"


def test_interim_when_the_checks_are_in_time_then_the_page_says_why_not(
    case: Application, cast: Cast, signed_in: SignIn
) -> None:
    page = signed_in(cast.alice).post(
        reverse("case-interim", args=[case.ref]),
        {"reason": "Urgent.", "valid_until": f"{clock.today() + timedelta(days=5)}"},
        follow=True,
    )
    assert "No check of this case is late." in page.content.decode()


def test_clearance_when_suspended_then_prolonged_by_another_officer_only(
    assessed: Application, cast: Cast, signed_in: SignIn, now: datetime
) -> None:
    held = rows.cleared(assessed.person)
    clearance.suspend(held, reason="Look.", **cast.bob.acts(now))
    address = reverse("clearance-change", args=[assessed.person.ref, "prolong"])
    assert signed_in(cast.bob).post(address, {"reason": "Not done."}).status_code == 403
    signed_in(cast.bea).post(address, {"reason": "Not done."})
    held.refresh_from_db()
    assert held.prolonged_by == cast.bea.reference


def test_clearance_when_reassessed_then_a_case_opens_and_it_is_suspended(
    assessed: Application, cast: Cast, signed_in: SignIn
) -> None:
    held = rows.cleared(assessed.person)
    address = reverse("clearance-change", args=[assessed.person.ref, "reassess"])
    signed_in(cast.bob).post(address, {"reason": "A tip."})
    held.refresh_from_db()
    assert held.state == "suspended"
    assert Application.objects.filter(kind="reassessment", state="checking").count() == 1
