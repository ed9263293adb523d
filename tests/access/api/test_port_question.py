"""What a question of AuthZEN means at a port."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from access.api.port_question import ACTION_NAMES, PortQuestion, meaning, meant_by
from access.authzen.question import read_question
from access.enums import DataAction, FieldClass
from portsec.kernel.errors import InvalidInput
from tests.access.authzen.bodies import JSON, UNHURRIED, body

pytestmark = pytest.mark.unit


def meant(**more: Any) -> PortQuestion:
    return meant_by(read_question(body(**more)))


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
    question = meant(action={"name": name})
    assert (question.action, question.field_class, question.unknown) == (action, field_class, ())


@pytest.mark.parametrize("wrong", ["MSCU\0", "\ud800", "x\udfff"])
@pytest.mark.parametrize(
    "path", ["subject.id", "subject.type", "resource.id", "action.name", "context.purpose"]
)
def test_question_when_a_text_can_be_kept_nowhere_then_said_where(path: str, wrong: str) -> None:
    whole = body()
    member, _, name = path.partition(".")
    whole[member] = {**whole.get(member, {}), name: wrong}
    with pytest.raises(InvalidInput) as refusal:
        meant_by(read_question(whole))
    assert set(refusal.value.fields) == {path}


def test_actions_when_searched_for_then_each_of_them_means_something() -> None:
    assert all(meaning(name) for name in ACTION_NAMES)
    assert len(set(ACTION_NAMES)) == len(ACTION_NAMES)


@pytest.mark.parametrize("name", ["delete", "read:", "read:everything", "READ", "release:now"])
def test_action_when_unknown_then_question_can_only_be_answered_with_no(name: str) -> None:
    assert [reason.code for reason in meant(action={"name": name}).unknown] == ["action_unknown"]


def test_resource_type_when_unknown_then_question_can_only_be_answered_with_no() -> None:
    question = meant(resource={"type": "vessel", "id": "1"}, action={"name": "fly"})
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
    assert meant(resource=named, context=context).field_class is wanted


def test_properties_when_a_caller_says_who_the_subject_is_then_they_mean_nothing() -> None:
    said = {"role": "admin", "clearance": "enhanced", "organisation": "LINE", "work_orders": ["W-1"]}
    claimed = meant(
        subject={"type": "account", "id": "dora", "properties": said},
        action={"name": "read", "properties": {"soft": True, "allowed": True}},
        resource={"type": "container", "id": "CSQU3054383", "properties": {"owner": "dora", "risk": 1}},
    )
    assert claimed == meant()


def test_container_number_when_written_loosely_then_in_one_form() -> None:
    assert meant(resource={"type": "container", "id": "csqu 305438-3"}).resource_id == "CSQU3054383"
    assert meant(resource={"type": "container", "id": "Box 7"}).resource_id == "Box 7"


@pytest.mark.parametrize(
    ("more", "path"),
    [
        ({"subject": {"type": "account", "id": "x" * 121}}, "subject.id"),
        ({"action": {"name": "x" * 61}}, "action.name"),
        ({"context": {"purpose": 7}}, "context.purpose"),
        ({"context": {"work_ref": "x" * 61}}, "context.work_ref"),
        ({"context": {"field_class": "S7"}}, "context.field_class"),
        ({"context": {"field_class": ["S1"]}}, "context.field_class"),
    ],
)
def test_question_when_a_member_is_wrong_then_named(more: dict[str, Any], path: str) -> None:
    with pytest.raises(InvalidInput) as caught:
        meant(**more)
    assert path in caught.value.fields


def test_question_when_context_has_unknown_members_then_they_are_ignored() -> None:
    assert meant(context={"time": 7, "mood": ["x"]}) == meant()


@UNHURRIED
@given(st.fixed_dictionaries({}, optional=dict.fromkeys(("subject", "action", "resource", "context"), JSON)))
def test_question_when_members_are_anything_then_meant_or_refused(anything: dict[str, Any]) -> None:
    with suppress(InvalidInput):
        assert isinstance(meant(**anything), PortQuestion)
