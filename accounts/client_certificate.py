"""How systems prove who they are by a certificate, where a proxy in front has checked it."""

from __future__ import annotations

from typing import Any

from cryptography import x509
from cryptography.x509.oid import NameOID
from django.conf import settings
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from rest_framework import exceptions
from rest_framework.authentication import BaseAuthentication
from rest_framework.request import Request

from accounts.models import User


class ClientCertificate(BaseAuthentication):
    """The certificate's subject, in the header that CLIENT_CERTIFICATE_HEADER names; off while that is empty.

    The common name is the name of a device's account. People never come in this way: they sign in with a
    second factor. The proxy must set the header itself on every request and take away what the caller sent.
    """

    def authenticate(self, request: Request) -> tuple[User, None] | None:
        """Raises AuthenticationFailed (401) for a certificate of nobody here."""
        header = settings.CLIENT_CERTIFICATE_HEADER
        subject = request.headers.get(header, "") if header else ""
        if not subject:
            return None
        account = User.objects.filter(username=_common_name(subject), is_device=True, is_active=True).first()
        if account is None:
            raise exceptions.AuthenticationFailed("This certificate belongs to no system that is known here.")
        return account, None


def _common_name(subject: str) -> str:
    """The one common name of a subject in the form of RFC 4514; "" where there is not exactly one."""
    try:
        found = x509.Name.from_rfc4514_string(subject).get_attributes_for_oid(NameOID.COMMON_NAME)
    except ValueError:
        return ""
    return str(found[0].value) if len(found) == 1 else ""


class ClientCertificateScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]
    target_class = "accounts.client_certificate.ClientCertificate"
    name = "clientCertificate"

    def get_security_definition(self, auto_schema: Any) -> dict[str, str]:
        return {"type": "mutualTLS"}
