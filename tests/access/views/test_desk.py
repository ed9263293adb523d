"""The issue desk."""

from __future__ import annotations

import re
from datetime import datetime, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from access.enums import BadgeState
from access.models import Area, Badge, BadgeRequest
from access.services import badge_type
from screening.enums import ClearanceLevel
from screening.services import clearance
from tests import badges
from tests.access.holders import make_cleared
from tests.people import Actor, Cast, SignIn
from tests.scenario import Scenario
from tests.witness import Record, unchanged

pytestmark = [pytest.mark.db, pytest.mark.django_db]

DESK = "desk"


def form_for(person_ref: str, made: Scenario, now: datetime, **more: object) -> dict[str, object]:
    end = timezone.localdate(now) + timedelta(days=30)
    return {
        "person": person_ref,
        "badge_type": badge_type.standard(made.port, at=now).pk,
        "areas": [made.area.code],
        "need": "Crane work.",
        "needed_until": end.isoformat(),
    } | more


def test_desk_when_opened_then_shows_who_is_cleared_and_has_no_badge(
    made: Scenario, carol: Actor, now: datetime, signed_in: SignIn
) -> None:
    make_cleared(made, "Waiting", at=now)
    text = signed_in(carol).get(reverse(DESK)).content.decode()
    assert "Kim Waiting" in text
    assert "Erin Vermeer" not in text  # holds a badge already


@pytest.mark.parametrize("wanted", ["waiting", "14.03.1988", "1988-03-14", "kim wait"])
def test_desk_when_searched_then_finds_by_name_and_birth_date(
    made: Scenario, carol: Actor, now: datetime, signed_in: SignIn, wanted: str
) -> None:
    make_cleared(made, "Waiting", at=now)
    text = signed_in(carol).get(reverse(DESK), {"find": wanted}).content.decode()
    assert "Kim Waiting" in text
    assert "Erin Vermeer" not in text


def test_desk_when_searched_by_badge_number_then_finds_the_holder(
    made: Scenario, carol: Actor, signed_in: SignIn
) -> None:
    text = signed_in(carol).get(reverse(DESK), {"find": made.badge.serial.lower()}).content.decode()
    assert "Erin Vermeer" in text
    assert "Has a badge" in text


def test_desk_when_person_is_chosen_then_offers_what_post_and_clearance_allow(
    made: Scenario, carol: Actor, now: datetime, signed_in: SignIn
) -> None:
    Area.objects.create(port=made.port, code="CUSTOMS", name="Customs hall", level=3)
    someone = make_cleared(made, "Waiting", at=now, level=ClearanceLevel.ENHANCED)
    text = signed_in(carol).get(reverse(DESK), {"person": someone.ref}).content.decode()
    boxes = dict(re.findall(r'<input type="checkbox" name="areas" value="([^"]+)"([^>]*)>', text))
    assert "disabled" in boxes["CUSTOMS"]
    assert "disabled" not in boxes[made.area.code]
    assert 'value="' + str(someone.clearances.get().valid_until) in text


def test_desk_when_a_badge_is_asked_for_then_it_waits_for_a_second_officer(
    made: Scenario, carol: Actor, now: datetime, signed_in: SignIn, record: Record
) -> None:
    someone = make_cleared(made, "Waiting", at=now)
    record.new()
    answer = signed_in(carol).post(reverse(DESK), form_for(someone.ref, made, now))
    asked = BadgeRequest.objects.get(person=someone)
    assert answer["Location"] == reverse("badge-request-detail", args=[asked.pk])
    assert (asked.state, asked.requested_by, asked.areas) == ("open", "user:carol", [made.area.code])
    assert record.kinds().count("access.badge_request.asked") == 1
    assert not Badge.objects.filter(person=someone).exists()
    text = signed_in(carol).get(reverse(DESK), {"person": someone.ref}).content.decode()
    assert "A badge is asked for" in text
    assert "Ask for the badge" not in text


def test_desk_when_form_is_sent_twice_then_second_is_told_of_the_first(
    made: Scenario, carol: Actor, now: datetime, signed_in: SignIn
) -> None:
    someone = make_cleared(made, "Waiting", at=now)
    browser = signed_in(carol)
    browser.post(reverse(DESK), form_for(someone.ref, made, now))
    again = browser.post(reverse(DESK), form_for(someone.ref, made, now))
    assert again.status_code == 409
    assert BadgeRequest.objects.filter(person=someone).count() == 1


