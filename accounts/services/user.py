"""Makes accounts."""

from __future__ import annotations

import re
from datetime import datetime

from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.db import transaction
from knox.models import AuthToken

from accounts.models import Organisation, User
from ledger.services import record
from portsec.kernel.errors import Conflict, InvalidInput

THEMES = frozenset({"auto", "light", "dark"})
USERNAME = re.compile(r"\A[A-Za-z0-9_.@-]{1,60}\Z")  # personnel systems use e-mail addresses
RESERVED = frozenset({"new", ".", ".."})  # /people-and-roles/new/ is a page of its own


@transaction.atomic
def create(
    *,
    username: str,
    display_name: str,
    password: str | None,
    actor: str,
    at: datetime,
    organisation: Organisation | None = None,
    is_device: bool = False,
    person_ref: str = "",
) -> User:
    """Make an account; without a password it can only use tokens.

    Refuses when: the username is taken (Conflict) or could not stand in an address (InvalidInput).
    Records: accounts.user.created.
    """
    if not USERNAME.match(username) or username in RESERVED:
        raise InvalidInput(
            f"'{username[:60]}' cannot be a user name.", fields={"username": "Choose another."}
        )
    if User.objects.filter(username=username).exists():
        raise Conflict(f"There is already an account '{username}'.")
    user = User.objects.create_user(
        username=username,
        password=password,
        display_name=display_name,
        organisation=organisation,
        is_device=is_device,
        person_ref=person_ref,
    )
    record.append(
        "accounts.user.created",
        actor=actor,
        at=at,
        subject=user.reference,
        username=username,
        device=is_device,
    )
    return user


def set_look(user: User, *, theme: str | None = None, keys_on: bool | None = None) -> None:
    """Keep how one's own pages look. Refuses when: the theme is unknown (InvalidInput)."""
    if theme is not None:
        if theme not in THEMES:
            raise InvalidInput(f"There is no theme '{theme}'.", fields={"theme": "Choose a theme."})
        user.theme = theme
    if keys_on is not None:
        user.keys_on = keys_on
    user.save(update_fields=["theme", "keys_on"])


@transaction.atomic
def set_active(user: User, is_active: bool, *, reason: str, actor: str, at: datetime) -> None:
    """Block an account, or open it again. A blocked account's next request is refused.

    Its sessions and tokens end at once and do not come back to life when the account is opened again.
    Refuses when: actor and account are one, or the reason is empty (InvalidInput).
    Records: accounts.user.blocked or accounts.user.opened.
    """
    if actor == user.reference:
        raise InvalidInput("Nobody blocks or opens their own account.")
    if not reason.strip():
        raise InvalidInput("Give a reason.", fields={"reason": "Give a reason."})
    User.objects.filter(pk=user.pk).update(is_active=is_active)
    if not is_active:
        _end_sign_ins(user)
    record.append(
        "accounts.user.opened" if is_active else "accounts.user.blocked",
        actor=actor,
        at=at,
        subject=user.reference,
        username=user.username,
        reason=reason.strip(),
    )


def rename(user: User, display_name: str) -> None:
    """Change the name that colleagues see. Records: nothing; whoever asks for it records why."""
    User.objects.filter(pk=user.pk).update(display_name=display_name)
    user.display_name = display_name


def _end_sign_ins(user: User) -> None:
    """End every session and token of an account."""
    AuthToken.objects.filter(user=user).delete()
    sessions = UserSession.objects.filter(user=user)
    Session.objects.filter(session_key__in=list(sessions.values_list("session_key", flat=True))).delete()
    sessions.delete()
