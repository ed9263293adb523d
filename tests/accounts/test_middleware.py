"""Rules for whole sessions: one shift long, ended for blocked accounts, and a second factor for officers."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client
from django.urls import reverse

from accounts.middleware import STARTED_AT
from accounts.services import role, user
from tests.people import MAKER, PASSWORD, Actor, Cast, SignIn

pytestmark = [pytest.mark.db, pytest.mark.django_db]


def age_session(client: Client, seconds: float) -> None:
    session = client.session
    session[STARTED_AT] -= seconds
    session.save()


def test_session_when_one_shift_is_over_then_signed_out_and_told(
    alice: Actor, signed_in: SignIn, settings: Any
) -> None:
    client = signed_in(alice)
    assert client.get("/me/").status_code == 200
    age_session(client, settings.SESSION_ABSOLUTE_AGE - 60)
    assert client.get("/me/").status_code == 200, "busy until the last minute"
    age_session(client, 61)
    answer = client.get("/me/")
    assert answer["Location"] == "/accounts/login/?next=/me/"
    assert "_auth_user_id" not in client.session
    assert "ended after one shift" in client.get(answer["Location"]).content.decode()


def test_session_when_it_ended_then_a_post_changes_nothing(
    alice: Actor, signed_in: SignIn, settings: Any
) -> None:
    client = signed_in(alice)
    client.get("/me/")
    age_session(client, settings.SESSION_ABSOLUTE_AGE + 1)
    assert client.post("/me/theme/", {"theme": "dark"}).status_code == 302
    alice.user.refresh_from_db()
    assert alice.user.theme == "auto"


def test_session_when_signed_in_anew_then_a_new_shift_begins(
    alice: Actor, client: Client, settings: Any
) -> None:
    for _ in range(2):
        client.post("/accounts/login/", {"login": "alice", "password": PASSWORD})
        assert client.get("/me/").status_code == 200
        age_session(client, settings.SESSION_ABSOLUTE_AGE + 1)
        assert client.get("/me/").status_code == 302


def test_session_when_idle_then_short_and_gone_with_the_browser(settings: Any) -> None:
    assert settings.SESSION_COOKIE_AGE == 15 * 60
    assert settings.SESSION_SAVE_EVERY_REQUEST
    assert settings.SESSION_EXPIRE_AT_BROWSER_CLOSE
    assert settings.SESSION_ABSOLUTE_AGE == 10 * 60 * 60


@pytest.mark.parametrize("address", ["/me/", "/", "/api/v1/"])
def test_account_when_blocked_then_its_next_request_is_refused(
    alice: Actor, adam: Actor, signed_in: SignIn, now: datetime, address: str
) -> None:
    client = signed_in(alice)
    assert client.get("/me/").status_code == 200
    user.set_active(alice.user, False, reason="under suspicion", actor=adam.reference, at=now)
    answer = client.get(address)
    assert answer.status_code in {302, 401, 404}
    assert "Alice" not in answer.content.decode()
    if answer.status_code == 302:
        assert answer["Location"].startswith("/accounts/login/")


@pytest.fixture
def real_port(settings: Any) -> None:
    """As in service: no demo, so officers need a second factor."""
    settings.DEMO = False


NEEDED = {"alice", "bob", "carol", "sven", "cleo", "anna", "adam", "paul", "hana"}


def test_second_factor_when_the_role_weighs_on_people_then_sent_to_set_one_up(
    cast: Cast, signed_in: SignIn, real_port: None
) -> None:
    for name, actor in cast.everybody().items():
        answer = signed_in(actor).get("/me/")
        if name in NEEDED:
            assert (answer.status_code, answer["Location"]) == (302, reverse("mfa_index")), name
        else:
            assert answer.status_code == 200, name


def test_second_factor_when_missing_then_told_why_and_only_the_way_there_is_open(
    alice: Actor, signed_in: SignIn, real_port: None
) -> None:
    client = signed_in(alice)
    for address in ("/", "/cases/", "/me/", "/search/?q=x", "/api/schema/", "/no/such/page/"):
        assert client.get(address)["Location"] == reverse("mfa_index"), address
    assert client.post("/me/theme/", {"theme": "dark"}).status_code == 302
    alice.user.refresh_from_db()
    assert alice.user.theme == "auto"
    page = client.get(reverse("mfa_index"))
    assert page.status_code == 200
    assert "Your role needs a second factor" in page.content.decode()
    for name in ("mfa_activate_totp", "mfa_add_webauthn", "account_change_password"):
        assert client.get(reverse(name)).status_code == 200, name
    assert client.post("/accounts/logout/").status_code == 302


def test_second_factor_when_set_up_then_the_desk_is_open(
    alice: Actor, signed_in: SignIn, real_port: None
) -> None:
    client = signed_in(alice)
    Authenticator.objects.create(user=alice.user, type=Authenticator.Type.TOTP, data={"secret": "x"})
    assert client.get("/me/").status_code == 200


def test_second_factor_when_the_role_comes_later_then_demanded_from_then_on(
    dave: Actor, cast: Cast, signed_in: SignIn, now: datetime, real_port: None
) -> None:
    client = signed_in(dave)
    assert client.get("/me/").status_code == 200
    port = cast.alice.user.role_assignments.get().port
    role.give(dave.user, role.Role.VETTING_OFFICER, port, actor=MAKER, at=now)
    assert client.get("/me/")["Location"] == reverse("mfa_index")


def test_second_factor_when_the_port_is_a_demo_then_not_demanded(alice: Actor, signed_in: SignIn) -> None:
    assert signed_in(alice).get("/me/").status_code == 200


def test_health_when_asked_then_never_sent_to_sign_in(client: Client, real_port: None) -> None:
    assert client.get("/healthz").status_code == 200
