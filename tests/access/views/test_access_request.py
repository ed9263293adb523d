"""My access, asking for more, and the desks that answer."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from access.enums import FieldClass
from access.models import AccessRequest, Grant
from tests.access.askers import ask, give, looked_up, make_clerk
from tests.people import Actor, SignIn
from tests.scenario import OTHER_CONTAINER, Scenario
from tests.witness import unchanged

pytestmark = [pytest.mark.db, pytest.mark.django_db]

SESSIONS = ("django_session", "usersessions_usersession")


@pytest.fixture
def kim(made: Scenario, now: datetime) -> Actor:
    return make_clerk(made, "kim", at=now)


def filled(now: datetime, **other: str) -> dict[str, str]:
    until = timezone.localtime(now + timedelta(days=2))
    given = {
        "container": OTHER_CONTAINER,
        "field_class": "S3",
        "purpose": "Claim of the consignee",
        "case_ref": "CL-9",
        "wanted_until": f"{until:%Y-%m-%dT%H:%M}",
    }
    return given | other


def test_my_access_when_something_is_held_then_until_when_why_and_last_use(
    made: Scenario, kim: Actor, now: datetime, signed_in: SignIn
) -> None:
    used, unused = (
        give(made, kim, now - timedelta(hours=3)),
        give(made, kim, now, FieldClass.S1, "CSQU3054383"),
    )
    looked_up(made, "kim", now - timedelta(hours=2), rests_on=used)
    page = signed_in(kim).get(reverse("my-access")).content.decode()
    assert used.object_ref in page
    assert unused.purpose in page
    assert "last used never" in page
    assert "2\xa0hours" in page or "2 hours" in page


def test_my_access_when_nothing_is_held_then_says_what_to_do(
    made: Scenario, kim: Actor, signed_in: SignIn
) -> None:
    page = signed_in(kim).get(reverse("my-access")).content.decode()
    assert "You hold no grant" in page
    assert reverse("access-request-new") in page
    other = signed_in(made.cast.dave).get(reverse("my-access")).content.decode()
    assert reverse("access-request-new") not in other


def test_grant_when_given_back_then_over_and_only_by_its_holder(
    made: Scenario, kim: Actor, now: datetime, signed_in: SignIn, client: Client
) -> None:
    grant = give(made, kim, now - timedelta(hours=1))
    address = reverse("my-access-give-back", args=[grant.pk])
    assert signed_in(made.cast.dora).post(address).status_code == 404
    assert signed_in(kim).post(address).status_code == 302
    grant.refresh_from_db()
    assert (grant.revoked_by, grant.revoke_reason) == ("user:kim", "Given back by its holder.")
    assert "It is over already" in signed_in(kim).get(address).content.decode()


def test_request_when_checked_first_then_told_what_speaks_against_it_and_nothing_is_kept(
    made: Scenario, now: datetime, signed_in: SignIn
) -> None:
    browser = signed_in(made.cast.gita)
    with unchanged(*SESSIONS):
        page = browser.post(reverse("access-request-new"), filled(now, step="show")).content.decode()
    assert "does not also hold the release right" in page


def test_request_when_asked_and_answered_by_two_desks_then_granted(
    made: Scenario, kim: Actor, now: datetime, signed_in: SignIn
) -> None:
    assert signed_in(kim).post(reverse("access-request-new"), filled(now)).status_code == 302
    asked = AccessRequest.objects.get(account="kim")
    address = reverse("access-request-detail", args=[asked.pk])
    approve = reverse("access-request-answer", args=[asked.pk, "approve"])
    assert "Take back" in signed_in(kim).get(address).content.decode()
    for actor in (made.cast.dora, made.cast.sven):
        browser = signed_in(actor)
        assert approve in browser.get(address).content.decode()
        assert browser.post(approve, {"remark": "Known claim."}).status_code == 302
    asked.refresh_from_db()
    assert (asked.state, Grant.objects.filter(account="kim").count()) == ("granted", 1)
    assert approve not in signed_in(made.cast.siri).get(address).content.decode()


def test_request_when_something_is_wrong_then_said_at_the_field(
    made: Scenario, kim: Actor, now: datetime, signed_in: SignIn
) -> None:
    browser = signed_in(kim)
    for other, said in (
        ({"case_ref": ""}, "Name the order, dossier or ticket"),
        ({"wanted_until": "2090-01-01T00:00"}, "31 days at most"),
        ({"container": "CSQU3054384"}, "not a valid container number"),
    ):
        page = browser.post(reverse("access-request-new"), filled(now, **other)).content.decode()
        assert said in page
    assert not AccessRequest.objects.filter(account="kim").exists()


def test_request_when_refused_without_a_reason_then_asked_for_it_and_with_one_closed(
    made: Scenario, kim: Actor, now: datetime, signed_in: SignIn
) -> None:
    asked = ask(made, kim, now)
    address = reverse("access-request-answer", args=[asked.pk, "refuse"])
    browser = signed_in(made.cast.dora)
    assert "There is a problem" in browser.post(address, {"reason": ""}).content.decode()
    assert browser.post(address, {"reason": "Not your case."}).status_code == 302
    page = signed_in(kim).get(reverse("access-request-detail", args=[asked.pk])).content.decode()
    assert "Not your case." in page


def test_request_when_answered_from_an_old_sign_in_then_first_proves_who_it_is(
    made: Scenario, kim: Actor, now: datetime, signed_in: SignIn
) -> None:
    asked = ask(made, kim, now)
    browser = signed_in(made.cast.dora, fresh=False)
    response = browser.post(reverse("access-request-answer", args=[asked.pk, "approve"]), {"remark": ""})
    assert "reauthenticate" in response["Location"]
    asked.refresh_from_db()
    assert asked.state == "asked"


def test_request_when_a_rule_speaks_against_it_then_ground_for_the_desk_only(
    made: Scenario, now: datetime, signed_in: SignIn
) -> None:
    guard = make_clerk(made, "gus", at=now, held=None)
    made_request = ask(made, made.cast.gita, now, FieldClass.S3)
    address = reverse("access-request-detail", args=[made_request.pk])
    assert "rule G06" in signed_in(made.cast.dora).get(address).content.decode()
    own = signed_in(made.cast.gita).get(address).content.decode()
    assert "does not also hold the release right" in own
    assert "rule G06" not in own
    assert signed_in(guard).get(address).status_code == 404


def test_list_when_opened_then_waiting_ones_and_as_csv_for_those_who_export(
    made: Scenario, kim: Actor, now: datetime, signed_in: SignIn
) -> None:
    asked = ask(made, kim, now)
    page = signed_in(made.cast.dora).get(reverse("access-request-list")).content.decode()
    assert reverse("access-request-detail", args=[asked.pk]) in page
    csv = signed_in(made.cast.frank).get(reverse("access-request-list"), {"format": "csv", "view": "waiting"})
    assert b"kim" in b"".join(csv.streaming_content)
