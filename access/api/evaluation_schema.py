"""The shapes of an AuthZEN evaluation, for the API's description."""

from __future__ import annotations

from rest_framework import serializers

from access.api.serializers import ReasonSerializer


class EntitySerializer(serializers.Serializer):
    type = serializers.CharField()
    id = serializers.CharField()
    properties = serializers.DictField(required=False)


class ActionSerializer(serializers.Serializer):
    name = serializers.CharField(help_text="read, list, …, or read:<field> such as read:position")
    properties = serializers.DictField(required=False)


class EvaluationSerializer(serializers.Serializer):
    """Subject `account` or `person`, resource `container`. In the context: purpose, work_ref, field_class,
    system, workstation_area, ip, and port (UN/LOCODE) for callers of several ports."""

    subject = EntitySerializer()
    action = ActionSerializer()
    resource = EntitySerializer()
    context = serializers.DictField(required=False)  # type: ignore[assignment]


class ExplanationSerializer(serializers.Serializer):
    code = serializers.CharField()
    sentence = serializers.CharField()
    source = serializers.CharField()


class DecisionContextSerializer(serializers.Serializer):
    reasons = ReasonSerializer(many=True)
    would_change = serializers.ListField(child=serializers.CharField())
    explanation = ExplanationSerializer(required=False)
    obligations = serializers.ListField(child=serializers.CharField())
    receipt = serializers.CharField(required=False)


class DecisionSerializer(serializers.Serializer):
    """A refusal is an answer, too: status 200 and `decision` false."""

    decision = serializers.BooleanField()
    context = DecisionContextSerializer()  # type: ignore[assignment]
