"""Between JSON and plain typed data. No rule lives here."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from screening.enums import (
    ApplicationKind,
    ApplicationState,
    CheckKind,
    CheckResult,
    CheckState,
    ClearanceLevel,
    ClearanceState,
    ListSource,
    PersonCategory,
)
from screening.matching.countries import country_names
from screening.models import Application, Check, ListVersion, Person
from screening.services.check import ConvictionInput
from screening.suitability.words import Completion, Exemption, Participation

MOST_CONVICTIONS = 200  # of one answer


class CountryField(serializers.CharField):
    """A country by its ISO 3166-1 code."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=2, help_text="ISO 3166-1 alpha-2", **kwargs)

    def to_internal_value(self, data: Any) -> str:
        code = super().to_internal_value(data)
        if code and code not in country_names():
            raise serializers.ValidationError(f"There is no country '{code}'.")
        return code


class PersonQuerySerializer(serializers.Serializer):
    """What narrows a list."""

    text = serializers.CharField(
        max_length=100, required=False, default="", allow_blank=True, help_text="Name, company or reference"
    )


class ApplicationQuerySerializer(PersonQuerySerializer):
    state = serializers.ChoiceField(
        choices=ApplicationState.choices(), required=False, default="", allow_blank=True
    )


class NewPersonSerializer(serializers.Serializer):
    """A person who is not registered yet. Employers leave the organisation out: it is their own."""

    family_name = serializers.CharField(max_length=120)
    given_names = serializers.CharField(max_length=120, required=False, default="", allow_blank=True)
    native_name = serializers.CharField(max_length=200, required=False, default="", allow_blank=True)
    birth_date = serializers.DateField(required=False, allow_null=True, default=None)
    nationality = CountryField(required=False, default="", allow_blank=True)
    sex = serializers.ChoiceField(choices=("F", "M", "X"), required=False, default="", allow_blank=True)
    category = serializers.ChoiceField(
        choices=PersonCategory.choices(), required=False, default=PersonCategory.EMPLOYEE.value
    )
    external_ref = serializers.CharField(max_length=60, required=False, default="", allow_blank=True)
    organisation = serializers.CharField(
        max_length=60, required=False, default="", allow_blank=True, help_text="Code of the employer"
    )
    job_title = serializers.CharField(max_length=120, required=False, default="", allow_blank=True)


class NewApplicationSerializer(serializers.Serializer):
    """An application: for a known person by reference, or with the person inline; one of the two."""

    person = serializers.CharField(
        max_length=12, required=False, help_text="Reference of a person who is registered already"
    )
    new_person = NewPersonSerializer(required=False)
    post = serializers.CharField(max_length=60, help_text="Code of the post")
    port = serializers.CharField(max_length=5, help_text="UN/LOCODE of the port")
    declared_convictions = serializers.BooleanField(
        required=False, allow_null=True, default=None, help_text="Null where the person was not asked"
    )
    declared_history = serializers.BooleanField(
        required=False, default=False, help_text="Five years of work, education and addresses are declared"
    )

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        if ("person" in attrs) == ("new_person" in attrs):
            raise serializers.ValidationError({"person": "Give either person or new_person."})
        return attrs


class CheckSerializer(serializers.ModelSerializer):
    kind = serializers.ChoiceField(choices=CheckKind.choices())
    state = serializers.ChoiceField(choices=CheckState.choices())
    result = serializers.ChoiceField(choices=CheckResult.choices(), allow_blank=True)

    class Meta:
        model = Check
        fields = ("kind", "state", "result", "due_on", "answered_at")
        read_only_fields = fields


class ReceiptSerializer(serializers.ModelSerializer):
    """What the sender of an application learns: that it was received, and its references."""

    person = serializers.SlugRelatedField(slug_field="ref", read_only=True)
    post = serializers.SlugRelatedField(slug_field="code", read_only=True)
    port = serializers.SlugRelatedField(slug_field="locode", read_only=True)

    class Meta:
        model = Application
        fields = ("ref", "person", "post", "port", "submitted_at")
        read_only_fields = fields


