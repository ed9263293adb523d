"""REST doors of checks: what is asked, what was answered, what is still out."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, ClassVar

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import generics, serializers, status
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.doors import check_capability
from accounts.roles import Capability
from portsec.interface.rest_error import ErrorSerializer
from portsec.kernel import clock
from portsec.kernel.errors import NotFound
from screening.api.check_serializers import (
    AdviceSerializer,
    AskStateSerializer,
    CheckSerializer,
    IdentityAnswerSerializer,
    PlainAnswerSerializer,
    RecordAnswerSerializer,
    RequestQuerySerializer,
    RequestSerializer,
    UnobtainableSerializer,
)
from screening.enums import Advice, CheckKind, CheckResult, UnobtainableReason
from screening.models import Check
from screening.selectors.application import access_application, access_check
from screening.selectors.request import open_requests
from screening.services import check as checks
from screening.services import proof
from screening.services import request as requests_sent

REFUSED: dict[int, Any] = dict.fromkeys((400, 401, 403, 404), ErrorSerializer)
CHANGES = REFUSED | {409: ErrorSerializer}
STEPS: dict[str, Callable[..., None]] = {
    "send": requests_sent.send,
    "chase": requests_sent.chase,
    "unclear": requests_sent.mark_unclear,
    "data": requests_sent.give_data,
}


class AnswerView(APIView):
    """What the answers have in common: who may, which check, and the check as it stands afterwards."""

    body: ClassVar[type[serializers.Serializer]]

    def take(self, request: Request, ref: str, address: str) -> Response:
        check_capability(request, (Capability.ANSWER_CHECKS,))
        check = access_check(ref, address, scope=request.scope)
        body = self.body(data=request.data)
        body.is_valid(raise_exception=True)
        self.keep(check, body, actor=request.user, scope=request.scope, at=clock.now())
        return Response(CheckSerializer(check).data)

    def keep(self, check: Check, body: Any, **who: Any) -> None:
        raise NotImplementedError


class IdentityAnswerView(AnswerView):
    """The answer of an identity document check."""

    body = IdentityAnswerSerializer

    @extend_schema(
        operation_id="applications_answer_identity",
        request=IdentityAnswerSerializer,
        responses={200: CheckSerializer} | CHANGES,
    )
    def post(self, request: Request, ref: str) -> Response:
        return self.take(request, ref, CheckKind.IDENTITY.value)

    def keep(self, check: Check, body: Any, **who: Any) -> None:
        said = body.validated_data
        checks.answer_identity(check, result=CheckResult(said["result"]), detail=said["detail"], **who)


class RecordAnswerView(AnswerView):
    """The answer of a State about a record, by codes and dates."""

    body = RecordAnswerSerializer

    @extend_schema(
        operation_id="applications_answer_record",
        request=RecordAnswerSerializer,
        responses={200: CheckSerializer} | CHANGES,
    )
    def post(self, request: Request, ref: str, check: str) -> Response:
        return self.take(request, ref, check)

    def keep(self, check: Check, body: Any, **who: Any) -> None:
        said = body.validated_data
        checks.answer_record(
            check,
            body.rows(),
            proceedings=body.proceeding_rows(),
            ask_directly=said.get("ask_directly", ()),
            detail=said["detail"],
            **who,
        )


class PlainAnswerView(AnswerView):
    """The answer about work and education, the right to work, finances or interests."""

    body = PlainAnswerSerializer

    @extend_schema(
        operation_id="applications_answer_plain",
        request=PlainAnswerSerializer,
        responses={200: CheckSerializer} | CHANGES,
    )
    def post(self, request: Request, ref: str, check: str) -> Response:
        return self.take(request, ref, check)

    def keep(self, check: Check, body: Any, **who: Any) -> None:
        said = body.validated_data
        result = CheckResult(said["result"])
        checks.answer_plain(
            check, result=result, detail=said["detail"], valid_until=said["valid_until"], **who
        )


class AdviceView(AnswerView):
    """The advice of an authority: its word and its reference."""

    body = AdviceSerializer

    @extend_schema(
        operation_id="applications_answer_advice",
        request=AdviceSerializer,
        responses={200: CheckSerializer} | CHANGES,
    )
    def post(self, request: Request, ref: str, check: str) -> Response:
        return self.take(request, ref, check)

    def keep(self, check: Check, body: Any, **who: Any) -> None:
        said = body.validated_data
        checks.answer_advice(check, advice=Advice(said["advice"]), reference=said["reference"], **who)


class UnobtainableView(AnswerView):
    """An answer that cannot be had, on two proofs of different kinds."""

    body = UnobtainableSerializer

    @extend_schema(
        operation_id="applications_give_up_check",
        request=UnobtainableSerializer,
        responses={200: CheckSerializer} | CHANGES,
    )
    def post(self, request: Request, ref: str, check: str) -> Response:
        return self.take(request, ref, check)

    def keep(self, check: Check, body: Any, **who: Any) -> None:
        proof.give_up(check, UnobtainableReason(body.validated_data["reason"]), body.proof_rows(), **who)


class CheckStepView(APIView):
    """A step of a request on its way: send, chase, unclear, data."""

    @extend_schema(
        operation_id="applications_check_step",
        request=None,
        responses={200: CheckSerializer} | CHANGES,
    )
    def post(self, request: Request, ref: str, check: str, step: str) -> Response:
        check_capability(request, (Capability.ANSWER_CHECKS,))
        asked = access_check(ref, check, scope=request.scope)
        if step not in STEPS:
            raise NotFound("step")
        STEPS[step](asked, actor=request.user, scope=request.scope, at=clock.now())
        return Response(CheckSerializer(asked).data)


class ChecksView(APIView):
    """Asks one more State."""

    @extend_schema(
        operation_id="applications_ask_state",
        request=AskStateSerializer,
        responses={201: CheckSerializer} | CHANGES,
    )
    def post(self, request: Request, ref: str) -> Response:
        check_capability(request, (Capability.ANSWER_CHECKS,))
        application = access_application(ref, scope=request.scope)
        body = AskStateSerializer(data=request.data)
        body.is_valid(raise_exception=True)
        said = body.validated_data
        made = checks.ask(
            application,
            CheckKind(said["kind"]),
            said["country"],
            actor=request.user,
            scope=request.scope,
            at=clock.now(),
        )
        return Response(CheckSerializer(made).data, status=status.HTTP_201_CREATED)


class RequestsView(generics.ListAPIView):
    """Open requests in reach."""

    serializer_class = RequestSerializer
    queryset = Check.objects.none()

    def get_queryset(self) -> Any:
        check_capability(self.request, (Capability.VIEW_CASES,))
        wanted = RequestQuerySerializer(data=self.request.query_params)
        wanted.is_valid(raise_exception=True)
        said = dict(wanted.validated_data)
        overdue = said.pop("overdue")
        today = timezone.localdate(clock.now())
        return open_requests(scope=self.request.scope, overdue_at=today if overdue else None, **said)

    @extend_schema(
        operation_id="requests_list",
        parameters=[RequestQuerySerializer],
        responses={200: RequestSerializer(many=True)} | REFUSED,
    )
    def get(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        return super().get(request, *args, **kwargs)
