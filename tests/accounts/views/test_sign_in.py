"""Signing in over HTTP: passwords, pauses after wrong ones, second factors, and what is closed."""

from __future__ import annotations

import json
import re
import time
from datetime import timedelta
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from axes.models import AccessAttempt
from django.contrib.sessions.models import Session
from django.db.models import F
from django.test import Client
from django.urls import reverse

from accounts.models import User
from accounts.services import user
from ledger.models import Entry
from tests.people import PASSWORD, Actor, SignIn
from tests.witness import Record

pytestmark = [pytest.mark.db, pytest.mark.django_db]

LOGIN = "/accounts/login/"
WRONG = "not-the-right-password"
FAILURES_ALLOWED = 5


def sign_in(client: Client, username: str, password: str = PASSWORD, **more: Any) -> Any:
    return client.post(LOGIN, {"login": username, "password": password}, **more)


def is_signed_in(client: Client) -> bool:
    return "_auth_user_id" in client.session


def code_of(secret: str, *, steps_from_now: int = 0) -> str:
    """What an authenticator app shows (RFC 6238), here with allauth's own arithmetic."""
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30 + steps_from_now))


def error_of(page: Any) -> str:
    """The sentence that the form shows, without the tags."""
    return " ".join(form_errors(page))


def form_errors(page: Any) -> list[str]:
    return [str(line) for lines in page.context["form"].errors.values() for line in lines]


def test_sign_in_when_the_password_is_right_then_a_new_session_and_the_overview(
    alice: Actor, client: Client, record: Record
) -> None:
    client.get(LOGIN)
    before = client.session.session_key
    answer = sign_in(client, "alice")
    assert (answer.status_code, answer["Location"]) == (302, "/")
    assert is_signed_in(client)
    assert client.session.session_key != before
    entry = record.one("accounts.session.started")
    assert (entry.actor, entry.subject, entry.sentence) == ("user:alice", "user:alice", "alice signed in.")


def test_sign_in_when_done_then_the_cookie_is_of_this_session_and_not_for_scripts(
    alice: Actor, client: Client
) -> None:
    cookie = sign_in(client, "alice").cookies["session"]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"
    assert (cookie["max-age"], cookie["expires"]) == ("", "")


def test_sign_in_when_sent_here_from_a_page_then_back_there_but_never_elsewhere(alice: Actor) -> None:
    for wanted, given in (
        ("/people/?q=x", "/people/?q=x"),
        ("https://evil.example/", "/"),
        ("//evil.example", "/"),
    ):
        answer = Client().post(LOGIN, {"login": "alice", "password": PASSWORD, "next": wanted})
        assert answer["Location"] == given


def test_sign_in_when_the_password_is_wrong_then_on_record_without_it(
    alice: Actor, client: Client, record: Record
) -> None:
    answer = sign_in(client, "alice", WRONG)
    assert answer.status_code == 200
    assert not is_signed_in(client)
    entry = record.one("accounts.session.refused")
    assert (entry.actor, entry.subject, entry.body) == ("anonymous", "user:alice", {"username": "alice"})
    assert WRONG not in str(Entry.objects.values_list("body", "subject", "actor"))


def test_sign_in_when_the_user_is_unknown_then_the_same_answer(
    alice: Actor, client: Client, record: Record
) -> None:
    known, unknown = sign_in(client, "alice", WRONG), sign_in(Client(), "nobody-here", WRONG)
    assert known.status_code == unknown.status_code
    assert form_errors(known) == form_errors(unknown)
    pages = [
        re.sub(r'name="csrfmiddlewaretoken" value="\w+"|nobody-here|alice', "", page.content.decode())
        for page in (known, unknown)
    ]
    assert pages[0] == pages[1]


def test_sign_in_when_the_password_is_typed_as_the_name_then_not_on_record(
    alice: Actor, client: Client, record: Record
) -> None:
    sign_in(client, "tulip-garden-in-spring", "x")
    entry = record.one("accounts.session.refused")
    assert (entry.subject, entry.body) == ("user:unknown", {"username": "(no such account)"})
    assert "tulip" not in str(list(Entry.objects.values()))


@pytest.mark.parametrize(
    "typed", ["alice\x00", "ali\ud800ce".encode("utf-8", "replace").decode(), "a" * 5000, "' OR 1=1 --"]
)
def test_sign_in_when_the_name_is_odd_then_refused_and_never_a_fault(
    alice: Actor, client: Client, typed: str
) -> None:
    assert sign_in(client, typed, PASSWORD).status_code == 200
    assert not is_signed_in(client)


