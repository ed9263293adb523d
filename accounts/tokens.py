"""How devices and other systems prove who they are: a token that `services.sign_in.issue_token` gave out."""

from __future__ import annotations

from typing import Any

from drf_spectacular.contrib.knox_auth_token import KnoxTokenScheme
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from knox.auth import TokenAuthentication
from rest_framework import exceptions


class ApiToken(TokenAuthentication):  # type: ignore[misc]  # knox has no types
    """`Authorization: Token …`, as the API expects it."""

    def authenticate_credentials(self, token: bytes) -> Any:
        """Raises AuthenticationFailed (401), also for bytes that no token of ours holds: knox answers 500."""
        if not (token.isascii() and token.isalnum()):
            raise exceptions.AuthenticationFailed("Invalid token.")
        return super().authenticate_credentials(token)


class BearerToken(ApiToken):
    """The same tokens under the name that AuthZEN clients send them with."""

    def authenticate_header(self, request: Any) -> str:
        return "Bearer"


class ApiTokenScheme(KnoxTokenScheme):  # type: ignore[no-untyped-call]
    target_class = "accounts.tokens.ApiToken"


class BearerTokenScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]
    target_class = "accounts.tokens.BearerToken"
    name = "bearerToken"

    def get_security_definition(self, auto_schema: Any) -> dict[str, str]:
        return {"type": "http", "scheme": "bearer"}
