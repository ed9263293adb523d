"""OpenID AuthZEN: searches on the port's own policy, and that they agree with its decisions."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest

from access.api.port_question import ACTION_NAMES
from access.models import DataEvent, WorkOrder
from screening.models import Person
from screening.services import clearance
from tests.access.holders import make_cleared
from tests.people import Actor, Cast
from tests.scenario import CONTAINER, OTHER_CONTAINER, Scenario
from tests.witness import Record

pytestmark = [pytest.mark.db, pytest.mark.django_db]

SUBJECTS, RESOURCES, ACTIONS = (f"/access/v1/search/{each}" for each in ("subject", "resource", "action"))
Post = Callable[..., Any]


def wanted(**more: Any) -> dict[str, Any]:
    return {
        "subject": {"type": "person"},
        "action": {"name": "read:position"},
        "resource": {"type": "container", "id": CONTAINER},
    } | more


def about(made: Scenario, **more: Any) -> dict[str, Any]:
    return wanted(subject={"type": "person", "id": made.erin.log_ref}, **more)


@pytest.fixture
def second(made: Scenario, now: datetime) -> Person:
    """Somebody else with an order for the same container."""
    someone = make_cleared(made, "Second", at=now)
    WorkOrder.objects.create(
        port=made.port,
        ref="W-2",
        kind="move",
        person_ref=someone.log_ref,
        object_ref=CONTAINER,
        opened_at=now,
    )
    return someone


def test_subjects_when_searched_then_who_has_work_on_it_and_nobody_else(
    made: Scenario, cast: Cast, second: Person, post: Post, record: Record
) -> None:
    record.new()
    answer = post(SUBJECTS, wanted(), cast.dora)
    assert answer.status_code == 200
    found = answer.json()
    assert {each["id"] for each in found["results"]} == {made.erin.log_ref, second.log_ref}
    assert all(list(each) == ["type", "id"] for each in found["results"])
    assert (found["context"]["complete"], found["page"]["next_token"]) == (True, "")
    entry = record.one("access.visibility.asked")
    assert (entry.body["found"], entry.subject) == (2, f"container:{CONTAINER}")


def test_subjects_when_searched_in_parts_then_the_same_ones_each_once(
    made: Scenario, cast: Cast, second: Person, post: Post
) -> None:
    first = post(SUBJECTS, wanted(page={"limit": 1}), cast.dora).json()
    token = first["page"]["next_token"]
    rest = post(SUBJECTS, wanted(page={"limit": 5, "token": token}), cast.dora).json()
    names = [each["id"] for each in first["results"] + rest["results"]]
    assert sorted(names) == sorted({made.erin.log_ref, second.log_ref})
    assert first["context"]["complete"] is False
    other = post(SUBJECTS, wanted(action={"name": "read"}, page={"token": token}), cast.dora)
    assert other.status_code == 400


def test_searches_when_asked_then_they_agree_with_the_decision(
    made: Scenario, cast: Cast, second: Person, post: Post
) -> None:
    for action in ("read", "read:position", "read:release", "write", "release"):
        seers = post(SUBJECTS, wanted(action={"name": action}), cast.dora).json()["results"]
        names = {each["id"] for each in seers}
        for person in Person.objects.filter(port=made.port):
            asked = wanted(subject={"type": "person", "id": person.log_ref}, action={"name": action})
            decided = post("/access/v1/evaluation", asked, cast.dora).json()["decision"]
            assert decided is (person.log_ref in names), (action, person.log_ref)
            boxes = post(RESOURCES, asked | {"resource": {"type": "container"}}, cast.dora).json()["results"]
            assert (CONTAINER in {box["id"] for box in boxes}) is decided, (action, person.log_ref)


def test_actions_when_searched_then_exactly_those_that_would_be_allowed(
    made: Scenario, cast: Cast, post: Post
) -> None:
    """Searched anew each time: a step that was allowed may speak against the next one."""
    seen = set()
    for name in ACTION_NAMES:
        found = {each["name"] for each in post(ACTIONS, about(made), cast.dora).json()["results"]}
        asked = about(made, action={"name": name})
        decided = post("/access/v1/evaluation", asked, cast.dora).json()["decision"]
        assert (name in found) is decided, name
        seen.add(decided)
    assert seen == {True, False}


def test_searches_when_clearance_is_suspended_then_the_next_one_knows(
    made: Scenario, cast: Cast, bob: Actor, now: datetime, post: Post
) -> None:
    asked = about(made, resource={"type": "container"})
    assert post(RESOURCES, asked, cast.dora).json()["results"] == [{"type": "container", "id": CONTAINER}]
    clearance.suspend(made.clearance, reason="Under review.", **bob.acts(now))
    assert post(RESOURCES, asked, cast.dora).json()["results"] == []
    assert post(SUBJECTS, wanted(), cast.dora).json()["results"] == []
    public = {"read:vessel", "read:eta"}  # these need no clearance
    assert {each["name"] for each in post(ACTIONS, about(made), cast.dora).json()["results"]} <= public


@pytest.mark.parametrize(
    ("address", "more"),
    [
        (SUBJECTS, {"subject": {"type": "spaceship"}}),
        (SUBJECTS, {"resource": {"type": "container", "id": OTHER_CONTAINER}}),
        (SUBJECTS, {"resource": {"type": "vessel", "id": "V"}}),
        (SUBJECTS, {"action": {"name": "fly"}}),
        (RESOURCES, {"subject": {"type": "person", "id": "NOBODY"}}),
        (RESOURCES, {"subject": {"type": "org", "id": "QUAYSIDE"}}),
        (ACTIONS, {"subject": {"type": "person", "id": "NOBODY"}}),
        (ACTIONS, {"subject": {"type": "person", "id": "NOBODY"}, "resource": {"type": "vessel", "id": "V"}}),
    ],
)
def test_search_when_something_is_unknown_then_nothing_found_and_no_error(
    made: Scenario, cast: Cast, post: Post, address: str, more: dict[str, Any]
) -> None:
    answer = post(address, wanted() | more, cast.dora)
    assert (answer.status_code, answer.json()["results"]) == (200, [])


@pytest.mark.parametrize("address", [SUBJECTS, RESOURCES, ACTIONS])
def test_search_when_the_type_can_only_be_decided_on_then_400_and_no_wrong_answer(
    made: Scenario, cast: Cast, post: Post, address: str
) -> None:
    answer = post(address, about(made, resource={"type": "vessel_call", "id": "VC-1"}), cast.dora)
    assert (answer.status_code, list(answer.json()["fields"])) == (400, ["resource.type"])


def test_search_when_a_caller_claims_a_role_then_nothing_is_added(
    made: Scenario, cast: Cast, post: Post
) -> None:
    claims = {"role": "admin", "field_class": "S0"}
    plain = post(SUBJECTS, wanted(), cast.dora).json()["results"]
    asked = wanted(
        subject={"type": "person", "properties": claims},
        resource={"type": "container", "id": CONTAINER, "properties": {"field_class": "S0", "owner": "x"}},
        context={"role": "admin"},
    )
    assert post(SUBJECTS, asked, cast.dora).json()["results"] == plain


def test_search_when_done_then_no_look_up_is_logged(made: Scenario, cast: Cast, post: Post) -> None:
    before = DataEvent.objects.count()
    for address in (SUBJECTS, RESOURCES, ACTIONS):
        assert post(address, about(made), cast.dora).status_code == 200
    assert DataEvent.objects.count() == before


@pytest.mark.parametrize("address", [SUBJECTS, RESOURCES, ACTIONS])
def test_search_when_role_does_not_ask_then_403(made: Scenario, cast: Cast, post: Post, address: str) -> None:
    assert post(address, about(made), cast.frank).status_code == 403
    assert post(address, about(made), None).status_code == 401
