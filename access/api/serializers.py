"""Between JSON and plain typed data. No rule lives here."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from access.enums import BadgeState, Biometric, Direction, PersonCaseState, Severity
from access.gate.duties import SHOWN
from access.models import Badge, Flag, GateEvent, PersonCase
from access.selectors.case_finding import RULE_TITLES
from access.selectors.pseudonym import is_unmasked, name_of, pseudonym_of

LONGEST_CREDENTIAL = 700  # characters; a signed credential has at most 600 as text
MOST_GUARDS = 4
MOST_OCCUPANTS = 200  # a bus


@extend_schema_field(OpenApiTypes.DATETIME)
class MomentField(serializers.DateTimeField):
    """An ISO 8601 time with its offset. One without would mean another moment in another time zone."""

    def enforce_timezone(self, value: datetime) -> datetime:
        if value.tzinfo is None:
            raise serializers.ValidationError("Give the offset too, as in 2026-11-22T03:02:53+01:00.")
        return super().enforce_timezone(value)


class AttemptSerializer(serializers.Serializer):
    """What a reader sends."""

    reader = serializers.CharField(max_length=40, help_text="Code of the reader")
    credential = serializers.CharField(
        max_length=LONGEST_CREDENTIAL, help_text="What was read from the badge: PB1: and what follows"
    )
    direction = serializers.ChoiceField(
        choices=Direction.choices(), help_text="Seen from the area that the reader leads to"
    )
    nonce = serializers.CharField(
        max_length=100, help_text="Names the attempt at this reader; the same one gives the same answer again"
    )
    at = MomentField(required=False, help_text="The reader's own clock; at most a day back")
    auth_mode = serializers.CharField(
        max_length=30,
        required=False,
        allow_blank=True,
        help_text="How the holder proved who they are, as in pin; pin+duress is the duress code",
    )
    vehicle = serializers.CharField(
        max_length=30, required=False, allow_blank=True, help_text="Number plate of the vehicle in the lane"
    )
    escort = serializers.CharField(
        max_length=LONGEST_CREDENTIAL,
        required=False,
        allow_blank=True,
        help_text="Badge of the escort, as number or as read; empty takes the escort of the visit",
    )
    biometric = serializers.ChoiceField(
        choices=[(one.value, one.label) for one in Biometric if one],
        required=False,
        help_text="ready says that the reader can compare and was not asked to",
    )
    guards = serializers.ListField(
        child=serializers.CharField(max_length=LONGEST_CREDENTIAL),
        max_length=MOST_GUARDS,
        required=False,
        help_text="Badges of guards who have compared by sight",
    )
    occupants = serializers.IntegerField(
        min_value=0, max_value=MOST_OCCUPANTS, required=False, help_text="People counted in the vehicle"
    )
    duress = serializers.BooleanField(required=False, help_text="The holder used the duress code")
    list_version = MomentField(
        required=False, help_text="When the list of revoked badges was issued that the reader holds"
    )


class ReasonSerializer(serializers.Serializer):
    """One reason: a stable code and a sentence for people."""

    code = serializers.CharField()
    detail = serializers.CharField()


class AttemptAnswerSerializer(serializers.Serializer):
    """The decision with every reason. `person` is there only when the gate opens."""

    decision = serializers.ChoiceField(choices=[("grant", "Open"), ("refuse", "Do not open")])
    reasons = ReasonSerializer(many=True)
    person = serializers.CharField(required=False)
    duties = serializers.ListField(
        child=serializers.ChoiceField(choices=[(duty, duty) for duty in SHOWN]),
        help_text="escort_stays, or ask_second: wait for a second badge",
    )
    receipt = serializers.CharField()


class BadgeSerializer(serializers.ModelSerializer):
    port = serializers.SlugRelatedField(slug_field="locode", read_only=True)
    person = serializers.SlugRelatedField(slug_field="ref", read_only=True, allow_null=True)
    name = serializers.CharField(source="person.full_name", read_only=True, default="")
    state = serializers.ChoiceField(choices=BadgeState.choices(), read_only=True)

    class Meta:
        model = Badge
        fields = (
            "serial",
            "port",
            "person",
            "name",
            "areas",
            "valid_from",
            "valid_until",
            "state",
            "state_since",
        )
        read_only_fields = fields


class GateEventSerializer(serializers.ModelSerializer):
    """An attempt. What the reader said stays as text, also where nothing of that name is known here."""

    port = serializers.SlugRelatedField(slug_field="locode", read_only=True)
    reader = serializers.CharField(source="reader_code", read_only=True)
    badge = serializers.CharField(source="badge_serial", read_only=True)
    person = serializers.CharField(source="person_ref", read_only=True)
    direction = serializers.ChoiceField(choices=Direction.choices(), read_only=True)
    result = serializers.CharField(read_only=True, help_text="granted or refused")

    class Meta:
        model = GateEvent
        fields = (
            "id",
            "port",
            "at",
            "received_at",
            "reader",
            "direction",
            "badge",
            "person",
            "result",
            "reasons",
            "auth_mode",
            "vehicle",
            "escort",
            "receipt",
        )
        read_only_fields = fields


class FlagSerializer(serializers.ModelSerializer):
    severity = serializers.ChoiceField(choices=Severity.choices(), read_only=True)

    class Meta:
        model = Flag
        fields = ("rule", "severity", "events", "text", "first_at", "last_at")
        read_only_fields = fields


class PersonCaseSerializer(serializers.ModelSerializer):
    """A person-case with what each rule found. `score` ranks between 0 and 1; it decides nothing."""

    port = serializers.SlugRelatedField(slug_field="locode", read_only=True)
    person = serializers.SerializerMethodField(help_text="A pseudonym until you unmask the case at the desk")
    name = serializers.SerializerMethodField()
    state = serializers.ChoiceField(choices=PersonCaseState.choices(), read_only=True)
    owner = serializers.SlugRelatedField(slug_field="username", read_only=True, allow_null=True)
    reassessment = serializers.CharField(source="reassessment_ref", read_only=True)
    rules = serializers.SerializerMethodField()

    class Meta:
        model = PersonCase
        fields = (
            "ref",
            "port",
            "person",
            "name",
            "state",
            "score",
            "bypass",
            "owner",
            "opened_at",
            "updated_at",
            "closed_at",
            "reassessment",
            "rules",
        )
        read_only_fields = fields

    def get_person(self, case: PersonCase) -> str:
        return case.subject if is_unmasked(case) else pseudonym_of(case.port_id, case.subject)

    def get_name(self, case: PersonCase) -> str:
        return name_of(case)

    @extend_schema_field(FlagSerializer(many=True))
    def get_rules(self, case: PersonCase) -> Any:
        """While the case is masked, what a rule found is told by its title: its sentence may name people."""
        told = FlagSerializer(case.flags.all(), many=True).data
        if is_unmasked(case):
            return told
        return [flag | {"text": RULE_TITLES.get(flag["rule"], ""), "events": []} for flag in told]
