"""Signing in as people do: passkeys, codes, links and fresh proofs, in Chromium under the strict policy."""

from __future__ import annotations

import time
from datetime import datetime
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from axe_playwright_python.sync_playwright import Axe
from pytest_django.live_server_helper import LiveServer

from accounts.models import Organisation, Port
from accounts.services import sign_in
from tests import people
from tests.browser.conftest import DESK, PageAs
from tests.people import PASSWORD, Cast

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PHONE = {"width": 320, "height": 700}
STANDARD = {
    "runOnly": {
        "type": "tag",
        "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    }
}
NEW_PASSWORD = "seven tugs pull one ship"


@pytest.fixture
def cast(transactional_db: None, now: datetime) -> Cast:
    port = Port.objects.create(locode="XXPEX", name="Port of Example", country="BE")
    quayside = Organisation.objects.create(code="QUAYSIDE", name="Quayside Terminals", country="BE")
    return people.make_cast(port, quayside, at=now)


def with_authenticator(page: Any) -> None:
    """Plug a passkey device into this browser; it says yes to every question, as its owner would."""
    device = page.context.new_cdp_session(page)
    device.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    device.send("WebAuthn.addVirtualAuthenticator", {"options": options})


def give_password(page: Any, server: LiveServer, username: str, password: str = PASSWORD) -> None:
    page.goto(f"{server.url}/accounts/login/")
    page.get_by_label("User name").fill(username)
    page.get_by_label("Password").fill(password)
    page.get_by_role("button", name="Sign in", exact=True).click()


def sign_out(page: Any, server: LiveServer) -> None:
    page.goto(f"{server.url}/me/")
    page.locator(".menu summary", has_text="Your menu").click()
    page.get_by_role("button", name="Sign out").click()
    page.wait_for_url("**/accounts/login/")


def who(page: Any, server: LiveServer) -> str:
    """The name on the profile page: nobody's for a stranger."""
    page.goto(f"{server.url}/me/")
    return str(page.locator("h1").inner_text())


def clean(page: Any) -> list[str]:
    """What axe finds at the width of a desk and of a phone, and whether the page scrolls sideways there."""
    found = []
    for size in (DESK, PHONE):
        page.set_viewport_size(size)
        violations = Axe().run(page, options=STANDARD).response["violations"]
        found += [
            f"{page.url} at {size['width']} px: {one['id']} {one['nodes'][0]['html']}" for one in violations
        ]
        if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
            found.append(f"{page.url} at {size['width']} px: scrolls sideways")
    page.set_viewport_size(DESK)
    return found


def code_of(secret: str) -> str:
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30))


def test_passkey_when_registered_then_signs_in_alone(
    page_as: PageAs, live_server: LiveServer, cast: Cast
) -> None:
    page = page_as(None)
    with_authenticator(page)
    give_password(page, live_server, "alice")
    page.goto(f"{live_server.url}/accounts/2fa/webauthn/add/")
    page.get_by_label("Name").fill("Work laptop")
    page.get_by_label("Passkey: sign in with it alone").check()
    assert clean(page) == []
    page.get_by_role("button", name="Add").click()
    page.wait_for_url("**/recovery-codes/")
    page.goto(f"{live_server.url}/accounts/2fa/webauthn/")
    assert page.locator(".item", has_text="Work laptop").get_by_text("Passkey").is_visible()
    assert clean(page) == []

    sign_out(page, live_server)
    page.get_by_role("button", name="Use a passkey").click()
    page.wait_for_url(f"{live_server.url}/")
    assert who(page, live_server) == "Alice"


def test_passkey_when_removed_then_signs_in_no_more(
    page_as: PageAs, live_server: LiveServer, cast: Cast
) -> None:
    page = page_as(None)
    with_authenticator(page)
    give_password(page, live_server, "alice")
    page.goto(f"{live_server.url}/accounts/2fa/webauthn/add/")
    page.get_by_label("Passkey: sign in with it alone").check()
    page.get_by_role("button", name="Add").click()
    page.wait_for_url("**/recovery-codes/")
    Authenticator.objects.filter(type=Authenticator.Type.WEBAUTHN).delete()
    sign_out(page, live_server)
    page.get_by_role("button", name="Use a passkey").click()
    page.get_by_text("Incorrect code.").wait_for()
    assert who(page, live_server) == "Sign in"


