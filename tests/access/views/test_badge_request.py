"""The queue of requests, one request, and the card that comes of it."""

from __future__ import annotations

import io
from datetime import datetime, timedelta

import pypdfium2
import pytest
import zxingcpp
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from access.enums import BadgeEvent
from access.models import Badge, BadgeRequest, Credential
from access.selectors.credential_key import verifying_keys
from access.services import badge as services
from access.services import badge_type, credential
from screening.models import Person
from screening.services import clearance
from tests import badges
from tests.access.holders import make_cleared, make_holder, try_gate
from tests.people import Actor, SignIn
from tests.scenario import Scenario

pytestmark = [pytest.mark.db, pytest.mark.django_db]

LIST, NEW = "badge-request-list", "badge-request-new"


@pytest.fixture
def kim(made: Scenario, now: datetime) -> Person:
    return make_cleared(made, "Waiting", at=now)


@pytest.fixture
def asked(made: Scenario, kim: Person, now: datetime) -> BadgeRequest:
    return badges.asked_for(kim, [made.area], made.cast, at=now)


def page(number: int) -> str:
    return reverse("badge-request-detail", args=[number])


def step(number: int, name: str) -> str:
    return reverse("badge-request-answer", args=[number, name])


def test_queue_when_opened_by_each_then_ports_requests_or_own_peoples(
    made: Scenario, asked: BadgeRequest, signed_in: SignIn
) -> None:
    for who in ("carol", "frank", "emma"):
        assert "Kim Waiting" in signed_in(getattr(made.cast, who)).get(reverse(LIST)).content.decode(), who
    Person.objects.filter(pk=asked.person_id).update(organisation=None)
    assert "Kim Waiting" not in signed_in(made.cast.emma).get(reverse(LIST)).content.decode()


@pytest.mark.parametrize("view", ["issued", "refused", "withdrawn"])
def test_queue_when_another_view_is_chosen_then_open_ones_are_not_there(
    made: Scenario, carol: Actor, asked: BadgeRequest, signed_in: SignIn, view: str
) -> None:
    assert "Kim Waiting" not in signed_in(carol).get(reverse(LIST), {"view": view}).content.decode()


def test_request_when_read_by_the_second_officer_then_list_peers_and_the_way_on(
    made: Scenario, carol: Actor, asked: BadgeRequest, now: datetime, signed_in: SignIn
) -> None:
    make_holder(made, "Peer", at=now)
    text = signed_in(carol).get(page(asked.pk)).content.decode()
    for words in ("What must hold", "Issue the badge", badges.NEED, "1 of 1 people with the post"):
        assert words in text
    assert "Stock is not kept for this type." in text


def test_request_when_read_by_the_asker_then_no_way_to_issue(
    made: Scenario, asked: BadgeRequest, signed_in: SignIn
) -> None:
    text = signed_in(made.cast.cees).get(page(asked.pk)).content.decode()
    assert "You asked for this badge; another officer must decide." in text
    assert "Issue the badge" not in text
    answer = signed_in(made.cast.cees).post(step(asked.pk, "issue"))
    assert answer.status_code == 403
    assert not Badge.objects.filter(request=asked).exists()


def test_request_when_read_by_the_employer_then_nothing_of_the_clearance(
    made: Scenario, asked: BadgeRequest, kim: Person, now: datetime, signed_in: SignIn
) -> None:
    """Employers learn of a suspension from a light and the person, never from a red line of the desk."""
    clearance.suspend(kim.clearances.get(), reason="Look.", **made.cast.bob.acts(now))
    text = signed_in(made.cast.emma).get(page(asked.pk)).content.decode()
    assert "suspended" not in text.lower()
    assert "What must hold" not in text
    assert "What happens next" in text


