"""Door of the keys with which badges and status lists are verified. Open to all."""

from __future__ import annotations

import hashlib
import json
from typing import Any

from django.http.response import HttpResponseBase
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.views import APIView

from access.api.public_token import ErrorsAsJson, answer, preferred
from access.credential.keys import KeySet, to_cose_key_set, to_jwk_set
from access.selectors.credential_key import port_of_keys, published_keys
from access.selectors.device import reader_of
from access.services import signing_key
from accounts.models import Port
from portsec.interface.rest_error import ErrorSerializer
from portsec.kernel import clock
from portsec.kernel.errors import NotFound

JSON, SIGNED, COSE = "application/jwk-set+json", "application/jwk-set+jwt", "application/cose-key-set"
PLAIN_JSON = "application/json"
KEPT_FOR = 300  # seconds; a rotation is heard of well before the first credential of the new key is shown
ERRORS: dict[int, Any] = dict.fromkeys((400, 401, 404, 406, 503), ErrorSerializer)


class CredentialKeys(APIView):
    """The keys of a port: as a JWK set, as a COSE_KeySet, or as a token signed by a key that readers hold."""

    permission_classes = (AllowAny,)
    content_negotiation_class = ErrorsAsJson

    @extend_schema(
        operation_id="credential_keys",
        parameters=[
            OpenApiParameter(
                "port", OpenApiTypes.STR, description="UN/LOCODE; a reader's token says it as well"
            )
        ],
        responses={(200, form): OpenApiTypes.BINARY for form in (JSON, SIGNED, COSE)} | ERRORS,
    )
    def get(self, request: Request) -> HttpResponseBase:
        form = preferred(request._request, (JSON, SIGNED, COSE, PLAIN_JSON))
        reader = reader_of(request.user.pk)
        port = reader.port if reader else port_of_keys(request.query_params.get("port", ""))
        keys = published_keys(port, at=clock.now())
        if keys is None:
            raise NotFound("key")
        body = _written(port, keys, form)
        etag = f'"{hashlib.sha256(body).hexdigest()[:32]}"'
        return answer(request._request, body, form=form, etag=etag, seconds=KEPT_FOR)


def _written(port: Port, keys: KeySet, form: str) -> bytes:
    if form == SIGNED:
        return signing_key.vouch(port, keys).encode("ascii")
    if form == COSE:
        return to_cose_key_set(keys)
    return json.dumps(to_jwk_set(keys)).encode("ascii")
