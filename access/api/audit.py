"""REST door of audits: who could see a container between two times, who did, and why."""

from __future__ import annotations

from typing import Any

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from access.containers import read_form
from access.selectors.audit_shape import as_data
from access.selectors.visible_between import audited_ports
from access.services import audit
from accounts.doors import check_capability
from accounts.models import Port
from accounts.roles import Capability
from portsec.interface.rest_error import ErrorSerializer
from portsec.kernel import clock
from portsec.kernel.errors import InvalidInput

ERRORS: dict[int, Any] = dict.fromkeys((400, 401, 404), ErrorSerializer)
MOMENT = {"type": OpenApiTypes.DATETIME, "required": True}


class WindowSerializer(serializers.Serializer):
    """What is asked, besides the container."""

    since = serializers.DateTimeField()
    until = serializers.DateTimeField()
    port = serializers.CharField(required=False, max_length=5)


class AuditSerializer(serializers.Serializer):
    """The answer. `could_see` holds a line for each person with its stretches, `did` each look-up."""

    port = serializers.CharField()
    container = serializers.CharField()
    since = serializers.DateTimeField()
    until = serializers.DateTimeField()
    complete = serializers.BooleanField(help_text="False: see `left_out`")
    left_out = serializers.DictField(child=serializers.IntegerField())
    could_see = serializers.ListField(child=serializers.DictField())
    did = serializers.ListField(child=serializers.DictField())
    not_reconstructed = serializers.ListField(child=serializers.CharField())


class CargoAudit(APIView):
    """The same answer as on the page. That it was asked is put on record before it is given."""

    @extend_schema(
        operation_id="cargo_audit",
        parameters=[
            OpenApiParameter("since", **MOMENT),
            OpenApiParameter("until", **MOMENT),
            OpenApiParameter("port", str, description="UN/LOCODE, where the caller audits several"),
        ],
        responses={200: AuditSerializer} | ERRORS,
    )
    def get(self, request: Request, container: str) -> Response:
        check_capability(request, (Capability.VIEW_EVENTS,))
        asked = WindowSerializer(data=request.query_params)
        asked.is_valid(raise_exception=True)
        window = asked.validated_data
        found = audit.ask(
            _port(request, window.get("port", "")),
            str(read_form(container)),
            window["since"],
            window["until"],
            actor=request.user,
            scope=request.scope,
            at=clock.now(),
        )
        return Response(as_data(found, scope=request.scope))


def _port(request: Request, locode: str) -> Port:
    """The port that is named, or the caller's only one."""
    ports = [port for port in audited_ports(scope=request.scope) if locode in {"", port.locode}]
    if len(ports) != 1:
        problem = "You audit no such port." if locode else "Name the port by its UN/LOCODE."
        raise InvalidInput(problem, fields={"port": problem})
    return ports[0]
