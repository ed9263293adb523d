"""Lets somebody in for the first time: a link that sets a password, or a device's token, shown once."""

from __future__ import annotations

from datetime import datetime, timedelta

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.db import transaction
from django.urls import reverse
from knox.models import AuthToken

from accounts.models import User
from ledger.services import record
from portsec.kernel.errors import InvalidInput

TOKEN_LIFE = timedelta(days=365)  # a reader is visited at least once a year for its inspection


@transaction.atomic
def invite(user: User, *, actor: str, at: datetime) -> str:
    """The address at which this person sets a password; good for three days and one use.

    Refuses when: it is for oneself, a device or a blocked account (InvalidInput).
    Records: accounts.user.invited, so that a password set by somebody else cannot stay unseen.
    """
    if actor == user.reference or user.is_device or not user.is_active:
        raise InvalidInput("A link is made for another person's live account only.")
    key = f"{user_pk_to_url_str(user)}-{default_token_generator.make_token(user)}"
    _record("accounts.user.invited", user, actor=actor, at=at)
    uid, _, token = key.partition("-")
    return reverse("account_reset_password_from_key", kwargs={"uidb36": uid, "key": token})


@transaction.atomic
def issue_token(user: User, *, actor: str, at: datetime) -> str:
    """A token for a device; earlier ones end. It is kept hashed and cannot be shown again.

    Refuses when: the account is no live device (InvalidInput). Records: accounts.token.issued.
    """
    if not user.is_device or not user.is_active:
        raise InvalidInput("Tokens are for devices; people sign in.")
    AuthToken.objects.filter(user=user).delete()
    _, token = AuthToken.objects.create(user=user, expiry=TOKEN_LIFE)
    _record("accounts.token.issued", user, actor=actor, at=at)
    return str(token)


def _record(kind: str, user: User, *, actor: str, at: datetime) -> None:
    record.append(kind, actor=actor, at=at, subject=user.reference, username=user.username)