class ApplicationSerializer(serializers.ModelSerializer):
    """A case without its findings and grounds: those are for the desk."""

    person = serializers.SlugRelatedField(slug_field="ref", read_only=True)
    name = serializers.CharField(source="person.full_name", read_only=True)
    post = serializers.SlugRelatedField(slug_field="code", read_only=True)
    port = serializers.SlugRelatedField(slug_field="locode", read_only=True)
    owner = serializers.SlugRelatedField(slug_field="username", read_only=True, allow_null=True)
    kind = serializers.ChoiceField(choices=ApplicationKind.choices(), read_only=True)
    state = serializers.ChoiceField(choices=ApplicationState.choices(), read_only=True)
    level = serializers.ChoiceField(choices=ClearanceLevel.choices(), read_only=True)
    checks = CheckSerializer(many=True, read_only=True)

    class Meta:
        model = Application
        fields = (
            "ref",
            "person",
            "name",
            "post",
            "port",
            "kind",
            "state",
            "level",
            "urgent",
            "owner",
            "submitted_at",
            "due_on",
            "closed_at",
            "checks",
        )
        read_only_fields = fields


class IdentityAnswerSerializer(serializers.Serializer):
    """What the identity document showed. Never the document's number."""

    result = serializers.ChoiceField(choices=CheckResult.choices())
    detail = serializers.CharField(max_length=300, help_text="The document and what was compared")


class ConvictionSerializer(serializers.Serializer):
    """One conviction by ECRIS codes and dates."""

    offence_code = serializers.CharField(max_length=7)
    country = CountryField()
    decided_on = serializers.DateField()
    final_on = serializers.DateField(required=False, allow_null=True)
    offence_date = serializers.DateField(required=False, allow_null=True)
    released_on = serializers.DateField(required=False, allow_null=True)
    sanction_code = serializers.CharField(max_length=5, required=False, allow_blank=True)
    sanction_months = serializers.IntegerField(min_value=0, max_value=1200, required=False, allow_null=True)
    sanction_suspended = serializers.BooleanField(required=False)
    day_rates = serializers.IntegerField(min_value=0, max_value=1000, required=False, allow_null=True)
    completion = serializers.ChoiceField(choices=Completion.choices(), required=False, allow_blank=True)
    participation = serializers.ChoiceField(choices=Participation.choices(), required=False, allow_blank=True)
    exemption = serializers.ChoiceField(choices=Exemption.choices(), required=False, allow_blank=True)
    rehabilitated = serializers.BooleanField(required=False)
    pardoned = serializers.BooleanField(required=False)
    amnesty = serializers.BooleanField(required=False)
    juvenile = serializers.BooleanField(required=False)
    declared = serializers.BooleanField(required=False)


class RecordAnswerSerializer(serializers.Serializer):
    """What the authority answered: no rows for an empty record, or that no answer can be had."""

    obtainable = serializers.BooleanField(required=False, default=True)
    detail = serializers.CharField(max_length=300, required=False, default="", allow_blank=True)
    convictions = ConvictionSerializer(many=True, required=False, max_length=MOST_CONVICTIONS)

    def rows(self) -> list[ConvictionInput]:
        return [ConvictionInput(**row) for row in self.validated_data.get("convictions", [])]


class ClearanceSerializer(serializers.Serializer):
    state = serializers.ChoiceField(choices=ClearanceState.choices())
    level = serializers.ChoiceField(choices=ClearanceLevel.choices())
    valid_until = serializers.DateField()


class PersonSerializer(serializers.ModelSerializer):
    """A person with the clearance that counts today."""

    organisation = serializers.SlugRelatedField(slug_field="code", read_only=True, allow_null=True)
    port = serializers.SlugRelatedField(slug_field="locode", read_only=True)
    clearance = serializers.SerializerMethodField()

    class Meta:
        model = Person
        fields = (
            "ref",
            "external_ref",
            "family_name",
            "given_names",
            "birth_date",
            "nationality",
            "category",
            "organisation",
            "port",
            "job_title",
            "clearance",
        )
        read_only_fields = fields

    @extend_schema_field(ClearanceSerializer(allow_null=True))
    def get_clearance(self, person: Any) -> dict[str, Any] | None:
        if person.clearance_state is None:
            return None
        current = {
            "state": person.clearance_state,
            "level": person.clearance_level,
            "valid_until": person.clearance_until,
        }
        return ClearanceSerializer(current).data


class WatchlistSerializer(serializers.ModelSerializer):
    """The version of a list that is in force."""

    source = serializers.ChoiceField(choices=ListSource.choices(), read_only=True)

    class Meta:
        model = ListVersion
        fields = (
            "source",
            "number",
            "digest",
            "published_at",
            "loaded_at",
            "entries",
            "names",
            "added",
            "changed",
            "removed",
        )
        read_only_fields = fields
