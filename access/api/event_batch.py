"""Door through which other systems send events of their logs."""

from __future__ import annotations

from typing import Any

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from access.api.lines import NDJSON, LinesParser
from access.selectors.work_context import port_named
from access.services import event_batch
from accounts.doors import check_capability
from accounts.roles import Capability
from portsec.interface.rest_error import ErrorSerializer
from portsec.kernel import clock

ERRORS: dict[int, Any] = dict.fromkeys((400, 401, 404, 415), ErrorSerializer)


class RefusedLineSerializer(serializers.Serializer):
    line = serializers.IntegerField(min_value=1)
    reason = serializers.CharField()


class TakenSerializer(serializers.Serializer):
    """What became of the lines; each is accepted, a duplicate, or refused with its number and reason."""

    accepted = serializers.IntegerField()
    duplicate = serializers.IntegerField()
    refused = RefusedLineSerializer(many=True)
    remarks = serializers.ListField(child=serializers.CharField())


class EventBatch(APIView):
    """One event on each line: columns of gate_events.csv or data_events.csv, or OCSF 1.5. Twice is once."""

    parser_classes = (LinesParser,)

    @extend_schema(
        operation_id="events_take",
        parameters=[
            OpenApiParameter("port", description="UN/LOCODE; may be left out where you have one port"),
            OpenApiParameter("feed", description="The system whose event numbers these are"),
        ],
        request={NDJSON: OpenApiTypes.BINARY},
        responses={200: TakenSerializer} | ERRORS,
    )
    def post(self, request: Request) -> Response:
        check_capability(request, (Capability.MANAGE_CARGO,))
        taken = event_batch.take(
            port_named(request.query_params.get("port", ""), scope=request.scope),
            request.data if isinstance(request.data, list) else [],
            feed=request.query_params.get("feed", ""),
            actor=request.user,
            scope=request.scope,
            at=clock.now(),
        )
        refused = [{"line": line, "reason": reason} for line, reason in taken.refused]
        return Response(
            {
                "accepted": taken.accepted,
                "duplicate": taken.duplicate,
                "refused": refused,
                "remarks": list(taken.remarks),
            }
        )
