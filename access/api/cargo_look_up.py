"""Door through which a data user's own software looks up one container."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from access.api.serializers import ReasonSerializer
from access.containers import read_form
from access.enums import DataAction, FieldClass
from access.selectors.break_glass import with_open_glass
from access.selectors.cargo_visit import cargo_page
from access.selectors.work_context import port_named
from access.services import data_access
from access.services.data_access import Answer
from access.services.data_record import LookUp
from accounts.doors import has_fresh_sign_in
from accounts.roles import Capability
from portsec.interface.rest_error import ErrorSerializer
from portsec.kernel import clock
from portsec.kernel.errors import InvalidInput, NotFound

ERRORS: dict[int, Any] = dict.fromkeys((400, 401, 404), ErrorSerializer)
SYSTEM = "portsec-api"


class CargoLookUpSerializer(serializers.Serializer):
    """One question, for the caller's own work. Sent as a body, so that no number stands in addresses."""

    port = serializers.CharField(
        required=False, help_text="UN/LOCODE; may be left out where you have one port"
    )
    container = serializers.CharField(max_length=20)
    field_class = serializers.ChoiceField(
        choices=[one for one in FieldClass.choices() if one[0] != FieldClass.S0.value],
        default=FieldClass.S1.value,
    )
    purpose = serializers.CharField(max_length=200)
    work_ref = serializers.CharField(max_length=60, required=False, allow_blank=True, default="")


class FieldSerializer(serializers.Serializer):
    label = serializers.CharField()
    field_class = serializers.CharField()
    value = serializers.CharField()


class MaskedSerializer(serializers.Serializer):
    """`is_on_file` is null where the caller may not know even that."""

    label = serializers.CharField()
    field_class = serializers.CharField()
    why = serializers.CharField()
    is_on_file = serializers.BooleanField(allow_null=True)


class CargoAnswerSerializer(serializers.Serializer):
    """The decision, and what it opens. A container that is not there and one that is not yours look alike."""

    decision = serializers.BooleanField()
    reasons = ReasonSerializer(many=True)
    would_change = serializers.ListField(child=serializers.CharField())
    receipt = serializers.CharField()
    right_check_digit = serializers.BooleanField()
    fields_shown = FieldSerializer(many=True)
    fields_masked = MaskedSerializer(many=True)


class CargoLookUps(APIView):
    """One container, decided and recorded as on the page."""

    @extend_schema(
        operation_id="cargo_look_up",
        request=CargoLookUpSerializer,
        responses={200: CargoAnswerSerializer} | ERRORS,
    )
    def post(self, request: Request) -> Response:
        scope = with_open_glass(request.user, request.scope, at=clock.now())
        if not scope.holds(Capability.LOOK_UP_CARGO.value):
            raise NotFound("page")
        form = CargoLookUpSerializer(data=request.data)
        form.is_valid(raise_exception=True)
        said = form.validated_data
        try:
            number = read_form(said["container"])
        except InvalidInput as error:
            raise InvalidInput(error.detail, fields={"container": error.detail}) from None
        look_up = LookUp(
            subject_type="account",
            subject_id=request.user.username,
            action=DataAction.READ,
            field_class=FieldClass(said["field_class"]),
            object_ref=str(number),
            purpose=said["purpose"],
            work_ref=said["work_ref"],
            system=SYSTEM,
            ip=request.META.get("REMOTE_ADDR", ""),
        )
        port = port_named(said.get("port", ""), scope=scope, capability=Capability.LOOK_UP_CARGO)
        answer = data_access.answer(port, look_up, actor=request.user.reference, scope=scope, at=clock.now())
        shown = _opened(request, answer, FieldClass(said["field_class"]))
        return Response(
            CargoAnswerSerializer(
                {
                    "decision": answer.decision.verdict.allowed,
                    "reasons": [reason.as_dict() for reason in answer.decision.verdict.reasons],
                    "would_change": answer.decision.would_change,
                    "receipt": answer.event.receipt,
                    "right_check_digit": number.has_right_check_digit,
                    **shown,
                }
            ).data
        )


def _opened(request: Request, answer: Answer, asked: FieldClass) -> dict[str, Any]:
    if answer.visit is None:
        return {"fields_shown": [], "fields_masked": []}
    is_fresh = request.auth is None and has_fresh_sign_in(request)  # a token proves no person anew
    page = cargo_page(answer.visit, answer.decision, asked, is_fresh=is_fresh, scope=request.scope)
    return {"fields_shown": page.shown, "fields_masked": page.masked}
