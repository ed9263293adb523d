"""Keeps an officer's opened key for some minutes: sealed, in the officer's own browser, and nowhere else.

Database, session and disk never hold it. The cookie alone opens nothing, because it is sealed with a secret
of the server; the server alone opens nothing, because it has no cookie; after sign-out neither is of use.
"""

from __future__ import annotations

import base64
import json
from datetime import datetime, timedelta
from typing import Any, Final

from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.http import HttpRequest, HttpResponse

from hotline.models import Hub, Recipient
from hotline.sealing.identity import identity_of
from hotline.services.recipient import Unlocked

KEPT: Final = timedelta(minutes=15)  # as long as a sign-in may stand idle
NAME: Final = "hotline-key"


def cookie_name() -> str:
    return f"__Host-{NAME}" if settings.SECURE_COOKIES else NAME


def hold(request: HttpRequest, response: HttpResponse, unlocked: Unlocked, *, at: datetime) -> None:
    """Put the opened key into the browser, beside those of other hubs."""
    held = _held(request, at=at) | {str(unlocked.recipient.pk): unlocked.identity.secret}
    sealed = _seal(request).encrypt_at_time(json.dumps(held).encode(), int(at.timestamp()))
    response.set_cookie(
        cookie_name(),
        sealed.decode(),
        httponly=True,
        secure=settings.SECURE_COOKIES,
        samesite="Strict",
    )


def drop(response: HttpResponse) -> None:
    """Forget all keys at once."""
    response.delete_cookie(cookie_name(), samesite="Strict")


def held_key(request: HttpRequest, hub: Hub, *, at: datetime) -> Unlocked | None:
    """The officer's key for a hub's reports, or None where the passphrase is to be typed again."""
    recipient = Recipient.objects.filter(hub=hub, account=request.user.username, ended_on=None).first()
    secret = _held(request, at=at).get(str(recipient.pk)) if recipient else None
    if recipient is None or secret is None:
        return None
    return Unlocked(recipient, identity_of(secret))


def _held(request: HttpRequest, *, at: datetime) -> dict[str, Any]:
    """Secrets by the recipient's number. A cookie that is old, changed or of another session holds none."""
    sealed = request.COOKIES.get(cookie_name(), "")
    try:
        opened = _seal(request).decrypt_at_time(
            sealed.encode(), ttl=int(KEPT.total_seconds()), current_time=int(at.timestamp())
        )
    except InvalidToken:
        return {}
    held: dict[str, Any] = json.loads(opened)
    return held


def _seal(request: HttpRequest) -> Fernet:
    """A key of this server, this sign-in and this account."""
    about = f"hotline desk {request.user.pk} {request.session.session_key}".encode()
    derived = HKDF(algorithm=SHA256(), length=32, salt=None, info=about).derive(settings.SECRET_KEY.encode())
    return Fernet(base64.urlsafe_b64encode(derived))
