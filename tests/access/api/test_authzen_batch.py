"""OpenID AuthZEN: many decisions of the port's own policy in one request."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.test.utils import CaptureQueriesContext

from access.authzen.batch import MOST_ITEMS
from access.models import DataEvent, EventToScan
from ledger.models import Entry
from tests.people import Cast
from tests.scenario import CONTAINER, OTHER_CONTAINER, Scenario

pytestmark = [pytest.mark.db, pytest.mark.django_db]

ADDRESS = "/access/v1/evaluations"
Post = Callable[..., Any]
OPEN = {"resource": {"type": "container", "id": CONTAINER}}
CLOSED = {"resource": {"type": "container", "id": OTHER_CONTAINER}}
BROKEN = {"resource": {"type": "container"}}
TOO_LONG = {"resource": {"type": "container", "id": "x" * 61}}
UNKNOWN = {"action": {"name": "fly"}, **OPEN}


def batch(made: Scenario, *items: Any, **more: Any) -> dict[str, Any]:
    return {
        "subject": {"type": "person", "id": made.erin.log_ref},
        "action": {"name": "read:position"},
        "evaluations": list(items),
    } | more


def decisions(answer: Any) -> list[bool]:
    return [each["decision"] for each in answer.json()["evaluations"]]


def test_batch_when_asked_then_each_is_decided_and_on_record(made: Scenario, cast: Cast, post: Post) -> None:
    before = DataEvent.objects.count()
    answer = post(ADDRESS, batch(made, OPEN, CLOSED, BROKEN, TOO_LONG, UNKNOWN), cast.dora)
    assert answer.status_code == 200
    assert decisions(answer) == [True, False, False, False, False]
    said = [each["context"] for each in answer.json()["evaluations"]]
    assert said[2]["error"]["fields"] == {"resource.id": "Give this as a text."}
    assert "resource.id" in said[3]["error"]["fields"]
    assert said[4]["reasons"][0]["code"] == "action_unknown"
    events = DataEvent.objects.order_by("number")[before:]
    assert [(event.object_ref, event.result) for event in events] == [
        (CONTAINER, "ok"),
        (OTHER_CONTAINER, "denied"),
    ]
    assert [event.receipt for event in events] == [each["receipt"] for each in said[:2]]
    for event in events:
        assert Entry.objects.get(body__event=str(event.id)).receipt == event.receipt
        assert EventToScan.objects.filter(stream="data", event_number=event.number).exists()


@pytest.mark.parametrize(
    ("items", "semantic", "found"),
    [
        ((OPEN, CLOSED, OPEN), "deny_on_first_deny", [True, False]),
        ((OPEN, UNKNOWN, OPEN), "deny_on_first_deny", [True, False]),
        ((OPEN, TOO_LONG, OPEN), "deny_on_first_deny", [True, False]),
        ((CLOSED, UNKNOWN, OPEN, OPEN), "permit_on_first_permit", [False, False, True]),
        ((CLOSED, CLOSED), "permit_on_first_permit", [False, False]),
    ],
)
def test_batch_when_it_ends_early_then_only_what_was_answered_is_on_record(
    made: Scenario, cast: Cast, post: Post, items: tuple[Any, ...], semantic: str, found: list[bool]
) -> None:
    before = DataEvent.objects.count()
    body = batch(made, *items, options={"evaluations_semantic": semantic})
    assert decisions(post(ADDRESS, body, cast.dora)) == found
    answered = items[: len(found)]
    assert DataEvent.objects.count() - before == sum(item in (OPEN, CLOSED) for item in answered)


def test_batch_when_it_has_no_items_then_it_is_one_question(made: Scenario, cast: Cast, post: Post) -> None:
    one = batch(made, **OPEN)
    assert post(ADDRESS, one, cast.dora).json()["decision"] is True
    assert post(ADDRESS, one | {"resource": {"type": "container"}}, cast.dora).status_code == 400


def test_batch_when_the_semantic_is_unknown_then_400_and_nothing_recorded(
    made: Scenario, cast: Cast, post: Post
) -> None:
    before = DataEvent.objects.count()
    answer = post(ADDRESS, batch(made, OPEN, options={"evaluations_semantic": "some"}), cast.dora)
    assert answer.status_code == 400
    assert "options.evaluations_semantic" in answer.json()["fields"]
    assert DataEvent.objects.count() == before


def test_batch_when_it_is_large_then_as_many_statements_as_for_a_small_one(
    made: Scenario, cast: Cast, post: Post, django_assert_max_num_queries: Callable[[int], Any]
) -> None:
    post(ADDRESS, batch(made, OPEN), cast.dora)  # what is read once in the life of a process
    few: CaptureQueriesContext
    with django_assert_max_num_queries(40) as few:
        post(ADDRESS, batch(made, OPEN, CLOSED), cast.dora)
    with django_assert_max_num_queries(len(few)):
        answer = post(ADDRESS, batch(made, *[OPEN, CLOSED] * 100), cast.dora)
    assert decisions(answer) == [True, False] * 100


def test_batch_when_it_has_too_many_items_then_400(made: Scenario, cast: Cast, post: Post) -> None:
    answer = post(ADDRESS, batch(made, *[{}] * (MOST_ITEMS + 1)), cast.dora)
    assert answer.status_code == 400
    assert "10,000" in answer.json()["fields"]["evaluations"]


def test_batch_when_it_has_as_many_items_as_are_taken_then_all_are_answered_and_on_record(
    made: Scenario, cast: Cast, post: Post
) -> None:
    before = DataEvent.objects.count()
    answer = post(ADDRESS, batch(made, *[OPEN] * 9_999, BROKEN), cast.dora)
    assert decisions(answer) == [True] * 9_999 + [False]
    assert DataEvent.objects.count() - before == 9_999


def test_batch_when_json_is_deeper_than_anything_meant_then_400_and_no_overflow(
    made: Scenario, cast: Cast, post: Post
) -> None:
    deep = json.dumps(batch(made, OPEN))[:-1] + ', "context": ' + '{"a":' * 50_000 + "1" + "}" * 50_001
    answer = post(ADDRESS, deep, cast.dora)
    assert answer.status_code == 400
    assert "nested" in answer.json()["detail"]


def test_batch_when_role_does_not_ask_then_403_and_nothing_recorded(
    made: Scenario, cast: Cast, post: Post
) -> None:
    before = DataEvent.objects.count()
    assert post(ADDRESS, batch(made, OPEN), cast.frank).status_code == 403
    assert DataEvent.objects.count() == before