def test_sign_in_when_wrong_five_times_then_paused_and_the_right_password_is_refused_too(
    alice: Actor, bob: Actor, client: Client, record: Record
) -> None:
    answers = [sign_in(client, "alice", WRONG).status_code for _ in range(FAILURES_ALLOWED)]
    assert answers[:-1] == [200] * (FAILURES_ALLOWED - 1)
    assert answers[-1] == 429
    refused = sign_in(client, "alice", PASSWORD)
    assert refused.status_code == 429
    assert "Too many attempts" in refused.content.decode()
    assert not is_signed_in(client)
    assert record.kinds().count("accounts.session.refused") >= FAILURES_ALLOWED
    elsewhere = Client(REMOTE_ADDR="192.0.2.7")
    sign_in(elsewhere, "alice")
    assert is_signed_in(elsewhere), "nobody can lock a colleague out from another place"
    sign_in(client, "bob")
    assert is_signed_in(client)


def test_sign_in_when_right_after_some_wrong_ones_then_counted_from_nought(alice: Actor) -> None:
    for _ in range(2):
        visitor = Client()
        for _ in range(FAILURES_ALLOWED - 1):
            assert sign_in(visitor, "alice", WRONG).status_code == 200
        sign_in(visitor, "alice")
        assert is_signed_in(visitor)


def test_sign_in_when_the_account_is_blocked_then_refused(
    alice: Actor, adam: Actor, client: Client, now: Any
) -> None:
    user.set_active(alice.user, False, reason="left", actor=adam.reference, at=now)
    sign_in(client, "alice")
    assert not is_signed_in(client)


def test_sign_in_when_a_device_tries_with_an_empty_password_then_refused(
    reader: Actor, client: Client
) -> None:
    for password in ("", "!", PASSWORD):
        sign_in(client, "reader", password)
        assert not is_signed_in(client)


@pytest.mark.parametrize(
    "address",
    [
        "/accounts/signup/",
        "/accounts/email/",
        "/accounts/confirm-email/",
        "/accounts/confirm-email/abc:def/",
        "/accounts/password/reset/",
        "/accounts/password/reset/done/",
    ],
)
def test_door_when_closed_then_404_to_everyone_and_no_account_is_made(
    alice: Actor, signed_in: SignIn, address: str
) -> None:
    before = User.objects.count()
    form = {
        "username": "mallory",
        "email": "mallory@evil.example",
        "password1": "a very long password 1",
        "password2": "a very long password 1",
        "action_add": "",
    }
    for visitor in (Client(), signed_in(alice)):
        assert visitor.get(address).status_code == 404
        assert visitor.post(address, form).status_code == 404
    assert User.objects.count() == before


def test_sign_up_when_asked_of_the_adapter_then_closed() -> None:
    from allauth.account.adapter import get_adapter

    assert get_adapter().is_open_for_signup(None) is False


def test_sign_out_when_done_then_the_session_is_gone(alice: Actor, client: Client) -> None:
    sign_in(client, "alice")
    key = client.session.session_key
    client.post("/accounts/logout/")
    assert not Session.objects.filter(session_key=key).exists()
    assert client.get("/me/").status_code == 302


def test_password_when_changed_then_other_sessions_end(alice: Actor, client: Client) -> None:
    elsewhere = Client()
    sign_in(elsewhere, "alice")
    sign_in(client, "alice")
    form = {
        "oldpassword": PASSWORD,
        "password1": "seven tugs pull one ship",
        "password2": "seven tugs pull one ship",
    }
    assert client.post("/accounts/password/change/", form).status_code == 302
    assert client.get("/me/").status_code == 200
    assert elsewhere.get("/me/").status_code == 302


def set_up_totp(client: Client) -> str:
    """Scan the picture and type the first code, as on the page."""
    page = client.get(reverse("mfa_activate_totp"))
    secret = str(page.context["form"].secret)
    assert secret in page.content.decode()
    answer = client.post(reverse("mfa_activate_totp"), {"code": code_of(secret)})
    assert answer.status_code == 302, error_of(answer)
    return secret


def test_totp_when_activated_then_sign_in_needs_a_code(alice: Actor, signed_in: SignIn) -> None:
    secret = set_up_totp(signed_in(alice))
    visitor = Client()
    answer = sign_in(visitor, "alice")
    assert answer["Location"].startswith(reverse("mfa_authenticate"))
    assert not is_signed_in(visitor)
    assert visitor.get("/me/").status_code == 302
    wrong = visitor.post(reverse("mfa_authenticate"), {"code": code_of(secret, steps_from_now=20)})
    assert wrong.status_code == 200
    assert not is_signed_in(visitor)
    right = visitor.post(reverse("mfa_authenticate"), {"code": code_of(secret)})
    assert right["Location"] == "/"
    assert is_signed_in(visitor)


def test_totp_when_a_code_was_used_then_not_a_second_time(alice: Actor, signed_in: SignIn) -> None:
    secret = set_up_totp(signed_in(alice))
    code = code_of(secret)
    outcomes = []
    for _ in range(2):
        visitor = Client()
        sign_in(visitor, "alice")
        visitor.post(reverse("mfa_authenticate"), {"code": code})
        outcomes.append(is_signed_in(visitor))
    assert outcomes == [True, False]


