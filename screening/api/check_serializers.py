"""Between JSON and plain typed data, for checks and their answers. No rule lives here."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from screening.api.countries import CountryField
from screening.enums import Advice, CheckKind, CheckResult, CheckState, UnobtainableReason
from screening.models import Check
from screening.record_entry import ConvictionInput, ProceedingInput
from screening.services.proof import ProofInput
from screening.suitability.words import (
    AdviceSubject,
    Circumstance,
    Completion,
    Exemption,
    Grade,
    Intent,
    Participation,
    ProofKind,
    RecordState,
)

MOST_CONVICTIONS = 200  # of one answer
MOST_PROOFS = 10


class CheckSerializer(serializers.ModelSerializer):
    """A check as its case tells it. What an authority advised is for the desk alone."""

    check = serializers.CharField(source="address", read_only=True, help_text="Names the check in addresses")
    kind = serializers.ChoiceField(choices=CheckKind.choices())
    subject = serializers.ChoiceField(choices=AdviceSubject.choices(), allow_blank=True)
    state = serializers.ChoiceField(choices=CheckState.choices())
    result = serializers.ChoiceField(choices=CheckResult.choices(), allow_blank=True)

    class Meta:
        model = Check
        fields = (
            "check",
            "kind",
            "country",
            "subject",
            "state",
            "result",
            "sent_on",
            "due_on",
            "answered_at",
            "late_days",
        )
        read_only_fields = fields

    def to_representation(self, instance: Check) -> dict[str, Any]:
        told: dict[str, Any] = super().to_representation(instance)
        return told | {"result": ""} if instance.advice else told


class RequestSerializer(CheckSerializer):
    """An open request with its case."""

    application = serializers.SlugRelatedField(slug_field="ref", read_only=True)
    owner = serializers.CharField(source="application.owner.username", read_only=True, default=None)

    class Meta(CheckSerializer.Meta):
        fields = ("application", "owner", *CheckSerializer.Meta.fields, "chasers")
        read_only_fields = fields


class RequestQuerySerializer(serializers.Serializer):
    """What narrows the list of open requests."""

    text = serializers.CharField(max_length=100, required=False, default="", allow_blank=True)
    country = CountryField(required=False, default="", allow_blank=True)
    kind = serializers.ChoiceField(choices=CheckKind.choices(), required=False, default="", allow_blank=True)
    overdue = serializers.BooleanField(required=False, default=False)


class AskStateSerializer(serializers.Serializer):
    """One more State to ask for a record."""

    kind = serializers.ChoiceField(choices=CheckKind.choices(), help_text="A record that a State keeps")
    country = CountryField()


class IdentityAnswerSerializer(serializers.Serializer):
    """What the identity document showed. Never the document's number."""

    result = serializers.ChoiceField(choices=CheckResult.choices())
    detail = serializers.CharField(max_length=300, help_text="The document and what was compared")


class PlainAnswerSerializer(serializers.Serializer):
    """What an officer found out about work, the right to work, finances or interests."""

    result = serializers.ChoiceField(choices=CheckResult.choices())
    detail = serializers.CharField(max_length=300, help_text="How it was verified, and with whom")
    valid_until = serializers.DateField(required=False, allow_null=True, default=None)


class AdviceSerializer(serializers.Serializer):
    """The word of an authority's advice and its reference; never a text."""

    advice = serializers.ChoiceField(choices=Advice.choices())
    reference = serializers.CharField(max_length=40)


class ConvictionSerializer(serializers.Serializer):
    """One conviction by ECRIS codes and dates."""

    offence_code = serializers.CharField(max_length=7)
    country = CountryField()
    decided_on = serializers.DateField()
    final_on = serializers.DateField(required=False, allow_null=True)
    offence_date = serializers.DateField(required=False, allow_null=True)
    custody_since = serializers.DateField(required=False, allow_null=True)
    released_on = serializers.DateField(required=False, allow_null=True)
    sanction_code = serializers.CharField(max_length=5, required=False, allow_blank=True)
    sanction_months = serializers.IntegerField(min_value=0, max_value=1200, required=False, allow_null=True)
    sanction_suspended = serializers.BooleanField(required=False)
    day_rates = serializers.IntegerField(min_value=0, max_value=1000, required=False, allow_null=True)
    completion = serializers.ChoiceField(choices=Completion.choices(), required=False, allow_blank=True)
    participation = serializers.ChoiceField(choices=Participation.choices(), required=False, allow_blank=True)
    exemption = serializers.ChoiceField(choices=Exemption.choices(), required=False, allow_blank=True)
    grade = serializers.ChoiceField(choices=Grade.choices(), required=False, allow_blank=True)
    intent = serializers.ChoiceField(choices=Intent.choices(), required=False, allow_blank=True)
    circumstances = serializers.ListField(
        child=serializers.ChoiceField(choices=Circumstance.choices()), required=False, max_length=30
    )
    rehabilitated = serializers.BooleanField(required=False)
    pardoned = serializers.BooleanField(required=False)
    amnesty = serializers.BooleanField(required=False)
    juvenile = serializers.BooleanField(required=False)
    declared = serializers.BooleanField(required=False)


class ProceedingSerializer(serializers.Serializer):
    """Proceedings without a conviction. An acquittal is never entered."""

    state = serializers.ChoiceField(choices=RecordState.choices())
    offence_code = serializers.CharField(max_length=7)
    country = CountryField()
    since = serializers.DateField(required=False, allow_null=True)
    ended_on = serializers.DateField(required=False, allow_null=True)


class RecordAnswerSerializer(serializers.Serializer):
    """What the authority answered: no rows for an empty record; States that must be asked directly."""

    detail = serializers.CharField(max_length=300, required=False, default="", allow_blank=True)
    convictions = ConvictionSerializer(many=True, required=False, max_length=MOST_CONVICTIONS)
    proceedings = ProceedingSerializer(many=True, required=False, max_length=MOST_CONVICTIONS)
    ask_directly = serializers.ListField(child=CountryField(), required=False, max_length=30)

    def rows(self) -> list[ConvictionInput]:
        return [
            ConvictionInput(**row | {"circumstances": tuple(row.get("circumstances", ()))})
            for row in self.validated_data.get("convictions", [])
        ]

    def proceeding_rows(self) -> list[ProceedingInput]:
        return [ProceedingInput(**row) for row in self.validated_data.get("proceedings", [])]


class ProofSerializer(serializers.Serializer):
    """One proof in place of the answer."""

    kind = serializers.ChoiceField(choices=ProofKind.choices())
    from_whom = serializers.CharField(max_length=120)
    dated_on = serializers.DateField()
    document = serializers.CharField(max_length=80, required=False, default="", allow_blank=True)
    note = serializers.CharField(max_length=300, required=False, default="", allow_blank=True)


class UnobtainableSerializer(serializers.Serializer):
    """Why no answer can be had, with the proofs that stand for it."""

    reason = serializers.ChoiceField(choices=UnobtainableReason.choices())
    proofs = ProofSerializer(many=True, required=False, max_length=MOST_PROOFS)

    def proof_rows(self) -> list[ProofInput]:
        return [
            ProofInput(**row | {"kind": ProofKind(row["kind"])})
            for row in self.validated_data.get("proofs", [])
        ]
