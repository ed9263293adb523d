"""Reading a question: what is missing or of the wrong type is named, what is unknown is ignored."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from access.authzen.question import Question, read_question
from portsec.kernel.errors import InvalidInput
from tests.access.authzen.bodies import JSON, UNHURRIED, body

pytestmark = pytest.mark.unit


@pytest.mark.parametrize(
    ("more", "path"),
    [
        ({"subject": None}, "subject"),
        ({"subject": "dora"}, "subject"),
        ({"subject": {"type": "account"}}, "subject.id"),
        ({"subject": {"type": 1, "id": "x"}}, "subject.type"),
        ({"subject": {"type": "account", "id": ""}}, "subject.id"),
        ({"subject": {"type": "account", "id": "x", "properties": []}}, "subject.properties"),
        ({"action": {}}, "action.name"),
        ({"action": {"name": 123}}, "action.name"),
        ({"action": {"name": "read", "properties": "x"}}, "action.properties"),
        ({"resource": []}, "resource"),
        ({"resource": {"type": "container"}}, "resource.id"),
        ({"resource": {"type": "container", "id": 7}}, "resource.id"),
        ({"context": []}, "context"),
        ({"context": None}, "context"),
    ],
)
def test_question_when_a_member_is_missing_or_wrong_then_named(more: dict[str, Any], path: str) -> None:
    with pytest.raises(InvalidInput) as caught:
        read_question(body(**more))
    assert path in caught.value.fields


def test_question_when_it_has_unknown_members_then_they_are_ignored() -> None:
    more = body(
        subject={"type": "account", "id": "dora", "customAttr": {"k": "v"}}, futureField={"nested": True}
    )
    assert read_question(more) == read_question(body())


@UNHURRIED
@given(JSON)
def test_question_when_body_is_anything_then_read_or_refused(anything: Any) -> None:
    with suppress(InvalidInput):
        assert isinstance(read_question(anything), Question)


@UNHURRIED
@given(st.fixed_dictionaries({}, optional=dict.fromkeys(("subject", "action", "resource", "context"), JSON)))
def test_question_when_members_are_anything_then_read_or_refused(anything: dict[str, Any]) -> None:
    with suppress(InvalidInput):
        found = read_question(body(**anything))
        assert found.subject.id
        assert found.resource.id
