"""One's own profile: roles, look, keys, kept views, and where one is signed in."""

from __future__ import annotations

import pytest
from django.test import Client

from accounts.services import saved_view
from tests.people import PASSWORD, Actor, Cast, SignIn

pytestmark = [pytest.mark.db, pytest.mark.django_db]


def test_profile_when_opened_then_name_roles_and_the_ways_to_sign_in(cast: Cast, signed_in: SignIn) -> None:
    for name, actor in cast.everybody().items():
        page = signed_in(actor).get("/me/").content.decode()
        assert f">{name.title()}<" in page
        for held in actor.user.role_assignments.all():
            assert held.get_role_display() in page
        for address in ("/accounts/2fa/", "/accounts/password/change/", "/accounts/sessions/"):
            assert f'href="{address}"' in page
    assert "An administrator gives roles." in signed_in(cast.dave).get("/me/").content.decode()


def test_theme_when_chosen_then_on_every_page_and_back_where_it_was_chosen(
    alice: Actor, signed_in: SignIn
) -> None:
    client = signed_in(alice)
    answer = client.post("/me/theme/", {"theme": "dark", "next": "/notices/?x=1"})
    assert answer["Location"] == "/notices/?x=1"
    assert 'data-theme="dark"' in client.get("/me/").content.decode()
    assert client.post("/me/theme/", {"theme": "light"})["Location"] == "/me/"


@pytest.mark.parametrize(
    "address", ["https://evil.example/", "//evil.example", "javascript:alert(1)", "\\\\evil"]
)
def test_theme_when_sent_elsewhere_then_to_the_profile(alice: Actor, signed_in: SignIn, address: str) -> None:
    for page in ("/me/theme/", "/me/keys/"):
        assert signed_in(alice).post(page, {"theme": "dark", "next": address})["Location"] == "/me/"


def test_theme_when_unknown_then_told_and_unchanged(alice: Actor, signed_in: SignIn) -> None:
    client = signed_in(alice)
    answer = client.post("/me/theme/", {"theme": "pink"})
    assert answer.status_code == 400
    assert "no theme &#x27;pink&#x27;" in answer.content.decode()
    alice.user.refresh_from_db()
    assert alice.user.theme == "auto"


def test_keys_when_switched_off_then_the_page_says_so_to_the_script(alice: Actor, signed_in: SignIn) -> None:
    client = signed_in(alice)
    client.post("/me/keys/", {})
    assert 'data-keys="off"' in client.get("/me/").content.decode()
    client.post("/me/keys/", {"keys": "on"})
    assert 'data-keys="on"' in client.get("/me/").content.decode()


def test_saved_views_when_kept_then_links_and_only_ones_own(
    alice: Actor, bob: Actor, signed_in: SignIn
) -> None:
    saved_view.keep(alice.user, page="/cases/", label="Mine & late", query="owner=me&late=1")
    page = signed_in(alice).get("/me/").content.decode()
    assert 'href="/cases/?owner=me&amp;late=1"' in page
    assert "Mine &amp; late" in page
    assert "Mine &amp; late" not in signed_in(bob).get("/me/").content.decode()


def test_sessions_when_listed_then_each_place_and_the_others_can_be_ended(
    alice: Actor, client: Client
) -> None:
    here, there = client, Client(headers={"user-agent": "Elsewhere/1.0"})
    for browser in (here, there):
        browser.post("/accounts/login/", {"login": "alice", "password": PASSWORD})
    page = here.get("/accounts/sessions/").content.decode()
    assert "Elsewhere/1.0" in page
    assert "127.0.0.1" in page
    here.post("/accounts/sessions/")
    assert there.get("/me/").status_code == 302
    assert here.get("/me/").status_code == 200
