"""REST door of the badge register. Badges are issued and changed at the desk only."""

from __future__ import annotations

from typing import Any

from django_filters import rest_framework as filters
from drf_spectacular.utils import extend_schema
from rest_framework import generics
from rest_framework.request import Request
from rest_framework.response import Response

from access.api.serializers import BadgeSerializer
from access.enums import BadgeState
from access.models import Badge
from access.selectors.badge import visible_badges
from accounts.doors import check_capability
from accounts.roles import Capability
from portsec.interface.rest_error import ErrorSerializer

ERRORS: dict[int, Any] = dict.fromkeys((400, 401, 404), ErrorSerializer)


class BadgeFilter(filters.FilterSet):
    serial = filters.CharFilter(field_name="serial")
    person = filters.CharFilter(field_name="person__ref")
    state = filters.ChoiceFilter(choices=BadgeState.choices())

    class Meta:
        model = Badge
        fields = ("serial", "person", "state")


class Badges(generics.ListAPIView):
    """Badges in reach, the latest issued first."""

    serializer_class = BadgeSerializer
    filterset_class = BadgeFilter
    queryset = Badge.objects.none()

    def get_queryset(self) -> Any:
        check_capability(self.request, (Capability.VIEW_BADGES,))
        return visible_badges(scope=self.request.scope)

    @extend_schema(operation_id="badges_list", responses={200: BadgeSerializer(many=True)} | ERRORS)
    def get(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        return super().get(request, *args, **kwargs)
