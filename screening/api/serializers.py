"""Between JSON and plain typed data. No rule lives here."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from screening.api.check_serializers import CheckSerializer
from screening.api.countries import CountryField
from screening.enums import (
    ApplicationKind,
    ApplicationState,
    ClearanceLevel,
    ClearanceState,
    ListSource,
    PersonCategory,
)
from screening.models import Application, ListVersion, Person


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
