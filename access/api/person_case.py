"""REST door of person-cases. They are decided at the desk only."""

from __future__ import annotations

from typing import Any

from django_filters import rest_framework as filters
from drf_spectacular.utils import extend_schema
from rest_framework import generics
from rest_framework.request import Request
from rest_framework.response import Response

from access.api.serializers import PersonCaseSerializer
from access.enums import PersonCaseState
from access.models import PersonCase
from access.selectors.person_case import visible_cases
from access.selectors.pseudonym import with_sight
from accounts.doors import check_capability
from accounts.roles import Capability
from portsec.interface.rest_error import ErrorSerializer
from portsec.kernel import clock

ERRORS: dict[int, Any] = dict.fromkeys((400, 401, 404), ErrorSerializer)


class PersonCaseFilter(filters.FilterSet):
    person = filters.CharFilter(method="of_person", help_text="Finds only cases that you have unmasked")
    state = filters.ChoiceFilter(choices=PersonCaseState.choices())

    class Meta:
        model = PersonCase
        fields = ("person", "state")

    def of_person(self, cases: Any, name: str, value: str) -> Any:
        return cases.filter(is_unmasked=True, subject=value)


class PersonCases(generics.ListAPIView):
    """Person-cases in reach with what each rule found, the latest opened first."""

    serializer_class = PersonCaseSerializer
    filterset_class = PersonCaseFilter
    queryset = PersonCase.objects.none()

    def get_queryset(self) -> Any:
        check_capability(self.request, (Capability.VIEW_PERSON_CASES,))
        cases = with_sight(visible_cases(scope=self.request.scope), self.request.user, at=clock.now())
        return cases.prefetch_related("flags")

    @extend_schema(
        operation_id="person_cases_list", responses={200: PersonCaseSerializer(many=True)} | ERRORS
    )
    def get(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        return super().get(request, *args, **kwargs)