def test_totp_when_guessed_then_the_guesser_is_stopped(alice: Actor, signed_in: SignIn) -> None:
    secret = set_up_totp(signed_in(alice))
    visitor = Client()
    sign_in(visitor, "alice")
    for number in range(10):
        answer = visitor.post(reverse("mfa_authenticate"), {"code": f"{number:06}"})
        if answer.status_code == 429 or answer.status_code == 302:
            break
    visitor.post(reverse("mfa_authenticate"), {"code": code_of(secret)})
    assert not is_signed_in(visitor)


def test_recovery_code_when_used_then_lets_in_once(alice: Actor, signed_in: SignIn) -> None:
    client = signed_in(alice)
    set_up_totp(client)
    client.post(reverse("mfa_generate_recovery_codes"))
    kept = Authenticator.objects.get(user=alice.user, type=Authenticator.Type.RECOVERY_CODES)
    codes = kept.wrap().get_unused_codes()
    assert len(codes) == 10
    outcomes = []
    for _ in range(2):
        visitor = Client()
        sign_in(visitor, "alice")
        visitor.post(reverse("mfa_authenticate"), {"code": codes[0]})
        outcomes.append(is_signed_in(visitor))
    assert outcomes == [True, False]


def test_second_factor_when_kept_then_secrets_do_not_stand_open_in_the_database(
    alice: Actor, signed_in: SignIn
) -> None:
    secret = set_up_totp(signed_in(alice))
    assert secret not in json.dumps(list(Authenticator.objects.values_list("data", flat=True)))


def test_totp_when_removed_then_the_person_signs_in_afresh_first(alice: Actor, signed_in: SignIn) -> None:
    client = signed_in(alice)
    set_up_totp(client)
    signed_in(alice, fresh=False)
    answer = client.post(reverse("mfa_deactivate_totp"))
    assert "reauthenticate" in answer["Location"]
    assert Authenticator.objects.filter(type=Authenticator.Type.TOTP).exists()


@pytest.mark.parametrize("spelling", ["ALICE", "Alice", " alice ", "al\u0131ce", "alıCE"])
def test_sign_in_when_spelled_in_another_way_then_counted_for_the_same_name(
    alice: Actor, spelling: str
) -> None:
    for name in ["alice", spelling, "alice", spelling]:
        sign_in(Client(), name, WRONG)
    assert sign_in(Client(), spelling, WRONG).status_code == 429
    assert sign_in(Client(), "alice").status_code == 429


def test_sign_in_when_the_sender_claims_other_addresses_then_still_counted_for_its_own(alice: Actor) -> None:
    for number in range(FAILURES_ALLOWED):
        answer = sign_in(Client(), "alice", WRONG, headers={"x-forwarded-for": f"192.0.2.{number}"})
    assert answer.status_code == 429
    assert sign_in(Client(), "alice", headers={"x-forwarded-for": "198.51.100.9"}).status_code == 429


def test_sign_in_when_behind_a_proxy_then_counted_for_the_address_that_the_proxy_saw(
    alice: Actor, settings: Any
) -> None:
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    for number in range(FAILURES_ALLOWED):
        answer = sign_in(Client(), "alice", WRONG, headers={"x-forwarded-for": f"10.0.0.{number}, 192.0.2.1"})
    assert answer.status_code == 429
    assert sign_in(Client(), "alice", headers={"x-forwarded-for": "192.0.2.1"}).status_code == 429
    colleague = Client()
    sign_in(colleague, "alice", headers={"x-forwarded-for": "192.0.2.2"})
    assert is_signed_in(colleague)


def test_sign_in_when_a_quarter_of_an_hour_has_passed_then_possible_again(
    alice: Actor, client: Client
) -> None:
    for _ in range(FAILURES_ALLOWED):
        sign_in(client, "alice", WRONG)
    assert sign_in(client, "alice").status_code == 429
    AccessAttempt.objects.update(attempt_time=F("attempt_time") - timedelta(minutes=16))
    sign_in(client, "alice")
    assert is_signed_in(client)


def test_second_factor_when_the_secret_of_the_service_changed_then_said_and_an_old_one_still_reads(
    alice: Actor, signed_in: SignIn, settings: Any
) -> None:
    secret = set_up_totp(signed_in(alice))
    old, settings.SECRET_KEY = settings.SECRET_KEY, "another-secret-of-at-least-32-characters"
    visitor = Client()
    sign_in(visitor, "alice")
    answer = visitor.post(reverse("mfa_authenticate"), {"code": code_of(secret)})
    assert answer.status_code == 409
    assert "earlier secret" in answer.content.decode()
    settings.SECRET_KEY_FALLBACKS = [old]
    visitor.post(reverse("mfa_authenticate"), {"code": code_of(secret)})
    assert is_signed_in(visitor)
