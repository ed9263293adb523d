"""The shapes of AuthZEN, for the API's description."""

from __future__ import annotations

from rest_framework import serializers

from access.api.serializers import ReasonSerializer
from access.authzen.batch import Semantic


class EntitySerializer(serializers.Serializer):
    type = serializers.CharField()
    id = serializers.CharField()
    properties = serializers.DictField(required=False)


class WantedEntitySerializer(serializers.Serializer):
    """What is searched for: its type."""

    type = serializers.CharField()


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


class BatchItemSerializer(serializers.Serializer):
    """A member stands in place of the default of that name above."""

    subject = EntitySerializer(required=False)
    action = ActionSerializer(required=False)
    resource = EntitySerializer(required=False)
    context = serializers.DictField(required=False)  # type: ignore[assignment]


class BatchOptionsSerializer(serializers.Serializer):
    evaluations_semantic = serializers.ChoiceField(choices=[each.value for each in Semantic], required=False)


class BatchSerializer(BatchItemSerializer):
    evaluations = BatchItemSerializer(many=True, required=False)
    options = BatchOptionsSerializer(required=False)


class PageAskedSerializer(serializers.Serializer):
    limit = serializers.IntegerField(required=False, min_value=1)
    token = serializers.CharField(required=False)


class SubjectSearchSerializer(serializers.Serializer):
    subject = WantedEntitySerializer()
    action = ActionSerializer()
    resource = EntitySerializer()
    context = serializers.DictField(required=False)  # type: ignore[assignment]
    page = PageAskedSerializer(required=False)


class ResourceSearchSerializer(serializers.Serializer):
    subject = EntitySerializer()
    action = ActionSerializer()
    resource = WantedEntitySerializer()
    context = serializers.DictField(required=False)  # type: ignore[assignment]
    page = PageAskedSerializer(required=False)


class ActionSearchSerializer(serializers.Serializer):
    subject = EntitySerializer()
    resource = EntitySerializer()
    context = serializers.DictField(required=False)  # type: ignore[assignment]


class ExplanationSerializer(serializers.Serializer):
    code = serializers.CharField()
    sentence = serializers.CharField()
    source = serializers.CharField()


class WhereToAskSerializer(serializers.Serializer):
    endpoint = serializers.URLField()
    expires_at = serializers.DateTimeField()


class DecisionContextSerializer(serializers.Serializer):
    """The last four come with a no that the account itself may ask to be turned into a yes."""

    reasons = ReasonSerializer(many=True)
    would_change = serializers.ListField(child=serializers.CharField())
    explanation = ExplanationSerializer(required=False)
    obligations = serializers.ListField(child=serializers.CharField())
    receipt = serializers.CharField(required=False)
    evaluation_id = serializers.CharField(required=False)
    evaluated_at = serializers.DateTimeField(required=False)
    reason = serializers.CharField(required=False)
    access_request = WhereToAskSerializer(required=False)


class DecisionSerializer(serializers.Serializer):
    """A refusal is an answer, too: status 200 and `decision` false."""

    decision = serializers.BooleanField()
    context = DecisionContextSerializer()  # type: ignore[assignment]


class DecisionsSerializer(serializers.Serializer):
    """In the order of the questions. An item that could not be read is a no whose context has an `error`."""

    evaluations = DecisionSerializer(many=True)


class PageGivenSerializer(serializers.Serializer):
    next_token = serializers.CharField(help_text="Empty at the end.", allow_blank=True)
    count = serializers.IntegerField()


class SearchContextSerializer(serializers.Serializer):
    complete = serializers.BooleanField(help_text="False: ask for the next part with the token.")
    receipt = serializers.CharField(required=False)


class FoundSerializer(serializers.Serializer):
    page = PageGivenSerializer()
    context = SearchContextSerializer()  # type: ignore[assignment]


class EntityNameSerializer(serializers.Serializer):
    type = serializers.CharField()
    id = serializers.CharField()


class ActionNameSerializer(serializers.Serializer):
    name = serializers.CharField()


class EntitiesFoundSerializer(FoundSerializer):
    results = EntityNameSerializer(many=True)


class ActionsFoundSerializer(FoundSerializer):
    results = ActionNameSerializer(many=True)


class DenialSerializer(serializers.Serializer):
    evaluation_id = serializers.CharField()
    expires_at = serializers.DateTimeField()


class RequestedAccessSerializer(serializers.Serializer):
    requested_until = serializers.DateTimeField()


class AccessRequestSerializer(EvaluationSerializer):
    """In the context: business_justification, and from S2 on case_ref. The subject is one's own account."""

    denial = DenialSerializer()
    requested_access = RequestedAccessSerializer()


class TaskHandleSerializer(serializers.Serializer):
    id = serializers.CharField()
    status = serializers.CharField(help_text="pending, approved, denied, expired or cancelled")
    status_endpoint = serializers.URLField()


class TaskSerializer(serializers.Serializer):
    task = TaskHandleSerializer()
    result = serializers.DictField(required=False)
