"""OpenID AuthZEN Authorization API 1.0: other systems ask whether a look-up may be answered."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, ClassVar

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, JsonResponse
from django.urls import reverse
from django.views.decorators.http import require_safe
from drf_spectacular.utils import extend_schema
from rest_framework import exceptions
from rest_framework.authentication import SessionAuthentication
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from access.api.authzen_schema import (
    ActionSearchSerializer,
    ActionsFoundSerializer,
    BatchSerializer,
    DecisionSerializer,
    DecisionsSerializer,
    EntitiesFoundSerializer,
    EvaluationSerializer,
    ResourceSearchSerializer,
    SubjectSearchSerializer,
)
from access.api.port_policy import PortPolicy
from access.authzen import access_request, answer
from access.authzen.configuration import configuration as configured
from access.authzen.policy import Policy
from accounts.client_certificate import ClientCertificate
from accounts.roles import Capability
from accounts.tokens import ApiToken, BearerToken
from portsec.interface.rest_error import ErrorSerializer
from portsec.kernel import clock
from portsec.kernel.errors import require
from portsec.kernel.verdict import deny

REQUEST_ID = "X-Request-ID"
ADDRESSES = {
    "access_evaluation_endpoint": "authzen-evaluation",
    "access_evaluations_endpoint": "authzen-evaluations",
    "search_subject_endpoint": "authzen-search-subject",
    "search_resource_endpoint": "authzen-search-resource",
    "search_action_endpoint": "authzen-search-action",
    "access_request_endpoint": "authzen-requests",
}
CAPABILITIES = (access_request.CAPABILITY,)
"""Profiles beyond the standard itself that are offered here, by their registered names."""
ERRORS: dict[int, Any] = dict.fromkeys((400, 401, 403), ErrorSerializer)


@login_not_required
@require_safe
def configuration(request: HttpRequest) -> JsonResponse:
    """What of AuthZEN there is here, for clients that look it up. Only what exists."""
    here = request.build_absolute_uri("/").rstrip("/")
    endpoints = {name: reverse(address) for name, address in ADDRESSES.items()}
    return JsonResponse(configured(here, endpoints, CAPABILITIES))


def port_policy(request: Request) -> Policy:
    """The port's own. Raises Refused for whoever may ask for decisions nowhere."""
    if not request.scope.ports(Capability.ASK_DECISIONS.value):
        require(deny("capability_missing", "Your role does not include asking for decisions."))
    requests = request.build_absolute_uri(reverse("authzen-requests"))
    return PortPolicy(caller=request.user, scope=request.scope, at=clock.now(), requests=requests)


class Door(APIView):
    """What all endpoints share: who comes in, what is wrong with a body, and the number of the request."""

    authentication_classes = (BearerToken, ApiToken, ClientCertificate, SessionAuthentication)

    def handle_exception(self, exc: Exception) -> Response:
        """Whatever is wrong with a body is 400, also its content type."""
        if isinstance(exc, exceptions.UnsupportedMediaType):
            exc = exceptions.ParseError("Send the body as application/json.")
        return super().handle_exception(exc)

    def finalize_response(self, request: Any, response: Any, *args: Any, **kwargs: Any) -> Any:
        finished = super().finalize_response(request, response, *args, **kwargs)
        if REQUEST_ID in request.headers:
            finished[REQUEST_ID] = request.headers[REQUEST_ID]
        return finished


class AuthzenDoor(Door):
    """One endpoint. `policy_of`: who decides for this caller; `answer_to`: what of the protocol it speaks."""

    policy_of: Callable[[Request], Policy] = staticmethod(port_policy)
    answer_to: ClassVar[Callable[[Any, Policy], dict[str, Any]]]

    def answered(self, request: Request) -> Response:
        policy = self.policy_of(request)
        return Response(type(self).answer_to(request.data, policy))


class Evaluation(AuthzenDoor):
    """One decision, recorded, on the clearance and the work as they stand now."""

    answer_to = staticmethod(answer.evaluation)

    @extend_schema(
        operation_id="access_evaluation",
        request=EvaluationSerializer,
        responses={200: DecisionSerializer} | ERRORS,
    )
    def post(self, request: Request) -> Response:
        return self.answered(request)


class Evaluations(AuthzenDoor):
    """Up to 10,000 decisions, recorded together."""

    answer_to = staticmethod(answer.evaluations)

    @extend_schema(
        operation_id="access_evaluations",
        request=BatchSerializer,
        responses={200: DecisionsSerializer} | ERRORS,
    )
    def post(self, request: Request) -> Response:
        return self.answered(request)


class SubjectSearch(AuthzenDoor):
    """Who may do this to this container now."""

    answer_to = staticmethod(answer.subject_search)

    @extend_schema(
        operation_id="access_search_subject",
        request=SubjectSearchSerializer,
        responses={200: EntitiesFoundSerializer} | ERRORS,
    )
    def post(self, request: Request) -> Response:
        return self.answered(request)


class ResourceSearch(AuthzenDoor):
    """To which containers this account or person may do this now."""

    answer_to = staticmethod(answer.resource_search)

    @extend_schema(
        operation_id="access_search_resource",
        request=ResourceSearchSerializer,
        responses={200: EntitiesFoundSerializer} | ERRORS,
    )
    def post(self, request: Request) -> Response:
        return self.answered(request)


class ActionSearch(AuthzenDoor):
    """What this account or person may do to this container now."""

    answer_to = staticmethod(answer.action_search)

    @extend_schema(
        operation_id="access_search_action",
        request=ActionSearchSerializer,
        responses={200: ActionsFoundSerializer} | ERRORS,
    )
    def post(self, request: Request) -> Response:
        return self.answered(request)
