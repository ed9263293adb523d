"""Reading an AuthZEN evaluation request."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from access.api.evaluation_request import Question, read_question
from access.enums import DataAction, FieldClass
from portsec.kernel.errors import InvalidInput

pytestmark = pytest.mark.unit

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=12),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=12,
)


def body(**more: Any) -> dict[str, Any]:
    return {
        "subject": {"type": "account", "id": "dora"},
        "action": {"name": "read"},
        "resource": {"type": "container", "id": "CSQU3054383"},
    } | more


@pytest.mark.parametrize(
    ("name", "action", "field_class"),
    [
        ("read", DataAction.READ, FieldClass.S1),
        ("read:size", DataAction.READ, FieldClass.S1),
        ("read:terminal", DataAction.READ, FieldClass.S1),
        ("read:position", DataAction.READ, FieldClass.S2),
        ("read:release", DataAction.READ, FieldClass.S3),
        ("read:scan", DataAction.READ, FieldClass.S3),
        ("export", DataAction.EXPORT, FieldClass.S1),
        ("write", DataAction.WRITE, FieldClass.S2),
        ("release", DataAction.RELEASE, FieldClass.S3),
        ("override", DataAction.OVERRIDE, FieldClass.S3),
    ],
)
def test_action_when_known_then_means_an_act_and_a_class(
    name: str, action: DataAction, field_class: FieldClass
) -> None:
    question = read_question(body(action={"name": name}))
    assert (question.action, question.field_class, question.unknown) == (action, field_class, ())


@pytest.mark.parametrize("name", ["delete", "read:", "read:everything", "READ", "release:now"])
def test_action_when_unknown_then_question_can_only_be_answered_with_no(name: str) -> None:
    question = read_question(body(action={"name": name}))
    assert [reason.code for reason in question.unknown] == ["action_unknown"]


def test_resource_type_when_unknown_then_question_can_only_be_answered_with_no() -> None:
    question = read_question(body(resource={"type": "vessel", "id": "1"}, action={"name": "fly"}))
    assert [reason.code for reason in question.unknown] == ["action_unknown", "resource_type_unknown"]


@pytest.mark.parametrize(
    ("resource", "context", "wanted"),
    [
        ({"field_class": "S3"}, {}, FieldClass.S3),
        ({}, {"field_class": "S2"}, FieldClass.S2),
        ({"field_class": "S2"}, {"field_class": "S3"}, FieldClass.S3),
        ({"field_class": "S0"}, {}, FieldClass.S1),
    ],
)
def test_field_class_when_named_then_raises_and_never_lowers(
    resource: dict[str, str], context: dict[str, str], wanted: FieldClass
) -> None:
    named = {"type": "container", "id": "CSQU3054383", "properties": resource}
    assert read_question(body(resource=named, context=context)).field_class is wanted


def test_container_number_when_written_loosely_then_in_one_form() -> None:
    asked = read_question(body(resource={"type": "container", "id": "csqu 305438-3"}))
    assert asked.resource_id == "CSQU3054383"
    assert read_question(body(resource={"type": "container", "id": "Box 7"})).resource_id == "Box 7"


@pytest.mark.parametrize(
    ("more", "path"),
    [
        ({"subject": None}, "subject"),
        ({"subject": "dora"}, "subject"),
        ({"subject": {"type": "account"}}, "subject.id"),
        ({"subject": {"type": 1, "id": "x"}}, "subject.type"),
        ({"subject": {"type": "account", "id": ""}}, "subject.id"),
        ({"subject": {"type": "account", "id": "x" * 121}}, "subject.id"),
        ({"subject": {"type": "account", "id": "x", "properties": []}}, "subject.properties"),
        ({"action": {}}, "action.name"),
        ({"action": {"name": 123}}, "action.name"),
        ({"action": {"name": "read", "properties": "x"}}, "action.properties"),
        ({"resource": []}, "resource"),
        ({"resource": {"type": "container"}}, "resource.id"),
        ({"resource": {"type": "container", "id": 7}}, "resource.id"),
        ({"context": []}, "context"),
        ({"context": None}, "context"),
        ({"context": {"purpose": 7}}, "context.purpose"),
        ({"context": {"work_ref": "x" * 61}}, "context.work_ref"),
        ({"context": {"field_class": "S7"}}, "context.field_class"),
        ({"context": {"field_class": ["S1"]}}, "context.field_class"),
    ],
)
def test_question_when_a_member_is_missing_or_wrong_then_named(more: dict[str, Any], path: str) -> None:
    with pytest.raises(InvalidInput) as caught:
        read_question(body(**more))
    assert path in caught.value.fields


def test_question_when_it_has_unknown_members_then_they_are_ignored() -> None:
    plain = read_question(body())
    more = body(
        subject={"type": "account", "id": "dora", "customAttr": {"k": "v"}},
        futureField={"nested": True},
        context={"time": 7, "mood": ["x"]},
    )
    assert read_question(more) == plain


@given(JSON)
def test_question_when_body_is_anything_then_read_or_refused(anything: Any) -> None:
    with suppress(InvalidInput):
        assert isinstance(read_question(anything), Question)


@given(st.fixed_dictionaries({}, optional=dict.fromkeys(("subject", "action", "resource", "context"), JSON)))
def test_question_when_members_are_anything_then_read_or_refused(anything: dict[str, Any]) -> None:
    with suppress(InvalidInput):
        found = read_question(body(**anything))
        assert found.subject_id
        assert found.resource_id
