"""Door through which a reader that can write chips fetches the next credential of a card."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from access.models import Credential
from access.selectors.credential_key import verifying_keys
from access.selectors.device import reader_of
from access.services import credential
from accounts.doors import check_capability
from accounts.roles import Capability
from portsec.interface.rest_error import ErrorSerializer
from portsec.kernel import clock
from portsec.kernel.errors import InvalidInput, NotFound

ERRORS: dict[int, Any] = dict.fromkeys((400, 401, 404, 409, 503), ErrorSerializer)


class ShownSerializer(serializers.Serializer):
    """What a reader read from the chip."""

    credential = serializers.CharField(max_length=700, help_text="What was read from the card, PB1:…")


class RenewedSerializer(serializers.Serializer):
    """What it writes instead; both are empty as long as there is nothing to renew."""

    credential = serializers.CharField(allow_null=True)
    expires_at = serializers.DateTimeField(allow_null=True)


class RenewCredential(APIView):
    """For devices alone: whoever gets the next credential holds the card at that moment."""

    @extend_schema(
        operation_id="gate_credential_renew",
        request=ShownSerializer,
        responses={200: RenewedSerializer} | ERRORS,
    )
    def post(self, request: Request) -> Response:
        check_capability(request, (Capability.SUBMIT_GATE_ATTEMPTS,))
        reader = reader_of(request.user.pk)
        if reader is None:
            raise NotFound("reader")
        body = ShownSerializer(data=request.data)
        body.is_valid(raise_exception=True)
        keys = verifying_keys(reader.port)
        found = credential.find(body.validated_data["credential"], keys) if keys else None
        if not isinstance(found, Credential):
            raise InvalidInput(
                "This is no credential of this port.", fields={"credential": "Not known here."}
            )
        renewed = credential.renew(found, scope=request.scope, at=clock.now())
        if renewed is None:
            return Response({"credential": None, "expires_at": None})
        return Response({"credential": renewed.qr_text, "expires_at": renewed.row.expires_at})