def test_request_when_something_is_missing_then_says_so_and_offers_no_issue(
    made: Scenario, carol: Actor, asked: BadgeRequest, kim: Person, now: datetime, signed_in: SignIn
) -> None:
    clearance.suspend(kim.clearances.get(), reason="Look.", **made.cast.bob.acts(now))
    browser = signed_in(carol)
    text = browser.get(page(asked.pk)).content.decode()
    assert "The clearance is suspended." in text
    assert "Issue the badge" not in text
    assert browser.post(step(asked.pk, "issue")).status_code == 403


def test_request_when_proof_of_identity_is_old_then_asked_for_it_first(
    made: Scenario, carol: Actor, asked: BadgeRequest, signed_in: SignIn
) -> None:
    answer = signed_in(carol, fresh=False).post(step(asked.pk, "issue"))
    assert answer["Location"].startswith("/accounts/reauthenticate/")
    assert not Badge.objects.filter(request=asked).exists()


def test_request_when_refused_then_the_asker_reads_the_reason(
    made: Scenario, carol: Actor, asked: BadgeRequest, signed_in: SignIn
) -> None:
    browser = signed_in(carol)
    empty = browser.post(step(asked.pk, "refuse"), {"reason": ""})
    assert "Reason: This field is required." in empty.content.decode()
    browser.post(step(asked.pk, "refuse"), {"reason": "Ask for the yard alone."})
    assert "Ask for the yard alone." in signed_in(made.cast.emma).get(page(asked.pk)).content.decode()


def test_request_when_withdrawn_by_the_employer_then_closed(
    made: Scenario, asked: BadgeRequest, signed_in: SignIn
) -> None:
    signed_in(made.cast.emma).post(step(asked.pk, "withdraw"), {"reason": ""})
    assert BadgeRequest.objects.get(pk=asked.pk).state == "withdrawn"


def test_step_when_unknown_then_no_page(
    made: Scenario, carol: Actor, asked: BadgeRequest, signed_in: SignIn
) -> None:
    assert signed_in(carol).get(step(asked.pk, "dance")).status_code == 404
    assert signed_in(carol).post(step(asked.pk, "dance"), {"reason": "x"}).status_code == 404


def wanted(made: Scenario, person: Person, now: datetime) -> dict[str, object]:
    return {
        "person": person.ref,
        "badge_type": badge_type.standard(made.port, at=now).pk,
        "areas": [made.area.code],
        "need": "Crane work.",
        "needed_until": (timezone.localdate(now) + timedelta(days=30)).isoformat(),
    }


def test_employer_when_asking_for_own_staff_then_found_asked_and_officers_are_sent_to_the_desk(
    made: Scenario, kim: Person, carol: Actor, now: datetime, signed_in: SignIn
) -> None:
    browser = signed_in(made.cast.emma)
    assert "Kim Waiting" in browser.get(reverse(NEW)).content.decode()
    form = browser.get(reverse(NEW), {"person": kim.ref}).content.decode()
    assert "above this clearance" not in form
    answer = browser.post(reverse(NEW), wanted(made, kim, now))
    asked = BadgeRequest.objects.get(person=kim)
    assert answer["Location"] == page(asked.pk)
    assert asked.requested_by == "user:emma"
    assert "A badge is asked for already" in browser.get(reverse(NEW), {"person": kim.ref}).content.decode()
    assert signed_in(carol).get(reverse(NEW))["Location"] == reverse("desk")


def test_employer_when_asking_for_somebody_elses_people_then_as_if_absent(
    made: Scenario, kim: Person, now: datetime, signed_in: SignIn
) -> None:
    Person.objects.filter(pk=kim.pk).update(organisation=None)
    browser = signed_in(made.cast.emma)
    assert browser.get(reverse(NEW), {"person": kim.ref}).status_code == 404
    assert browser.post(reverse(NEW), wanted(made, kim, now)).status_code == 404


