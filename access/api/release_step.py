"""Doors through which terminals and parties of a release chain take its steps, and see their own."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import generics, serializers
from rest_framework.request import Request
from rest_framework.response import Response

from access.containers import read_form
from access.enums import ReleaseState
from access.models import ReleaseRight
from access.selectors.release_right import own_rights_open
from access.selectors.work_context import port_named
from access.services import release_message
from access.services.release_message import STEPS, Message
from accounts.doors import check_capability, has_fresh_sign_in
from accounts.roles import Capability
from portsec.interface.rest_error import ErrorSerializer
from portsec.kernel import clock
from portsec.kernel.errors import InvalidInput, Refused
from portsec.kernel.verdict import deny

ERRORS: dict[int, Any] = dict.fromkeys((400, 401, 403, 404, 409), ErrorSerializer)
NEEDED = (Capability.LOOK_UP_CARGO, Capability.MANAGE_CARGO)


class StepSerializer(serializers.Serializer):
    """One step. The same message sent again answers as the first time and changes nothing."""

    port = serializers.CharField(
        required=False, help_text="UN/LOCODE; may be left out where you have one port"
    )
    container = serializers.CharField(max_length=20)
    step = serializers.ChoiceField(choices=[(step, step) for step in STEPS])
    to_organisation = serializers.CharField(
        max_length=60, required=False, default="", help_text="For offer: who is next"
    )
    collected_by = serializers.CharField(
        max_length=60, required=False, default="", help_text="For use: who came for the container"
    )
    account = serializers.CharField(
        max_length=150,
        required=False,
        default="",
        help_text="For use: the clerk who hands it over, if not you",
    )
    reason = serializers.CharField(
        max_length=500, required=False, default="", help_text="For decline and withdraw"
    )
    purpose = serializers.CharField(max_length=200, required=False, default="", help_text="For offer and use")
    work_ref = serializers.CharField(max_length=60, required=False, default="")


class RightSerializer(serializers.ModelSerializer):
    """One step of the chain, for its giver and its receiver."""

    port = serializers.SlugRelatedField(slug_field="locode", read_only=True)
    state = serializers.ChoiceField(choices=ReleaseState.choices(), read_only=True)

    class Meta:
        model = ReleaseRight
        fields = (
            *("ref", "port", "container", "from_organisation", "to_organisation", "state"),
            *("offered_at", "answered_at", "ended_at", "reason"),
        )
        read_only_fields = fields


class ReleaseSteps(generics.ListAPIView):
    """Steps of release rights of the caller's organisation, the newest first; POST takes one."""

    serializer_class = RightSerializer
    queryset = ReleaseRight.objects.none()
    filter_backends = ()

    def get_queryset(self) -> Any:
        check_capability(self.request, NEEDED)
        return own_rights_open(user=self.request.user, scope=self.request.scope, at=clock.now())

    @extend_schema(operation_id="release_steps_list", responses={200: RightSerializer(many=True)} | ERRORS)
    def get(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        return super().get(request, *args, **kwargs)

    @extend_schema(
        operation_id="release_step_take", request=StepSerializer, responses={200: RightSerializer} | ERRORS
    )
    def post(self, request: Request) -> Response:
        check_capability(request, NEEDED)
        form = StepSerializer(data=request.data)
        form.is_valid(raise_exception=True)
        if request.auth is None and not has_fresh_sign_in(request):
            raise Refused(deny("sign_in_again", "Sign in again before you take a step of a release right."))
        right = release_message.take(
            _message(form.validated_data, request),
            actor=request.user,
            scope=request.scope,
            at=clock.now(),
        )
        return Response(RightSerializer(right).data)


def _message(said: dict[str, Any], request: Request) -> Message:
    try:
        container = str(read_form(said["container"]))
    except InvalidInput as error:
        raise InvalidInput(error.detail, fields={"container": error.detail}) from None
    held = STEPS[said["step"]]
    texts = ("to_organisation", "collected_by", "account", "reason", "purpose", "work_ref")
    return Message(
        port=port_named(said.get("port", ""), scope=request.scope, capability=held),
        container=container,
        step=said["step"],
        **{name: said[name] for name in texts},
    )
