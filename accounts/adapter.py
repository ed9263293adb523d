"""Our answers to what the libraries for signing in ask: allauth, its second factors, and axes."""

from __future__ import annotations

import base64
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter, get_adapter
from allauth.core import context
from allauth.mfa.adapter import DefaultMFAAdapter
from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.utils.crypto import salted_hmac

from accounts.doors import has_fresh_sign_in
from portsec.kernel.errors import Conflict

PURPOSE = "accounts.second_factor"  # keeps this key apart from every other use of the secret


class AccountAdapter(DefaultAccountAdapter):
    """Sign-up is closed, and one rule says when a proof of who somebody is has become too old."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Wrong passwords are counted by axes, for name and address together.

        allauth counts them for the name alone, so that a stranger elsewhere could lock out a colleague.
        """

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        return not has_fresh_sign_in(context.request)


class SecondFactorAdapter(DefaultMFAAdapter):
    """Keeps the secrets of authenticator apps encrypted, so that a copy of the database gives no codes."""

    def encrypt(self, text: str) -> str:
        return _box().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        try:
            return _box().decrypt(encrypted_text.encode()).decode()
        except InvalidToken:
            raise Conflict(
                "This second factor was set up under an earlier secret of the service and cannot be read. "
                "Use a passkey, or ask your administrator."
            ) from None


def client_address(request: HttpRequest) -> str | None:
    """Where the request came from, as the proxy in front saw it; what the sender claims is not believed."""
    try:
        return str(get_adapter().get_client_ip(request))
    except PermissionDenied:  # no address at all: a request that did not come over a network
        return None


def typed_username(request: HttpRequest | None, credentials: dict[str, Any] | None) -> str:
    """The name that wrong passwords are counted under: one for all spellings that open the same account."""
    given = credentials or {}
    typed = given.get("username") or given.get("login") or (request.POST.get("login", "") if request else "")
    return str(typed).strip().replace("\x00", "").upper().casefold()


def _box() -> MultiFernet:
    secrets = (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)
    keys = (salted_hmac(PURPOSE, "", secret=secret, algorithm="sha256").digest() for secret in secrets)
    return MultiFernet([Fernet(base64.urlsafe_b64encode(key)) for key in keys])