def test_badge_when_issued_printed_and_handed_over_then_opens_the_gate_until_revoked(
    made: Scenario, carol: Actor, asked: BadgeRequest, now: datetime, signed_in: SignIn
) -> None:
    """The day of the second officer: issue, look at the card, print it, hand it over; the code is real."""
    browser = signed_in(carol)
    answer = browser.post(step(asked.pk, "issue"))
    made_badge = Badge.objects.get(request=asked)
    where = reverse("badge-hand-over", args=[made_badge.serial])
    assert answer["Location"] == where
    assert reverse("badge-pdf", args=[made_badge.serial]) in browser.get(where).content.decode()
    pdf = browser.get(reverse("badge-pdf", args=[made_badge.serial]))
    assert pdf["Content-Type"] == "application/pdf"
    assert pdf["Cache-Control"] == "private, no-store"
    front = pypdfium2.PdfDocument(pdf.content)[0].render(scale=300 / 72).to_pil()
    (code,) = zxingcpp.read_barcodes(front)
    keys = verifying_keys(made.port)
    assert keys is not None
    found = credential.find(code.text, keys)
    assert isinstance(found, Credential)
    assert found.badge == made_badge
    signed = {"paper": "passport", "compared": "on", "signed_on_paper": "on", "signed_as": "Carol"}
    assert browser.post(where, signed)["Location"] == reverse("badge-detail", args=[made_badge.serial])
    assert Badge.objects.get(pk=made_badge.pk).handed_over_by == "user:carol"
    soon = now + timedelta(seconds=5)
    assert try_gate(made, code.text, at=soon).result == "granted"
    services.change_state(
        Badge.objects.get(pk=made_badge.pk), BadgeEvent.REVOKE, reason="Over.", **made.cast.carol.acts(soon)
    )
    assert try_gate(made, code.text, at=soon).result == "refused"


@pytest.mark.parametrize("missing", ["compared", "signed_on_paper", "signed_as"])
def test_hand_over_when_a_tick_or_the_name_is_missing_then_not_done(
    made: Scenario, carol: Actor, asked: BadgeRequest, now: datetime, signed_in: SignIn, missing: str
) -> None:
    issued = services.issue(asked, **carol.acts(now)).badge
    signed = {"paper": "passport", "compared": "on", "signed_on_paper": "on", "signed_as": "Carol"}
    where = reverse("badge-hand-over", args=[issued.serial])
    answer = signed_in(carol).post(where, {name: said for name, said in signed.items() if name != missing})
    assert "This field is required." in answer.content.decode()
    assert Badge.objects.get(pk=issued.pk).handed_over_at is None


def test_card_when_looked_at_then_both_sides_as_pictures(
    made: Scenario, carol: Actor, signed_in: SignIn
) -> None:
    where = reverse("badge-card", args=[made.badge.serial])
    sides = [signed_in(carol).get(where, {"side": side}) for side in ("front", "back", "inside")]
    assert {side["Content-Type"] for side in sides} == {"image/png"}
    assert sides[0].content == sides[2].content != sides[1].content
    width, height = Image.open(io.BytesIO(sides[0].content)).size
    assert width / height == pytest.approx(85.6 / 54, rel=0.01)


@pytest.mark.parametrize("route", ["badge-pdf", "badge-card"])
def test_card_when_the_badge_is_not_active_or_from_elsewhere_then_none_is_printed(
    made: Scenario, carol: Actor, now: datetime, signed_in: SignIn, route: str
) -> None:
    imported = Badge.objects.create(
        port=made.port,
        serial="OLD-1",
        person=made.viktor,
        valid_from=made.at,
        valid_until=now + timedelta(days=9),
        state_since=made.at,
        issued_by="x",
    )
    services.change_state(made.badge, BadgeEvent.SUSPEND, reason="Look.", **carol.acts(now))
    for held, said in ((made.badge, "suspended"), (imported, "no signed credential")):
        answer = signed_in(carol).get(reverse(route, args=[held.serial]))
        assert answer.status_code == 409
        assert said in answer.content.decode()
        assert said in signed_in(carol).get(reverse("badge-hand-over", args=[held.serial])).content.decode()
