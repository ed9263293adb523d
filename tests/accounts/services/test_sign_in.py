"""First keys: a link for a person, a token for a device; each is shown once and on record."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from knox.models import AuthToken

from accounts.models import User
from accounts.services import sign_in, user
from portsec.kernel.errors import InvalidInput
from tests.people import MAKER, Actor
from tests.witness import Record

pytestmark = [pytest.mark.db, pytest.mark.django_db]

NEW_PASSWORD = "seven tugs pull one ship"


def choose_password(link: str, password: str) -> tuple[Client, str]:
    """Follow the link as a browser does; the page that follows the choice, or the one that refuses."""
    visitor = Client()
    page = visitor.get(link, follow=True)
    if page.context is None or "form" not in page.context:
        return visitor, page.content.decode()
    address = page.redirect_chain[-1][0] if page.redirect_chain else link
    answer = visitor.post(address, {"password1": password, "password2": password}, follow=True)
    return visitor, answer.content.decode()


def can_sign_in(username: str, password: str) -> bool:
    visitor = Client()
    visitor.post("/accounts/login/", {"login": username, "password": password})
    return "_auth_user_id" in visitor.session


def test_invite_when_followed_then_sets_a_password_once(alice: Actor, now: datetime, record: Record) -> None:
    link = sign_in.invite(alice.user, actor="user:adam", at=now)
    assert record.one("accounts.user.invited").subject == "user:alice"
    choose_password(link, NEW_PASSWORD)
    assert can_sign_in("alice", NEW_PASSWORD)
    choose_password(link, "another password altogether")
    assert can_sign_in("alice", NEW_PASSWORD)
    assert not can_sign_in("alice", "another password altogether")


def test_invite_when_followed_then_every_other_session_ends(alice: Actor, now: datetime) -> None:
    elsewhere = Client()
    elsewhere.force_login(alice.user, backend="django.contrib.auth.backends.ModelBackend")
    assert elsewhere.get("/me/").status_code == 200
    choose_password(sign_in.invite(alice.user, actor="user:adam", at=now), NEW_PASSWORD)
    assert elsewhere.get("/me/").status_code == 302


@pytest.mark.parametrize("password", ["short", "password1234", "123456789012"])
def test_invite_when_the_password_is_weak_then_none_is_set(
    alice: Actor, now: datetime, password: str
) -> None:
    link = sign_in.invite(alice.user, actor="user:adam", at=now)
    choose_password(link, password)
    assert not can_sign_in("alice", password)
    choose_password(link, NEW_PASSWORD)  # the link is not used up by a wrong try
    assert can_sign_in("alice", NEW_PASSWORD)


def test_invite_when_three_days_have_passed_then_the_link_is_dead(
    alice: Actor, now: datetime, settings: Any
) -> None:
    link = sign_in.invite(alice.user, actor="user:adam", at=now)
    settings.PASSWORD_RESET_TIMEOUT = -1
    choose_password(link, NEW_PASSWORD)
    assert not can_sign_in("alice", NEW_PASSWORD)


def test_invite_when_lifetime_is_read_then_three_days(settings: Any) -> None:
    assert timedelta(seconds=settings.PASSWORD_RESET_TIMEOUT) == timedelta(days=3)


def test_invite_when_changed_by_one_character_then_dead(alice: Actor, now: datetime) -> None:
    link = sign_in.invite(alice.user, actor="user:adam", at=now)
    flipped = link[:-2] + ("a" if link[-2] != "a" else "b") + "/"
    choose_password(flipped, NEW_PASSWORD)
    assert not can_sign_in("alice", NEW_PASSWORD)


def test_invite_when_the_account_is_blocked_afterwards_then_no_way_in(alice: Actor, now: datetime) -> None:
    link = sign_in.invite(alice.user, actor="user:adam", at=now)
    user.set_active(alice.user, False, reason="left", actor="user:adam", at=now)
    choose_password(link, NEW_PASSWORD)
    assert not can_sign_in("alice", NEW_PASSWORD)


def test_invite_when_for_oneself_a_device_or_a_blocked_account_then_refused(
    alice: Actor, reader: Actor, now: datetime, record: Record
) -> None:
    with pytest.raises(InvalidInput):
        sign_in.invite(alice.user, actor=alice.reference, at=now)
    with pytest.raises(InvalidInput):
        sign_in.invite(reader.user, actor=MAKER, at=now)
    alice.user.is_active = False
    with pytest.raises(InvalidInput):
        sign_in.invite(alice.user, actor=MAKER, at=now)
    assert record.kinds() == []


def ask(token: str) -> int:
    """What the gate's API answers to a token: 401 when it is not let in, 400 for the empty attempt else."""
    headers = {"authorization": f"Token {token}"}
    body = {"data": "{}", "content_type": "application/json", "headers": headers}
    return Client().post("/api/v1/gate/attempts", **body).status_code


def test_token_when_issued_then_lets_the_device_in_and_is_kept_hashed(
    reader: Actor, now: datetime, record: Record
) -> None:
    token = sign_in.issue_token(reader.user, actor="user:adam", at=now)
    assert ask(token) == 400
    assert ask(token[:-1] + ("0" if token[-1] != "0" else "1")) == 401
    assert ask("") == 401
    kept = AuthToken.objects.get()
    assert token not in {kept.digest, kept.token_key}
    assert kept.expiry - kept.created > sign_in.TOKEN_LIFE - timedelta(minutes=1)
    assert record.one("accounts.token.issued").body == {"username": "reader"}


def test_token_when_a_new_one_is_issued_then_the_earlier_ones_end(reader: Actor, now: datetime) -> None:
    first = sign_in.issue_token(reader.user, actor="user:adam", at=now)
    second = sign_in.issue_token(reader.user, actor="user:adam", at=now)
    assert (ask(first), ask(second)) == (401, 400)
    assert AuthToken.objects.count() == 1


def test_token_when_it_has_expired_then_refused(reader: Actor, now: datetime) -> None:
    token = sign_in.issue_token(reader.user, actor="user:adam", at=now)
    AuthToken.objects.update(expiry=now - timedelta(seconds=1))
    assert ask(token) == 401


def test_token_when_the_device_is_blocked_then_refused_at_once(reader: Actor, now: datetime) -> None:
    token = sign_in.issue_token(reader.user, actor="user:adam", at=now)
    user.set_active(reader.user, False, reason="stolen", actor="user:adam", at=now)
    assert ask(token) == 401


def test_token_when_used_on_a_page_then_no_way_in(reader: Actor, now: datetime) -> None:
    token = sign_in.issue_token(reader.user, actor="user:adam", at=now)
    answer = Client().get("/me/", headers={"authorization": f"Token {token}"})
    assert answer.status_code == 302


def test_token_when_for_a_person_or_a_blocked_device_then_refused(
    alice: Actor, reader: Actor, now: datetime, record: Record
) -> None:
    with pytest.raises(InvalidInput):
        sign_in.issue_token(alice.user, actor=MAKER, at=now)
    User.objects.filter(pk=reader.user.pk).update(is_active=False)
    with pytest.raises(InvalidInput):
        sign_in.issue_token(User.objects.get(pk=reader.user.pk), actor=MAKER, at=now)
    assert record.kinds() == []
    assert not AuthToken.objects.exists()
