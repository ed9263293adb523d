"""Many questions at once: defaults, broken items, and when to stop."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from access.authzen.answer import evaluations
from access.authzen.batch import MOST_ITEMS, Batch, read_batch
from access.authzen.policy import Decision
from access.authzen.question import Question
from portsec.kernel.errors import InvalidInput
from tests.access.authzen.bodies import JSON, UNHURRIED, body
from tests.access.authzen.records import Records

pytestmark = pytest.mark.unit

READ, WRITE, BROKEN = {"action": {"name": "read"}}, {"action": {"name": "write"}}, {"action": 7}


class Asked(Records):
    """Notes which questions came to the policy."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    def decide(self, questions: Sequence[Question], *, stop_at: bool | None = None) -> Sequence[Decision]:
        self.asked = [question.action.name for question in questions]
        return super().decide(questions, stop_at=stop_at)


def batch(*items: Any, **more: Any) -> dict[str, Any]:
    return {
        "subject": {"type": "user", "id": "bob"},
        "resource": {"type": "record", "id": "record-1"},
        "evaluations": list(items),
    } | more


def semantic(name: str) -> dict[str, Any]:
    return {"options": {"evaluations_semantic": name}}


@pytest.mark.parametrize(
    ("items", "name", "decisions"),
    [
        ((READ, WRITE, READ), "execute_all", [True, False, True]),
        ((READ, WRITE, READ), "deny_on_first_deny", [True, False]),
        ((WRITE, READ, WRITE), "permit_on_first_permit", [False, True]),
        ((WRITE, WRITE), "permit_on_first_permit", [False, False]),
        ((READ, BROKEN, READ), "execute_all", [True, False, True]),
        ((READ, BROKEN, READ), "deny_on_first_deny", [True, False]),
        ((BROKEN, READ, WRITE), "permit_on_first_permit", [False, True]),
        ((BROKEN,), "execute_all", [False]),
    ],
)
def test_batch_when_semantic_is_given_then_answers_end_after_the_trigger(
    items: tuple[Any, ...], name: str, decisions: list[bool]
) -> None:
    answer = evaluations(batch(*items, **semantic(name)), Records())
    assert [each["decision"] for each in answer["evaluations"]] == decisions


def test_batch_when_an_item_is_broken_and_ends_it_then_later_ones_never_reach_the_policy() -> None:
    policy = Asked()
    evaluations(batch(READ, BROKEN, READ, WRITE, **semantic("deny_on_first_deny")), policy)
    assert policy.asked == ["read"]


def test_batch_when_an_item_is_broken_then_it_says_what_is_wrong() -> None:
    (answer,) = evaluations(batch(BROKEN), Records())["evaluations"]
    error = answer["context"]["error"]
    assert (error["status"], error["fields"]) == (400, {"action": "Give this as an object."})


@pytest.mark.parametrize("items", [[], None])
def test_batch_when_it_has_no_items_then_it_is_one_question(items: Any) -> None:
    asked = batch(**READ) | ({"evaluations": items} if items is not None else {})
    if items is None:
        del asked["evaluations"]
    assert evaluations(asked, Records()) == {"decision": True}


def test_batch_when_an_item_has_a_member_then_it_replaces_the_default_whole() -> None:
    asked = batch(
        {"resource": {"type": "record", "id": "record-2"}},
        {"resource": {"id": "record-3"}},
        {"context": {"purpose": "own"}},
        action={"name": "read", "properties": {"soft": True}},
        resource={"type": "record", "id": "record-1", "properties": {"status": "active"}},
        context={"purpose": "default", "port": "XXPEX"},
    )
    found = read_batch(asked)
    assert isinstance(found, Batch)
    whole, type_only, of_its_own = (item for item in found.items if isinstance(item, Question))
    assert (whole.resource.id, dict(whole.resource.properties)) == ("record-2", {})
    assert (type_only.resource.type, type_only.resource.id) == ("record", "record-3")
    assert dict(type_only.resource.properties) == {}
    assert of_its_own.context == {"purpose": "own"}
    assert of_its_own.action.properties == {"soft": True}


@pytest.mark.parametrize(
    ("more", "path"),
    [
        ({"evaluations": {}}, "evaluations"),
        ({"evaluations": None}, "evaluations"),
        ({"options": []}, "options"),
        (semantic("some"), "options.evaluations_semantic"),
        ({"options": {"evaluations_semantic": ["execute_all"]}}, "options.evaluations_semantic"),
        ({"subject": "bob"}, "subject"),
        ({"context": []}, "context"),
        ({"evaluations": [{}] * (MOST_ITEMS + 1)}, "evaluations"),
    ],
)
def test_batch_when_the_whole_is_wrong_then_refused_with_its_place(more: dict[str, Any], path: str) -> None:
    with pytest.raises(InvalidInput) as caught:
        read_batch(batch(READ) | more)
    assert path in caught.value.fields


def test_batch_when_it_has_as_many_items_as_are_taken_then_all_are_answered() -> None:
    assert len(evaluations(batch(*[READ] * MOST_ITEMS), Records())["evaluations"]) == MOST_ITEMS


@UNHURRIED
@given(st.lists(JSON, max_size=4), JSON, JSON)
def test_batch_when_it_holds_anything_then_answered_or_refused(
    items: list[Any], default: Any, options: Any
) -> None:
    with suppress(InvalidInput):
        answer = evaluations(
            body(subject=default, options=options) | {"evaluations": items or [{}]}, Records()
        )
        assert all(isinstance(each["decision"], bool) for each in answer["evaluations"])
