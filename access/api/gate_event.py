"""REST doors of gates: readers submit attempts, others read the log."""

from __future__ import annotations

from typing import Any

from django_filters import rest_framework as filters
from drf_spectacular.utils import extend_schema
from rest_framework import generics
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from access.api.serializers import AttemptAnswerSerializer, AttemptSerializer, GateEventSerializer
from access.enums import Biometric, Direction, GateResult
from access.gate.answer import answer, with_receipt
from access.models import GateEvent
from access.selectors.area import access_attempt_reader
from access.selectors.gate_event import visible_events
from access.services import gate_event as gate_events
from access.services.gate_attempt import Attempt
from accounts.doors import check_capability
from accounts.roles import Capability
from portsec.interface.rest_error import ErrorSerializer
from portsec.kernel import clock

ERRORS: dict[int, Any] = dict.fromkeys((400, 401, 404), ErrorSerializer)
OPTIONAL = ("at", "auth_mode", "vehicle", "escort", "occupants", "duress")


class GateAttempts(APIView):
    """A reader asks whether to open. A refusal is an answer, not an error: both come with status 200."""

    @extend_schema(
        operation_id="gate_attempts_submit",
        request=AttemptSerializer,
        responses={200: AttemptAnswerSerializer} | ERRORS,
    )
    def post(self, request: Request) -> Response:
        check_capability(request, (Capability.SUBMIT_GATE_ATTEMPTS,))
        body = AttemptSerializer(data=request.data)
        body.is_valid(raise_exception=True)
        sent = body.validated_data
        reader = access_attempt_reader(
            sent["reader"],
            actor_id=request.user.pk,
            is_device=request.user.is_device,
            scope=request.scope,
        )
        given = gate_events.record_attempt(
            reader,
            Attempt(
                credential=sent["credential"],
                direction=Direction(sent["direction"]),
                nonce=sent["nonce"],
                biometric=Biometric(sent.get("biometric", "")),
                guards=tuple(sent.get("guards", ())),
                list_issued_at=sent.get("list_version"),
                **{name: sent[name] for name in OPTIONAL if name in sent},
            ),
            actor=request.user.reference,
            scope=request.scope,
            at=clock.now(),
        )
        return Response(_shown(given))


class GateEventFilter(filters.FilterSet):
    person = filters.CharFilter(field_name="person_ref")
    badge = filters.CharFilter(field_name="badge_serial")
    reader = filters.CharFilter(field_name="reader_code")
    result = filters.ChoiceFilter(choices=GateResult.choices())
    since = filters.IsoDateTimeFilter(field_name="at", lookup_expr="gte")
    until = filters.IsoDateTimeFilter(field_name="at", lookup_expr="lte")

    class Meta:
        model = GateEvent
        fields = ("person", "badge", "reader", "result", "since", "until")


class GateEvents(generics.ListAPIView):
    """Attempts at gates in reach, the latest received first."""

    serializer_class = GateEventSerializer
    filterset_class = GateEventFilter
    queryset = GateEvent.objects.none()

    def get_queryset(self) -> Any:
        check_capability(self.request, (Capability.VIEW_EVENTS, Capability.WATCH_GATES))
        return visible_events(scope=self.request.scope)

    @extend_schema(operation_id="gate_events_list", responses={200: GateEventSerializer(many=True)} | ERRORS)
    def get(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        return super().get(request, *args, **kwargs)


def _shown(given: gate_events.Answer) -> dict[str, Any]:
    granted = given.event.result == GateResult.GRANTED.value
    told = answer(given.reasons, given.event.duties, allowed=granted)
    return with_receipt(told, given.person.full_name if given.person else "", given.event.receipt)
