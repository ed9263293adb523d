"""Policies for other programs: which there are, which versions, and what each row says. Read only."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema, extend_schema_field
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.doors import check_capability
from accounts.roles import Capability
from portsec.interface.rest_error import ErrorSerializer
from screening.drafting.rule_table import rule_table
from screening.drafting.sheet import sheet
from screening.models import PolicyVersion
from screening.selectors.policy import access_version, policy_versions
from screening.services import policy

READERS = (Capability.VIEW_CASES, Capability.MANAGE_POLICIES)
REFUSED: dict[int, Any] = {401: ErrorSerializer, 404: ErrorSerializer}


class PolicyVersionSerializer(serializers.ModelSerializer):
    """One stored version. `digest` is the SHA-256 of its text."""

    class Meta:
        model = PolicyVersion
        fields = (
            "code",
            "version",
            "title",
            "legal_ref",
            "valid_from",
            "valid_to",
            "digest",
            "loaded_at",
        )


class RuleSerializer(serializers.Serializer):
    """One rule row, in words where a page says words, with every offence code that it looks at."""

    seq = serializers.IntegerField()
    kind = serializers.CharField()
    effect = serializers.CharField()
    reason = serializers.CharField()
    offence_codes = serializers.SerializerMethodField()
    window = serializers.CharField()
    floor = serializers.CharField()
    waiver = serializers.CharField()
    further = serializers.DictField(child=serializers.CharField())
    source = serializers.CharField()
    mark = serializers.CharField()

    def get_offence_codes(self, rule: Any) -> list[str]:
        return sorted({offence.code for group in rule.sets for offence in group.offences})


class SheetRowSerializer(serializers.Serializer):
    key = serializers.CharField()
    title = serializers.CharField()
    fields_stated = serializers.DictField(child=serializers.CharField(), source="fields")
    mark = serializers.CharField(allow_null=True)


class SectionSerializer(serializers.Serializer):
    key = serializers.CharField()
    title = serializers.CharField()
    rows = SheetRowSerializer(many=True)


class PolicyDetailSerializer(PolicyVersionSerializer):
    """A version with its rules, its other sections, and its text."""

    authority = serializers.SerializerMethodField()
    logic = serializers.SerializerMethodField()
    rules = serializers.SerializerMethodField()
    sections = serializers.SerializerMethodField()

    class Meta(PolicyVersionSerializer.Meta):
        fields = (
            *PolicyVersionSerializer.Meta.fields,
            "authority",
            "logic",
            "rules",
            "sections",
            "document",
        )

    def get_authority(self, version: PolicyVersion) -> str:
        return policy.parsed(version).authority

    def get_logic(self, version: PolicyVersion) -> str:
        return policy.parsed(version).logic.value

    @extend_schema_field(RuleSerializer(many=True))
    def get_rules(self, version: PolicyVersion) -> Any:
        return RuleSerializer(rule_table(policy.parsed(version)), many=True).data

    @extend_schema_field(SectionSerializer(many=True))
    def get_sections(self, version: PolicyVersion) -> Any:
        sections = [section for section in sheet(policy.parsed(version)) if section.key != "rules"]
        return SectionSerializer(sections, many=True).data


class PoliciesView(APIView):
    """Every version of every policy, by policy, newest first."""

    @extend_schema(
        operation_id="policies_list", responses={200: PolicyVersionSerializer(many=True)} | REFUSED
    )
    def get(self, request: Request) -> Response:
        check_capability(request, READERS)
        return Response(PolicyVersionSerializer(policy_versions(), many=True).data)


class PolicyView(APIView):
    """One version in full."""

    @extend_schema(operation_id="policies_read", responses={200: PolicyDetailSerializer} | REFUSED)
    def get(self, request: Request, code: str, version: int) -> Response:
        check_capability(request, READERS)
        return Response(PolicyDetailSerializer(access_version(code, version)).data)
