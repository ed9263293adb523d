"""Door of status lists, for gate readers and whoever else checks badges alone. Open to all."""

from __future__ import annotations

from typing import Any

from django.http.response import HttpResponseBase
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.views import APIView

from access.api.public_token import ErrorsAsJson, answer, preferred
from access.credential.status_token import CWT
from access.selectors.status_list import published_list
from access.services import device
from portsec.interface.rest_error import ErrorSerializer
from portsec.kernel import clock

FORMS = ("application/statuslist+jwt", CWT)
ERRORS: dict[int, Any] = dict.fromkeys((401, 404, 406), ErrorSerializer)


class StatusListDoor(APIView):
    """A list as last published. A reader that names itself with its token is noted as having fetched it."""

    permission_classes = (AllowAny,)
    content_negotiation_class = ErrorsAsJson

    @extend_schema(
        operation_id="status_list",
        parameters=[OpenApiParameter("public_id", OpenApiTypes.STR, OpenApiParameter.PATH)],
        responses={(200, form): OpenApiTypes.BINARY for form in FORMS} | ERRORS,
    )
    def get(self, request: Request, public_id: str) -> HttpResponseBase:
        form = preferred(request._request, FORMS)
        found, now = published_list(public_id), clock.now()
        device.note_fetched(request.user.pk, found, at=now)
        is_cwt = form == CWT
        return answer(
            request._request,
            found.as_cwt() if is_cwt else found.jwt.encode("ascii"),
            form=form,
            etag=f'"{found.public_id}-{found.version}-{"cwt" if is_cwt else "jwt"}"',
            seconds=found.seconds_left(now),
        )
