"""The issue desk."""

from __future__ import annotations

import re
from datetime import datetime, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from access.enums import BadgeState
from access.models import Area, Badge
from access.services.badge import credential_hash
from screening.enums import ClearanceLevel
from screening.services import clearance
from tests.access.holders import make_cleared
from tests.people import Actor, Cast, SignIn
from tests.scenario import Scenario
from tests.witness import Record, unchanged

pytestmark = [pytest.mark.db, pytest.mark.django_db]

DESK = "desk"


def form_for(person_ref: str, made: Scenario, now: datetime, **more: object) -> dict[str, object]:
    end = timezone.localdate(now) + timedelta(days=30)
    return {"person": person_ref, "areas": [made.area.code], "valid_until": end.isoformat()} | more


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


def test_desk_when_badge_is_issued_then_credential_is_shown_once_and_kept_as_hash(
    made: Scenario, carol: Actor, now: datetime, signed_in: SignIn, record: Record
) -> None:
    someone = make_cleared(made, "Waiting", at=now)
    record.new()
    browser = signed_in(carol)
    page = browser.post(reverse(DESK), form_for(someone.ref, made, now))
    found = re.search(r"data-credential>([^<]+)<", page.content.decode())
    assert found
    credential = found.group(1)
    badge = Badge.objects.get(person=someone)
    assert bytes(badge.credential_hash) == credential_hash(credential)
    assert page["Cache-Control"] == "no-store"
    assert "Shown once" in page.content.decode()
    assert record.one("access.badge.issued").body["serial"] == badge.serial
    later = browser.get(reverse("badge-detail", args=[badge.serial])).content.decode()
    assert credential not in later


def test_desk_when_badge_is_issued_then_it_opens_to_the_end_of_its_last_day(
    made: Scenario, carol: Actor, now: datetime, signed_in: SignIn
) -> None:
    someone = make_cleared(made, "Waiting", at=now)
    last_day = someone.clearances.get().valid_until
    signed_in(carol).post(reverse(DESK), form_for(someone.ref, made, now, valid_until=str(last_day)))
    ends = timezone.localtime(Badge.objects.get(person=someone).valid_until)
    assert (ends.date(), ends.hour, ends.minute) == (last_day, 23, 59)


def test_desk_when_form_is_sent_twice_then_second_is_refused(
    made: Scenario, carol: Actor, now: datetime, signed_in: SignIn
) -> None:
    someone = make_cleared(made, "Waiting", at=now)
    browser = signed_in(carol)
    browser.post(reverse(DESK), form_for(someone.ref, made, now))
    again = browser.post(reverse(DESK), form_for(someone.ref, made, now))
    assert again.status_code == 403
    assert Badge.objects.filter(person=someone).count() == 1


def test_desk_when_clearance_is_suspended_then_says_so_and_refuses(
    made: Scenario, carol: Actor, bob: Actor, now: datetime, signed_in: SignIn
) -> None:
    someone = make_cleared(made, "Waiting", at=now)
    clearance.suspend(someone.clearances.get(), reason="Under review.", **bob.acts(now))
    browser = signed_in(carol)
    text = browser.get(reverse(DESK), {"person": someone.ref}).content.decode()
    assert "The clearance is suspended." in text
    assert "Issue badge" not in text
    assert browser.post(reverse(DESK), form_for(someone.ref, made, now)).status_code == 403
    assert not Badge.objects.filter(person=someone).exists()


def test_desk_when_area_is_above_the_clearance_then_refused_though_it_was_sent(
    made: Scenario, carol: Actor, now: datetime, signed_in: SignIn
) -> None:
    Area.objects.create(port=made.port, code="CUSTOMS", name="Customs hall", level=3)
    someone = make_cleared(made, "Waiting", at=now)
    answer = signed_in(carol).post(reverse(DESK), form_for(someone.ref, made, now, areas=["CUSTOMS"]))
    assert answer.status_code == 403
    assert "too low" in answer.content.decode()


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({"areas": []}, "Areas: This field is required."),
        ({"areas": ["NOWHERE"]}, "NOWHERE is not one of the available choices"),
        ({"valid_until": "soon"}, "Valid until: Enter a valid date."),
        ({"valid_until": "2020-01-01"}, "The end must lie in the future"),
        ({"valid_until": "2099-01-01"}, "not after the end of the clearance"),
    ],
)
def test_desk_when_a_field_is_wrong_then_says_which_and_issues_nothing(
    made: Scenario, carol: Actor, now: datetime, signed_in: SignIn, sent: dict[str, object], said: str
) -> None:
    someone = make_cleared(made, "Waiting", at=now)
    page = signed_in(carol).post(reverse(DESK), form_for(someone.ref, made, now, **sent))
    assert said in page.content.decode()
    assert not Badge.objects.filter(person=someone).exists()


def test_desk_when_proof_of_identity_is_old_then_asks_for_it_first(
    made: Scenario, carol: Actor, now: datetime, signed_in: SignIn
) -> None:
    someone = make_cleared(made, "Waiting", at=now)
    answer = signed_in(carol, fresh=False).post(reverse(DESK), form_for(someone.ref, made, now))
    assert answer.status_code == 302
    assert answer["Location"].startswith("/accounts/reauthenticate/")
    assert not Badge.objects.filter(person=someone).exists()


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
    assert "Issue badge" not in text


def test_desk_when_looked_at_then_changes_nothing(made: Scenario, carol: Actor, signed_in: SignIn) -> None:
    browser = signed_in(carol)
    with unchanged("django_session", "usersessions_usersession"):
        browser.get(reverse(DESK), {"find": "erin", "person": made.erin.ref})
