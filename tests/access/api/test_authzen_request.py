"""OpenID AuthZEN: asking for access by a denial."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db.models import QuerySet
from django.test import Client

from access.authzen.access_request import HINT_HOLDS
from access.models import AccessRequest, DataEvent
from access.services import access_request
from tests.people import Actor, Cast
from tests.scenario import OTHER_CONTAINER, Scenario

pytestmark = [pytest.mark.db, pytest.mark.django_db]

ADDRESS = "/access/v1/requests"
Post = Callable[..., Any]
QUESTION = {
    "subject": {"type": "account", "id": "dora"},
    "action": {"name": "read:position"},
    "resource": {"type": "container", "id": OTHER_CONTAINER},
}


@pytest.fixture
def dora(made: Scenario, cast: Cast) -> Actor:
    """Dora's account belongs to Erin, who is cleared."""
    cast.dora.user.person_ref = made.erin.ref
    cast.dora.user.save(update_fields=["person_ref"])
    return cast.dora


@pytest.fixture
def denied(dora: Actor, post: Post) -> dict[str, Any]:
    """What a denial says."""
    found = post("/access/v1/evaluation", QUESTION, dora).json()
    assert found["decision"] is False
    context: dict[str, Any] = found["context"]
    return context


def mine() -> QuerySet[AccessRequest]:
    """What was asked for by these tests; the port has others."""
    return AccessRequest.objects.filter(account="dora", object_ref=OTHER_CONTAINER)


def asking(denied: dict[str, Any], now: datetime, **more: Any) -> dict[str, Any]:
    return {
        **QUESTION,
        "context": {"business_justification": "Damage claim", "case_ref": "C-7"},
        "requested_access": {"requested_until": (now + timedelta(days=3)).isoformat()},
        "denial": {
            "evaluation_id": denied["evaluation_id"],
            "expires_at": denied["access_request"]["expires_at"],
        },
    } | more


def test_denial_when_a_grant_would_change_it_then_says_where_to_ask(denied: dict[str, Any]) -> None:
    assert denied["reason"] == "no_need_to_know"
    assert denied["access_request"]["endpoint"] == f"http://testserver{ADDRESS}"
    assert DataEvent.objects.get(id=denied["evaluation_id"]).receipt == denied["receipt"]


def test_denial_when_a_grant_would_change_nothing_then_says_nothing_of_asking(
    made: Scenario, cast: Cast, post: Post
) -> None:
    nobody = post("/access/v1/evaluation", QUESTION, cast.dora).json()["context"]
    person = {"type": "person", "id": made.erin.log_ref}
    other = post("/access/v1/evaluation", QUESTION | {"subject": person}, cast.dora).json()["context"]
    assert "access_request" not in nobody
    assert "access_request" not in other


def test_request_when_bound_to_ones_own_denial_then_waits_and_can_be_followed(
    denied: dict[str, Any],
    dora: Actor,
    now: datetime,
    post: Post,
    token: Callable[[Actor], str],
) -> None:
    answer = post(ADDRESS, asking(denied, now), dora)
    assert answer.status_code == 202
    task = answer.json()["task"]
    assert task["status"] == "pending"
    assert answer["Location"] == task["status_endpoint"]
    made = mine().get()
    assert (made.account, made.object_ref, made.field_class) == ("dora", OTHER_CONTAINER, "S2")
    assert (made.purpose, made.case_ref) == ("Damage claim", "C-7")
    headers = {"authorization": f"Token {token(dora)}"}
    access_request.withdraw(made, **dora.acts(now))
    assert Client().get(task["status_endpoint"], headers=headers).json()["task"]["status"] == "cancelled"


def test_task_when_it_is_somebody_elses_or_made_up_then_404(
    denied: dict[str, Any],
    dora: Actor,
    cast: Cast,
    now: datetime,
    post: Post,
    token: Callable[[Actor], str],
) -> None:
    address = post(ADDRESS, asking(denied, now), dora).json()["task"]["status_endpoint"]
    other = {"authorization": f"Token {token(cast.frank)}"}
    made_up = f"{ADDRESS}/{mine().get().pk}"
    assert Client().get(address, headers=other).status_code == 404
    assert Client().get(made_up, headers={"authorization": f"Token {token(dora)}"}).status_code == 404


@pytest.mark.parametrize(
    "more",
    [
        {"resource": {"type": "container", "id": "CSQU3054383"}},
        {"action": {"name": "read:release"}},
        {"action": {"name": "export"}},
        {"denial": {"evaluation_id": "x", "expires_at": "2026-11-30T17:00:00+01:00"}},
    ],
)
def test_request_when_the_denial_is_of_something_else_then_400_with_the_profiles_code(
    denied: dict[str, Any], dora: Actor, now: datetime, post: Post, more: dict[str, Any]
) -> None:
    answer = post(ADDRESS, asking(denied, now, **more), dora)
    assert (answer.status_code, answer.json()["code"][-22:]) == (400, "invalid_denial_binding")
    assert not mine().exists()


def test_request_when_the_denial_is_old_then_400_with_the_profiles_code(
    denied: dict[str, Any],
    dora: Actor,
    now: datetime,
    post: Post,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    at = DataEvent.objects.get(id=denied["evaluation_id"]).at
    monkeypatch.setattr("portsec.kernel.clock.now", lambda: at + HINT_HOLDS + timedelta(seconds=1))
    answer = post(ADDRESS, asking(denied, now), dora)
    assert (answer.status_code, answer.json()["code"][-14:]) == (400, "expired_denial")


def test_request_when_asked_for_somebody_else_then_refused(
    denied: dict[str, Any], cast: Cast, now: datetime, post: Post
) -> None:
    assert post(ADDRESS, asking(denied, now), cast.frank).status_code == 403
    assert not mine().exists()