def test_security_key_when_added_then_the_second_factor_after_the_password(
    page_as: PageAs, live_server: LiveServer, cast: Cast
) -> None:
    page = page_as(None)
    with_authenticator(page)
    give_password(page, live_server, "bob")
    page.goto(f"{live_server.url}/accounts/2fa/webauthn/add/")
    page.get_by_label("Name").fill("Blue key")
    page.get_by_role("button", name="Add").click()
    page.wait_for_url("**/recovery-codes/")
    sign_out(page, live_server)
    give_password(page, live_server, "bob")
    page.wait_for_url("**/2fa/authenticate/")
    assert clean(page) == []
    page.get_by_role("button", name="Use a key").click()
    page.wait_for_url(f"{live_server.url}/")
    assert who(page, live_server) == "Bob"


def test_passkey_when_the_proof_is_old_then_confirms_that_it_is_you(
    page_as: PageAs, live_server: LiveServer, cast: Cast
) -> None:
    """The form that was sent is kept meanwhile and done afterwards."""
    page = page_as(None)
    with_authenticator(page)
    give_password(page, live_server, "adam")
    page.goto(f"{live_server.url}/accounts/2fa/webauthn/add/")
    page.get_by_role("button", name="Add").click()
    page.wait_for_url("**/recovery-codes/")
    age_proofs(page)
    page.goto(f"{live_server.url}/people-and-roles/dave/")
    page.get_by_label("Role", exact=False).select_option("policy_officer")
    page.get_by_role("button", name="Give role").click()
    page.wait_for_url("**/accounts/reauthenticate/**")
    assert clean(page) == []
    page.get_by_role("link", name="Use a security key").click()
    page.get_by_role("button", name="Use a security key").click()
    page.wait_for_url("**/people-and-roles/dave/")
    assert page.get_by_text("Policy officer given to Dave.").is_visible()


def age_proofs(page: Any) -> None:
    """As if the person had signed in an hour ago."""
    from importlib import import_module

    from django.conf import settings

    key = next(one["value"] for one in page.context.cookies() if one["name"] == settings.SESSION_COOKIE_NAME)
    session = import_module(settings.SESSION_ENGINE).SessionStore(key)
    for proof in session[people.AUTHENTICATION_METHODS_SESSION_KEY]:
        proof["at"] -= people.LONG_AGO
    session.save()


def test_decision_when_the_proof_is_old_then_the_password_is_asked_and_the_form_is_done_after_it(
    page_as: PageAs, live_server: LiveServer, cast: Cast
) -> None:
    page = page_as(cast.adam)
    age_proofs(page)
    page.goto(f"{live_server.url}/people-and-roles/dave/")
    page.get_by_label("Role", exact=False).select_option("policy_officer")
    page.get_by_role("button", name="Give role").click()
    page.get_by_label("Password").fill("not this one")
    page.get_by_role("button", name="Confirm").click()
    assert clean(page) == []
    assert page.get_by_role("heading", name="There is a problem").is_visible()
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Confirm").click()
    page.wait_for_url("**/people-and-roles/dave/")
    assert page.get_by_text("Policy officer given to Dave.").is_visible()
    assert clean(page) == []


def test_authenticator_app_when_set_up_then_code_and_recovery_code_let_in(
    page_as: PageAs, live_server: LiveServer, cast: Cast
) -> None:
    page = page_as(None)
    give_password(page, live_server, "alice")
    page.goto(f"{live_server.url}/accounts/2fa/")
    page.get_by_role("link", name="Set up").click()
    assert clean(page) == []
    picture = page.get_by_alt_text("QR code of the secret below")
    assert picture.evaluate("image => image.complete && image.naturalWidth > 0")
    assert picture.evaluate("image => getComputedStyle(image).backgroundColor") == "rgb(255, 255, 255)"
    secret = page.locator("main .reference").inner_text()
    page.get_by_label("Code").fill("000000")
    page.get_by_role("button", name="Activate").click()
    assert page.get_by_role("heading", name="There is a problem").is_visible()
    page.get_by_label("Code").fill(code_of(secret))
    page.get_by_role("button", name="Activate").click()
    page.wait_for_url("**/recovery-codes/")
    assert clean(page) == []
    recovery = page.get_by_label("Unused codes").input_value().split()
    assert len(recovery) == 10
    page.goto(f"{live_server.url}/accounts/2fa/")
    assert clean(page) == []

    sign_out(page, live_server)
    give_password(page, live_server, "alice")
    page.get_by_label("Code").fill(recovery[0])
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url(f"{live_server.url}/")
    assert who(page, live_server) == "Alice"
    page.goto(f"{live_server.url}/accounts/2fa/")
    assert page.get_by_text("9 left").is_visible()


