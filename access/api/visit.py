"""REST door of the reception's list of visits. Visits are announced and received on pages only."""

from __future__ import annotations

from typing import Any

from django_filters import rest_framework as filters
from drf_spectacular.utils import extend_schema
from rest_framework import generics, serializers
from rest_framework.request import Request
from rest_framework.response import Response

from access.enums import VisitState
from access.models import Visit
from access.selectors.visit import visits_received
from accounts.doors import check_capability
from accounts.roles import Capability
from portsec.interface.rest_error import ErrorSerializer

ERRORS: dict[int, Any] = dict.fromkeys((400, 401, 404), ErrorSerializer)


class VisitSerializer(serializers.ModelSerializer):
    """One visit. The purpose stays on the pages, where people read it."""

    port = serializers.SlugRelatedField(slug_field="locode", read_only=True)
    visitor = serializers.SlugRelatedField(slug_field="ref", read_only=True)
    name = serializers.CharField(source="visitor.full_name", read_only=True)
    host = serializers.SlugRelatedField(slug_field="username", read_only=True)
    organisation = serializers.SlugRelatedField(slug_field="code", read_only=True)
    escort = serializers.SlugRelatedField(slug_field="ref", read_only=True, allow_null=True)
    badge = serializers.SlugRelatedField(slug_field="serial", read_only=True, allow_null=True)
    state = serializers.ChoiceField(choices=VisitState.choices(), read_only=True)

    class Meta:
        model = Visit
        fields = (
            *("ref", "port", "visitor", "name", "company", "host", "organisation", "escort", "areas"),
            *("first_day", "last_day", "plate", "state", "arrived_at", "left_at", "badge"),
        )
        read_only_fields = fields


class VisitFilter(filters.FilterSet):
    visitor = filters.CharFilter(field_name="visitor__ref")
    state = filters.ChoiceFilter(choices=VisitState.choices())
    day = filters.DateFilter(method="on_day", help_text="Announced for this day.")

    class Meta:
        model = Visit
        fields = ("visitor", "state", "day")

    def on_day(self, visits: Any, name: str, day: Any) -> Any:
        return visits.filter(first_day__lte=day, last_day__gte=day)


class Visits(generics.ListAPIView):
    """Visits at the ports where the caller receives visitors, the latest announced first."""

    serializer_class = VisitSerializer
    filterset_class = VisitFilter
    queryset = Visit.objects.none()

    def get_queryset(self) -> Any:
        check_capability(self.request, (Capability.RECEIVE_VISITS,))
        return visits_received(scope=self.request.scope)

    @extend_schema(operation_id="visits_list", responses={200: VisitSerializer(many=True)} | ERRORS)
    def get(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        return super().get(request, *args, **kwargs)
