"""OpenID AuthZEN Authorization API 1.0: other systems ask whether a look-up may be answered."""

from __future__ import annotations

from typing import Any

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

from access.api.evaluation_request import Question, read_question
from access.api.evaluation_schema import DecisionSerializer, EvaluationSerializer
from access.services import data_access
from access.services.data_access import Answer, LookUp
from accounts.models import Port
from accounts.roles import Capability
from accounts.tokens import ApiToken, BearerToken
from portsec.interface.rest_error import ErrorSerializer
from portsec.kernel import clock
from portsec.kernel.errors import InvalidInput, require
from portsec.kernel.scope import Scope
from portsec.kernel.verdict import deny

REQUEST_ID = "X-Request-ID"


@login_not_required
@require_safe
def configuration(request: HttpRequest) -> JsonResponse:
    """What of AuthZEN there is here, for clients that look it up. Only what exists."""
    here = request.build_absolute_uri("/").rstrip("/")
    return JsonResponse(
        {
            "policy_decision_point": here,
            "access_evaluation_endpoint": f"{here}{reverse('authzen-evaluation')}",
        }
    )


class Evaluation(APIView):
    """One decision, recorded, on the clearance and the work as they stand now."""

    authentication_classes = (BearerToken, ApiToken, SessionAuthentication)

    @extend_schema(
        operation_id="access_evaluation",
        request=EvaluationSerializer,
        responses={200: DecisionSerializer} | dict.fromkeys((400, 401, 403), ErrorSerializer),
    )
    def post(self, request: Request) -> Response:
        port_ids = request.scope.ports(Capability.ASK_DECISIONS.value)
        if not port_ids:
            require(deny("capability_missing", "Your role does not include asking for decisions."))
        question = read_question(request.data)
        port = _port(question, Port.objects.filter(pk__in=port_ids))
        if question.unknown:
            return Response(_unknown(question))
        return Response(_shown(_answer(port, question, request.user.reference, request.scope)))

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


def _port(question: Question, ports: Any) -> Port:
    """The port that is asked about: the one named, or the caller's only one."""
    locode = question.context.get("port", "")
    found = list((ports.filter(locode=locode) if locode else ports)[:2])
    if len(found) == 1:
        return found[0]
    problem = "You ask for decisions at no such port." if locode else "Name the port by its UN/LOCODE."
    raise InvalidInput(problem, fields={"context.port": problem})


def _answer(port: Port, question: Question, actor: str, scope: Scope) -> Answer:
    context = question.context
    look_up = LookUp(
        subject_type=question.subject_type,
        subject_id=question.subject_id,
        action=question.action,
        field_class=question.field_class,
        object_ref=question.resource_id,
        object_type=question.resource_type,
        purpose=context.get("purpose", ""),
        work_ref=context.get("work_ref", ""),
        system=context.get("system", ""),
        workstation_area=context.get("workstation_area", ""),
        ip=context.get("ip", ""),
    )
    return data_access.answer(port, look_up, actor=actor, scope=scope, at=clock.now())


def _unknown(question: Question) -> dict[str, Any]:
    """What nobody defined is refused. There is no object and no act that the record could name."""
    reasons = [reason.as_dict() for reason in question.unknown]
    return {"decision": False, "context": {"reasons": reasons, "would_change": [], "obligations": []}}


def _shown(answer: Answer) -> dict[str, Any]:
    decision = answer.decision
    context: dict[str, Any] = {
        "reasons": [reason.as_dict() for reason in decision.verdict.reasons],
        "would_change": list(decision.would_change),
        "obligations": list(decision.verdict.obligations),
        "receipt": answer.event.receipt,
    }
    if decision.explanation is not None:
        found = decision.explanation
        context["explanation"] = {
            "code": found.code,
            "sentence": found.sentence,
            "source": found.source,
        }
    return {"decision": decision.verdict.allowed, "context": context}
