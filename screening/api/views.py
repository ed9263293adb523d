"""REST doors of screening. Decisions are made at the desk only."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import generics, status
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.doors import check_capability
from accounts.models import Organisation
from accounts.roles import Capability
from portsec.interface.rest_error import ErrorSerializer
from portsec.kernel import clock
from portsec.kernel.errors import InvalidInput
from screening.api.serializers import (
    ApplicationQuerySerializer,
    ApplicationSerializer,
    NewApplicationSerializer,
    PersonQuerySerializer,
    PersonSerializer,
    ReceiptSerializer,
    WatchlistSerializer,
)
from screening.enums import PersonCategory
from screening.models import Application
from screening.selectors.application import access_application, queue
from screening.selectors.person import access_person
from screening.selectors.post import access_post
from screening.selectors.standing import people_register
from screening.selectors.watchlist import lists_in_force
from screening.services import application as applications
from screening.services import intake

REFUSED: dict[int, Any] = {
    400: ErrorSerializer,
    401: ErrorSerializer,
    403: ErrorSerializer,
    404: ErrorSerializer,
}
CHANGES = REFUSED | {409: ErrorSerializer}


class ApplicationsView(generics.ListAPIView):
    """Cases in reach, newest first; and the entry of new ones."""

    serializer_class = ApplicationSerializer
    queryset = Application.objects.none()

    def get_queryset(self) -> Any:
        check_capability(self.request, (Capability.VIEW_CASES,))
        wanted = ApplicationQuerySerializer(data=self.request.query_params)
        wanted.is_valid(raise_exception=True)
        return queue(scope=self.request.scope, **wanted.validated_data).prefetch_related("checks")

    @extend_schema(
        operation_id="applications_list",
        parameters=[ApplicationQuerySerializer],
        responses={200: ApplicationSerializer(many=True)} | REFUSED,
    )
    def get(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        return super().get(request, *args, **kwargs)

    @extend_schema(
        operation_id="applications_submit",
        request=NewApplicationSerializer,
        responses={201: ReceiptSerializer} | CHANGES,
    )
    def post(self, request: Request) -> Response:
        check_capability(request, (Capability.ENTER_APPLICATIONS,))
        body = NewApplicationSerializer(data=request.data)
        body.is_valid(raise_exception=True)
        application = _submit(request, body.validated_data)
        return Response(ReceiptSerializer(application).data, status=status.HTTP_201_CREATED)


class ApplicationView(APIView):
    """One case."""

    @extend_schema(operation_id="applications_read", responses={200: ApplicationSerializer} | REFUSED)
    def get(self, request: Request, ref: str) -> Response:
        check_capability(request, (Capability.VIEW_CASES,))
        return Response(ApplicationSerializer(access_application(ref, scope=request.scope)).data)


class PeopleView(generics.ListAPIView):
    """People in reach with the clearance that counts today."""

    serializer_class = PersonSerializer
    queryset = Application.objects.none()

    def get_queryset(self) -> Any:
        check_capability(self.request, (Capability.VIEW_PEOPLE, Capability.VIEW_CASES))
        wanted = PersonQuerySerializer(data=self.request.query_params)
        wanted.is_valid(raise_exception=True)
        return people_register(scope=self.request.scope, at=clock.now(), **wanted.validated_data)

    @extend_schema(
        operation_id="people_list",
        parameters=[PersonQuerySerializer],
        responses={200: PersonSerializer(many=True)} | REFUSED,
    )
    def get(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        return super().get(request, *args, **kwargs)


class WatchlistsView(APIView):
    """The lists in force."""

    @extend_schema(operation_id="watchlists_list", responses={200: WatchlistSerializer(many=True)} | REFUSED)
    def get(self, request: Request) -> Response:
        check_capability(request, (Capability.VIEW_CASES, Capability.LOAD_WATCHLISTS))
        return Response(WatchlistSerializer(lists_in_force(), many=True).data)


def _who(request: Request) -> dict[str, Any]:
    return {"actor": request.user, "scope": request.scope, "at": clock.now()}


def _submit(request: Request, data: dict[str, Any]) -> Application:
    post = access_post(data["post"], locode=data["port"], scope=request.scope)
    rest = _who(request) | {name: data[name] for name in ("declared_convictions", "declared_history")}
    if "person" in data:
        return applications.submit(access_person(data["person"], scope=request.scope), post, **rest)
    return intake.enter(post, _details(request, data["new_person"]), **rest)


def _details(request: Request, person: dict[str, Any]) -> dict[str, Any]:
    """The new person's columns. Without a code an employer's people belong to the employer."""
    code = person["organisation"]
    organisation = Organisation.objects.filter(code=code).first() if code else _employer(request)
    if code and organisation is None:
        problem = f"There is no organisation '{code}'."
        raise InvalidInput(problem, fields={"new_person.organisation": problem})
    return person | {"category": PersonCategory(person["category"]), "organisation": organisation}


def _employer(request: Request) -> Organisation | None:
    is_staff = request.scope.holds(Capability.VIEW_CASES.value)
    return None if is_staff else request.user.organisation