def test_link_when_followed_then_a_password_is_chosen_and_works_once(
    page_as: PageAs, live_server: LiveServer, cast: Cast, now: datetime
) -> None:
    link = live_server.url + sign_in.invite(cast.bob.user, actor="user:adam", at=now)
    page = page_as(None)
    page.goto(link)
    assert clean(page) == []
    page.get_by_label("New Password", exact=False).first.fill("short")
    page.get_by_label("New Password (again)").fill("short")
    page.get_by_role("button", name="Set password").click()
    assert page.get_by_role("heading", name="There is a problem").is_visible()
    for label in ("id_password1", "id_password2"):
        page.locator(f"#{label}").fill(NEW_PASSWORD)
    page.get_by_role("button", name="Set password").click()
    assert page.get_by_role("heading", name="Your password is set").is_visible()
    assert clean(page) == []
    page.get_by_role("link", name="Sign in").click()
    give_password(page, live_server, "bob", NEW_PASSWORD)
    assert who(page, live_server) == "Bob"
    stranger = page_as(None)
    stranger.goto(link)
    assert stranger.get_by_role("heading", name="This link no longer works").is_visible()
    assert clean(stranger) == []


def test_sign_in_when_wrong_five_times_then_a_page_says_to_wait(
    page_as: PageAs, live_server: LiveServer, cast: Cast
) -> None:
    page = page_as(None, expected=(429,))
    for number in range(5):
        give_password(page, live_server, "alice", f"wrong {number}")
        if not number:
            assert page.get_by_role("heading", name="There is a problem").is_visible()
            assert page.get_by_label("User name").input_value() == "alice"
            assert page.get_by_label("Password").input_value() == ""
            assert clean(page) == []
    assert page.get_by_role("heading", name="Too many attempts").is_visible()
    assert clean(page) == []
    give_password(page, live_server, "alice")
    assert who(page, live_server) == "Sign in"


def test_account_when_made_then_role_and_link_without_leaving_the_desk(
    page_as: PageAs, live_server: LiveServer, cast: Cast
) -> None:
    page = page_as(cast.adam)
    page.goto(f"{live_server.url}/people-and-roles/")
    assert clean(page) == []
    page.get_by_role("link", name="New account").click()
    page.get_by_label("User name").fill("gina")
    page.get_by_label("Name shown to colleagues").fill("Gina Grün")
    assert clean(page) == []
    page.get_by_role("button", name="Make account").click()
    page.get_by_label("Role", exact=False).select_option("auditor")
    page.get_by_role("button", name="Give role").click()
    assert page.get_by_text("Auditor given to Gina Grün.").is_visible()
    page.get_by_role("button", name="Link to set a password").click()
    assert clean(page) == []
    link = page.get_by_label("Link").input_value()
    stranger = page_as(None)
    stranger.goto(link)
    assert stranger.get_by_role("heading", name="Choose a password").is_visible()


def test_own_pages_when_opened_then_clean_in_both_looks(
    page_as: PageAs, live_server: LiveServer, cast: Cast
) -> None:
    wrong = []
    for look in ("light", "dark"):
        page = page_as(cast.adam, color_scheme=look)
        for address in (
            "/me/",
            "/accounts/2fa/",
            "/accounts/2fa/totp/activate/",
            "/accounts/2fa/webauthn/",
            "/accounts/password/change/",
            "/accounts/sessions/",
            "/accounts/logout/",
            "/people-and-roles/alice/",
            "/people-and-roles/reader/",
            "/people-and-roles/adam/",
        ):
            page.goto(live_server.url + address)
            wrong += clean(page)
    assert not wrong, "\n".join(wrong)


def test_sign_in_when_scripts_are_off_then_works_with_the_password(
    page_as: PageAs, live_server: LiveServer, cast: Cast
) -> None:
    page = page_as(None, java_script_enabled=False)
    give_password(page, live_server, "carol")
    assert who(page, live_server) == "Carol"
    page.locator(".menu summary").last.click()
    page.get_by_role("button", name="Sign out").click()
    assert who(page, live_server) == "Sign in"


def test_session_cookie_when_read_by_a_script_then_not_there(
    page_as: PageAs, live_server: LiveServer, cast: Cast
) -> None:
    page = page_as(cast.alice)
    page.goto(f"{live_server.url}/me/")
    assert page.evaluate("document.cookie") == ""


def test_stranger_when_opening_a_page_of_the_desk_then_signs_in_and_lands_there(
    page_as: PageAs, live_server: LiveServer, cast: Cast
) -> None:
    page = page_as(None)
    page.goto(f"{live_server.url}/people/?text=x")
    page.get_by_label("User name").fill("alice")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.wait_for_url("**/people/?text=x")
