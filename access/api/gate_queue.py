"""Door through which a reader hands over what it decided alone."""

from __future__ import annotations

from typing import Any

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from access.api.lines import NDJSON, LinesParser
from access.selectors.device import reader_of
from access.services import gate_queue
from accounts.doors import check_capability
from accounts.roles import Capability
from portsec.interface.rest_error import ErrorSerializer
from portsec.kernel import clock
from portsec.kernel.errors import NotFound

ERRORS: dict[int, Any] = dict.fromkeys((400, 401, 404, 409, 415), ErrorSerializer)


class WantedSerializer(serializers.Serializer):
    """Where to go on."""

    next = serializers.IntegerField(min_value=0, help_text="Number of the entry that is wanted next")


class GateQueue(APIView):
    """In order, and as often as it likes: what is here already is passed over. Without lines it only asks."""

    parser_classes = (LinesParser,)

    @extend_schema(
        operation_id="gate_queue_take",
        request={NDJSON: OpenApiTypes.BINARY},
        responses={200: WantedSerializer} | ERRORS,
    )
    def post(self, request: Request, reader: str) -> Response:
        check_capability(request, (Capability.SUBMIT_GATE_ATTEMPTS,))
        own = reader_of(request.user.pk)
        if own is None or own.code != reader:  # a queue is its own device's, whoever else may submit attempts
            raise NotFound("reader")
        lines = request.data if isinstance(request.data, list) else []
        wanted = gate_queue.take(
            own, lines, actor=request.user.reference, scope=request.scope, at=clock.now()
        )
        return Response({"next": wanted})