def test_desk_when_clearance_is_suspended_then_the_list_says_so(
    made: Scenario, carol: Actor, bob: Actor, now: datetime, signed_in: SignIn
) -> None:
    someone = make_cleared(made, "Waiting", at=now)
    clearance.suspend(someone.clearances.get(), reason="Under review.", **bob.acts(now))
    text = signed_in(carol).get(reverse(DESK), {"person": someone.ref}).content.decode()
    assert "The clearance is suspended." in text
    assert "There is no photo." in text


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({"areas": []}, "Areas: This field is required."),
        ({"areas": ["NOWHERE"]}, "NOWHERE is not one of the available choices"),
        ({"need": " "}, "For what work: This field is required."),
        ({"badge_type": 0}, "Type of badge: Select a valid choice."),
        ({"needed_until": "soon"}, "Last day: Enter a valid date."),
        ({"needed_until": "2020-01-01"}, "lies in the past"),
        ({"needed_until": "2099-01-01"}, "The clearance ends on"),
    ],
)
def test_desk_when_a_field_is_wrong_then_says_which_and_asks_for_nothing(
    made: Scenario, carol: Actor, now: datetime, signed_in: SignIn, sent: dict[str, object], said: str
) -> None:
    someone = make_cleared(made, "Waiting", at=now)
    page = signed_in(carol).post(reverse(DESK), form_for(someone.ref, made, now, **sent))
    assert said in page.content.decode()
    assert not BadgeRequest.objects.filter(person=someone).exists()


def upload(name: str = "face.jpg", content: bytes | None = None) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, badges.picture() if content is None else content, "image/jpeg")


def test_photo_when_chosen_then_both_crops_are_shown_and_nothing_is_kept_before_the_choice(
    made: Scenario, carol: Actor, signed_in: SignIn
) -> None:
    where = reverse("desk-photo", args=[made.viktor.ref])
    browser = signed_in(carol)
    with unchanged("django_session", "usersessions_usersession"):
        page = browser.post(where, {"picture": upload()})
    assert page["Cache-Control"] == "private, no-store"
    crops = dict(re.findall(r'name="(top|centre)" value="([^"]+)"', page.content.decode()))
    assert set(crops) == {"top", "centre"}
    answer = browser.post(where, {"crop": "centre", **crops})
    assert answer["Location"] == f"{reverse(DESK)}?person={made.viktor.ref}"
    kept = made.viktor.badge_photos.get()
    shown = browser.get(reverse("desk-photo-image", args=[made.viktor.ref]))
    assert shown.content == bytes(kept.image)
    assert shown["Cache-Control"] == "private, no-store"
    assert shown["Content-Type"] == "image/jpeg"


@pytest.mark.parametrize(
    ("content", "said"), [(b"<svg/>", "This is no picture"), (b"", "file is empty")], ids=["svg", "empty"]
)
def test_photo_when_no_picture_is_sent_then_says_why(
    made: Scenario, carol: Actor, signed_in: SignIn, content: bytes, said: str
) -> None:
    where = reverse("desk-photo", args=[made.viktor.ref])
    page = signed_in(carol).post(where, {"picture": upload(content=content)})
    assert said in page.content.decode()


def test_photo_when_what_comes_back_is_no_picture_then_taken_again(
    made: Scenario, carol: Actor, signed_in: SignIn
) -> None:
    where = reverse("desk-photo", args=[made.viktor.ref])
    for top in ("!!!", "PHN2Zy8+", ""):
        answer = signed_in(carol).post(where, {"crop": "top", "top": top, "centre": top})
        assert answer["Location"] == where
    assert not made.viktor.badge_photos.exists()


@pytest.mark.parametrize(("who", "status"), [("gita", 200), ("frank", 200), ("emma", 404), ("dave", 404)])
def test_photo_of_a_badge_when_asked_for_then_only_by_those_who_compare(
    made: Scenario, signed_in: SignIn, who: str, status: int
) -> None:
    where = reverse("badge-photo", args=[made.badge.serial])
    answer = signed_in(getattr(made.cast, who)).get(where)
    assert answer.status_code == status
    if status == 200:
        assert answer["Cache-Control"] == "private, no-store"


def test_desk_when_person_is_of_another_port_then_as_if_absent(
    made: Scenario, other_cast: Cast, now: datetime, signed_in: SignIn
) -> None:
    someone = make_cleared(made, "Waiting", at=now)
    browser = signed_in(other_cast.carol)
    there = browser.get(reverse(DESK), {"person": someone.ref})
    absent = browser.get(reverse(DESK), {"person": "P-00000000"})
    assert (there.status_code, absent.status_code) == (404, 404)
    assert "Waiting" not in browser.get(reverse(DESK), {"find": "waiting"}).content.decode()
    assert browser.post(reverse(DESK), form_for(someone.ref, made, now)).status_code == 404


def test_desk_when_badge_is_held_then_links_to_its_steps(
    made: Scenario, carol: Actor, signed_in: SignIn
) -> None:
    text = signed_in(carol).get(reverse(DESK), {"person": made.erin.ref}).content.decode()
    assert made.badge.state_word is BadgeState.ACTIVE
    assert reverse("badge-change", args=[made.badge.serial, "suspend"]) in text
    assert reverse("badge-change", args=[made.badge.serial, "revoke"]) in text
    assert "Ask for the badge" not in text


def test_desk_when_looked_at_then_changes_nothing(made: Scenario, carol: Actor, signed_in: SignIn) -> None:
    browser = signed_in(carol)
    with unchanged("django_session", "usersessions_usersession"):
        browser.get(reverse(DESK), {"find": "erin", "person": made.erin.ref})
