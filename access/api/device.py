"""Door through which a device enrols at a reader: a code that works once, and its own key."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from access.credential.keys import to_jwk_set
from access.credential.plain_text import from_base64url
from access.selectors.credential_key import published_keys
from access.services import device, signing_key, status_list
from portsec.interface.rest_error import ErrorSerializer
from portsec.kernel import clock

ERRORS: dict[int, Any] = dict.fromkeys((400, 404, 503), ErrorSerializer)


class EnrolmentSerializer(serializers.Serializer):
    """What a device sends."""

    code = serializers.CharField(max_length=60, help_text="The code that was shown once")
    public_key = serializers.RegexField(
        r"\A[A-Za-z0-9_-]{43}\Z", help_text="Its Ed25519 public key, 32 bytes in base64url"
    )
    proof = serializers.RegexField(
        r"\A[A-Za-z0-9_-]{86}\Z",
        help_text="Its signature, in base64url, of `portsec device ` and the code without hyphens",
    )


class EnrolledSerializer(serializers.Serializer):
    """What it gets: who it is, and what it trusts from now on. The token is never shown again."""

    reader = serializers.CharField()
    port = serializers.CharField()
    token = serializers.CharField()
    keys = serializers.DictField(help_text="JWK set")
    status_list = serializers.CharField(help_text="Address of the list to fetch")


class EnrolDevice(APIView):
    """Open to all: the code is what counts. It has 160 random bits, so nobody needs to be slowed down."""

    authentication_classes = ()
    permission_classes = (AllowAny,)

    @extend_schema(
        operation_id="device_enrol",
        request=EnrolmentSerializer,
        responses={201: EnrolledSerializer} | ERRORS,
    )
    def post(self, request: Request) -> Response:
        body = EnrolmentSerializer(data=request.data)
        body.is_valid(raise_exception=True)
        sent, now = body.validated_data, clock.now()
        enrolled = device.enrol(
            sent["code"], from_base64url(sent["public_key"]), from_base64url(sent["proof"]), at=now
        )
        port = enrolled.reader.port
        signing_key.signing(port, at=now)
        keys = published_keys(port, at=now)
        shown = {
            "reader": enrolled.reader.code,
            "port": port.locode,
            "token": enrolled.token,
            "keys": to_jwk_set(keys) if keys else {},
            "status_list": status_list.opened(port, at=now).uri,
        }
        return Response(shown, status=201)
