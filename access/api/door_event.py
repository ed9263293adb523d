"""REST door of door controllers: what a door tells of itself."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from access.api.serializers import MomentField
from access.enums import DoorEventKind
from access.selectors.area import access_attempt_reader
from access.services import door_event
from accounts.doors import check_capability
from accounts.roles import Capability
from portsec.interface.rest_error import ErrorSerializer
from portsec.kernel import clock

ERRORS: dict[int, Any] = dict.fromkeys((400, 401, 404), ErrorSerializer)
LONGEST_OPEN = 7 * 24 * 3600  # seconds


class DoorEventSerializer(serializers.Serializer):
    """What a door controller sends."""

    reader = serializers.CharField(max_length=40, help_text="Code of the reader at the door")
    kind = serializers.ChoiceField(choices=DoorEventKind.choices())
    nonce = serializers.CharField(
        max_length=100, help_text="Names the message at this reader; the same one is kept once"
    )
    at = MomentField(required=False, help_text="The reader's own clock; at most a day back")
    attempt = serializers.CharField(
        max_length=100, required=False, allow_blank=True, help_text="Nonce of the attempt that it follows"
    )
    seconds = serializers.IntegerField(
        min_value=0, max_value=LONGEST_OPEN, required=False, help_text="How long the door stood open"
    )


class DoorEventAnswerSerializer(serializers.Serializer):
    """Kept, under this id."""

    id = serializers.UUIDField()


class DoorEvents(APIView):
    """A door tells of itself. The same message sent again is answered alike."""

    @extend_schema(
        operation_id="door_events_submit",
        request=DoorEventSerializer,
        responses={200: DoorEventAnswerSerializer} | ERRORS,
    )
    def post(self, request: Request) -> Response:
        check_capability(request, (Capability.SUBMIT_GATE_ATTEMPTS,))
        body = DoorEventSerializer(data=request.data)
        body.is_valid(raise_exception=True)
        sent = dict(body.validated_data)
        reader = access_attempt_reader(
            sent.pop("reader"),
            actor_id=request.user.pk,
            is_device=request.user.is_device,
            scope=request.scope,
        )
        event = door_event.tell(
            reader,
            door_event.Told(kind=DoorEventKind(sent.pop("kind")), **sent),
            actor=request.user.reference,
            scope=request.scope,
            at=clock.now(),
        )
        return Response({"id": str(event.id)})
