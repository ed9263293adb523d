"""REST door of the areas: what lies in what, what each asks, and the level that counts now. To read only."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from access.selectors.area_page import MAY_SEE_AREAS, ports_with_areas
from access.selectors.area_plan import AreaPlan, area_plan
from accounts.doors import check_capability
from accounts.roles import Capability
from portsec.interface.rest_error import ErrorSerializer
from portsec.kernel import clock

ERRORS: dict[int, Any] = dict.fromkeys((401, 404), ErrorSerializer)


class AreaSerializer(serializers.Serializer):
    """One area. `asks` is what it asks itself; what those around it ask holds, too."""

    port = serializers.CharField()
    area = serializers.CharField()
    name = serializers.CharField()
    parent = serializers.CharField(allow_blank=True, help_text="Code of the area around it; empty is outside")
    level = serializers.IntegerField(help_text="Clearance that it needs: 0 none to 3 authority")
    isps_level = serializers.IntegerField(help_text="The highest of port, area and those around it, now")
    is_locked_down = serializers.BooleanField()
    asks = serializers.ListField(child=serializers.CharField())


class Areas(APIView):
    """Every area of the ports in reach. They are few, so the answer comes whole."""

    @extend_schema(operation_id="areas_list", responses={200: AreaSerializer(many=True)} | ERRORS)
    def get(self, request: Request) -> Response:
        check_capability(request, tuple(map(Capability, MAY_SEE_AREAS)))
        plans = [area_plan(port, at=clock.now()) for port in ports_with_areas(scope=request.scope)]
        rows = [_row(plan, code) for plan in plans for code in plan.areas]
        return Response(AreaSerializer(rows, many=True).data)


def _row(plan: AreaPlan, code: str) -> dict[str, Any]:
    area, facts = plan.areas[code], plan.facts[code]
    return {
        "port": plan.port.locode,
        "area": code,
        "name": area.name,
        "parent": plan.parents[code],
        "level": area.level,
        "isps_level": plan.effective_level(code).value,
        "is_locked_down": any(each.lockdown is not None for each in facts.chain),
        "asks": [asked.words for asked in plan.asked_by(code)],
    }
