"""OpenID AuthZEN: discovery, and single decisions of the port's own policy."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from access.models import CargoVisit, DataEvent, Grant, ReleaseHop
from accounts.models import Port
from accounts.roles import Role
from accounts.services import role
from screening.services import clearance
from tests.people import MAKER, Actor, Cast
from tests.scenario import CONTAINER, OTHER_CONTAINER, Scenario
from tests.witness import Record, unchanged

pytestmark = [pytest.mark.db, pytest.mark.django_db]

ADDRESS = "/access/v1/evaluation"
Post = Callable[..., Any]


def question(made: Scenario, action: str = "read:position", container: str = CONTAINER, **more: Any) -> Any:
    return {
        "subject": {"type": "person", "id": made.erin.log_ref},
        "action": {"name": action},
        "resource": {"type": "container", "id": container},
    } | more


def test_configuration_when_asked_by_anybody_then_names_only_what_exists() -> None:
    answer = Client().get("/.well-known/authzen-configuration")
    assert answer.status_code == 200
    assert answer["Content-Type"] == "application/json"
    found = answer.json()
    assert found.pop("policy_decision_point") == "http://testserver"
    assert found.pop("access_evaluation_endpoint") == f"http://testserver{ADDRESS}"
    found.pop("capabilities", None)
    assert {"access_evaluations_endpoint", "search_subject_endpoint"} <= set(found)
    for name, address in found.items():
        assert name.endswith("_endpoint")
        path = address.removeprefix("http://testserver")
        assert Client().post(path, {}, content_type="application/json").status_code == 401
    assert Client().post("/.well-known/authzen-configuration").status_code == 405


def test_evaluation_when_work_explains_it_then_true_with_what_carried_it(
    made: Scenario, cast: Cast, post: Post, record: Record
) -> None:
    record.new()
    body = question(made, context={"work_ref": "W-1", "purpose": "Pick-up", "system": "TOS", "ip": "::1"})
    answer = post(ADDRESS, body, cast.dora)
    assert answer.status_code == 200
    found = answer.json()
    entry = record.one("access.look_up.shown")
    assert found["decision"] is True
    assert found["context"]["receipt"] == entry.receipt
    assert found["context"]["explanation"] == {
        "code": "E1",
        "sentence": "Work order W-1 names this object and the requester or their team.",
        "source": "W-1",
    }
    assert found["context"]["would_change"] == []
    assert found["context"]["obligations"] == ["log"]
    event = DataEvent.objects.latest("number")
    assert (event.field_class, event.action, event.result) == ("S2", "read", "ok")
    assert (event.purpose, event.system, event.ip, event.work_ref) == ("Pick-up", "TOS", "::1", "W-1")


def test_evaluation_when_a_risky_box_is_asked_for_without_purpose_then_reason_is_owed(
    made: Scenario, cast: Cast, now: datetime, post: Post
) -> None:
    ReleaseHop.objects.create(
        port=made.port,
        container=CONTAINER,
        from_organisation="BLUELINE",
        to_organisation="QUAYSIDE",
        at=now - timedelta(hours=2),
    )
    found = post(ADDRESS, question(made, "read:release"), cast.dora).json()
    assert found["decision"] is True
    assert found["context"]["obligations"] == ["log", "reason"]


def test_evaluation_when_nothing_explains_it_then_false_with_reasons_and_on_record(
    made: Scenario, cast: Cast, post: Post, record: Record
) -> None:
    record.new()
    answer = post(ADDRESS, question(made, container=OTHER_CONTAINER), cast.dora)
    assert answer.status_code == 200
    found = answer.json()
    assert found["decision"] is False
    assert [reason["code"] for reason in found["context"]["reasons"]] == ["no_need_to_know"]
    assert found["context"]["would_change"]
    assert "explanation" not in found["context"]
    assert record.one("access.look_up.refused").receipt == found["context"]["receipt"]


def test_evaluation_when_object_is_absent_or_not_ones_own_then_alike_but_for_the_receipt(
    made: Scenario, cast: Cast, now: datetime, post: Post
) -> None:
    def asked() -> Any:
        found = post(ADDRESS, question(made, container=OTHER_CONTAINER), cast.dora).json()
        assert found["context"].pop("receipt")
        return json.dumps(found)

    absent = asked()
    CargoVisit.objects.create(
        port=made.port, container=OTHER_CONTAINER, block="F07", discharged_at=now - timedelta(hours=2), risk=3
    )
    assert asked() == absent


def test_evaluation_when_clearance_is_suspended_then_next_answer_is_false(
    made: Scenario, cast: Cast, bob: Actor, now: datetime, post: Post
) -> None:
    assert post(ADDRESS, question(made), cast.dora).json()["decision"] is True
    clearance.suspend(made.clearance, reason="Under review.", **bob.acts(now))
    found = post(ADDRESS, question(made), cast.dora).json()
    assert found["decision"] is False
    assert found["context"]["reasons"][0]["code"] == "clearance_suspended"


def test_evaluation_when_subject_is_an_account_then_its_person_counts(
    made: Scenario, cast: Cast, post: Post
) -> None:
    cast.dora.user.person_ref = made.erin.ref
    cast.dora.user.save(update_fields=["person_ref"])
    subject = {"type": "account", "id": "dora"}
    assert post(ADDRESS, question(made, subject=subject), cast.dora).json()["decision"] is True


@pytest.mark.parametrize(
    "subject",
    [{"type": "person", "id": "NOBODY"}, {"type": "account", "id": "x"}, {"type": "org", "id": "x"}],
)
def test_evaluation_when_subject_is_unknown_then_false_and_on_record(
    made: Scenario, cast: Cast, post: Post, record: Record, subject: dict[str, str]
) -> None:
    record.new()
    found = post(ADDRESS, question(made, subject=subject), cast.dora).json()
    assert found["decision"] is False
    assert record.one("access.look_up.refused")


def test_evaluation_when_grant_is_for_the_purpose_then_true_only_for_it(
    made: Scenario, cast: Cast, now: datetime, post: Post
) -> None:
    Grant.objects.create(
        port=made.port,
        account=made.erin.log_ref,
        object_type="container",
        object_ref=OTHER_CONTAINER,
        field_class="S3",
        purpose="Damage claim",
        valid_from=now - timedelta(days=1),
        valid_until=now + timedelta(days=1),
        granted_by="dora",
    )
    right = question(made, container=OTHER_CONTAINER, context={"purpose": "damage claim"})
    wrong = question(made, container=OTHER_CONTAINER, context={"purpose": "curious"})
    assert post(ADDRESS, right, cast.dora).json()["context"]["explanation"]["code"] == "G"
    assert post(ADDRESS, wrong, cast.dora).json()["decision"] is False


@pytest.mark.parametrize(
    ("more", "codes"),
    [
        ({"action": {"name": "fly"}}, ["action_unknown"]),
        ({"resource": {"type": "zone", "id": "Z-1"}}, ["resource_type_unknown"]),
    ],
)
def test_evaluation_when_action_or_resource_type_is_unknown_then_false_and_not_an_error(
    made: Scenario, cast: Cast, post: Post, more: dict[str, Any], codes: list[str]
) -> None:
    answer = post(ADDRESS, question(made) | more, cast.dora)
    assert answer.status_code == 200
    assert answer.json()["decision"] is False
    assert [reason["code"] for reason in answer.json()["context"]["reasons"]] == codes


def test_evaluation_when_a_list_by_origin_is_asked_for_then_refused_although_work_is_there(
    made: Scenario, cast: Cast, post: Post
) -> None:
    attribute = {"type": "attribute", "id": "origin:COTRB"}
    asked = question(made, "list", resource=attribute, context={"field_class": "S2"})
    found = post(ADDRESS, asked, cast.dora).json()
    assert found["decision"] is False
    assert "browsed_by_attribute" in [reason["code"] for reason in found["context"]["reasons"]]
    event = DataEvent.objects.latest("number")
    assert (event.object_type, event.object_ref, event.action) == ("attribute", "origin:COTRB", "list")


@pytest.mark.parametrize("body", ["", "{", "[]", "null", "7", '{"subject":', "\xff"])
def test_evaluation_when_body_is_no_object_then_400_in_our_shape(
    made: Scenario, cast: Cast, post: Post, body: str
) -> None:
    answer = post(ADDRESS, body.encode("latin-1"), cast.dora)
    assert answer.status_code == 400
    assert {"code", "detail"} <= set(answer.json())


@pytest.mark.parametrize("content_type", ["text/plain", "application/xml", "multipart/form-data; boundary=x"])
def test_evaluation_when_content_type_is_wrong_then_400(
    made: Scenario, cast: Cast, post: Post, content_type: str
) -> None:
    answer = post(ADDRESS, question(made), cast.dora, content_type=content_type)
    assert answer.status_code == 400
    assert answer.json()["detail"] == "Send the body as application/json."


def test_evaluation_when_content_type_names_a_charset_then_taken(
    made: Scenario, cast: Cast, post: Post
) -> None:
    answer = post(ADDRESS, question(made), cast.dora, content_type="application/json; charset=utf-8")
    assert answer.status_code == 200


def test_evaluation_when_a_member_is_wrong_then_400_names_it_and_nothing_is_kept(
    made: Scenario, cast: Cast, post: Post
) -> None:
    with unchanged("knox_authtoken"):
        answer = post(ADDRESS, question(made, subject={"type": "person"}), cast.dora)
    assert answer.status_code == 400
    assert answer.json()["fields"] == {"subject.id": "Give this as a text."}


@pytest.mark.parametrize("status", [200, 400, 401, 403])
def test_evaluation_when_request_has_an_id_then_every_answer_echoes_it(
    made: Scenario, cast: Cast, post: Post, status: int
) -> None:
    body = question(made) if status != 400 else "{"
    caller = {401: None, 403: cast.alice}.get(status, cast.dora)
    answer = post(ADDRESS, body, caller, **{"x-request-id": "req-17"})
    assert answer.status_code == status
    assert answer["X-Request-ID"] == "req-17"
    assert post(ADDRESS, body, caller).get("X-Request-ID") is None


def test_evaluation_when_not_authenticated_then_401(made: Scenario, post: Post) -> None:
    none = post(ADDRESS, question(made), None)
    wrong = post(ADDRESS, question(made), None, authorization="Bearer nonsense")
    assert none.status_code == wrong.status_code == 401
    assert none["WWW-Authenticate"] == "Bearer"


@pytest.mark.parametrize("scheme", ["Token", "Bearer", "bearer"])
def test_evaluation_when_token_comes_under_either_name_then_taken(
    made: Scenario, cast: Cast, post: Post, scheme: str
) -> None:
    assert post(ADDRESS, question(made), cast.dora, scheme=scheme).status_code == 200


@pytest.mark.parametrize("name", ["alice", "bob", "carol", "anna", "frank", "dave", "reader"])
def test_evaluation_when_role_does_not_ask_then_403_and_nothing_recorded(
    made: Scenario, cast: Cast, post: Post, name: str
) -> None:
    before = DataEvent.objects.count()
    answer = post(ADDRESS, question(made), getattr(cast, name))
    assert (answer.status_code, answer.json()["code"]) == (403, "capability_missing")
    assert DataEvent.objects.count() == before


@pytest.mark.parametrize("method", ["get", "put", "delete"])
def test_evaluation_when_method_is_another_then_405(
    made: Scenario, cast: Cast, token: Callable[[Actor], str], method: str
) -> None:
    send = getattr(Client(), method)
    assert send(ADDRESS, headers={"authorization": f"Token {token(cast.dora)}"}).status_code == 405


def test_evaluation_when_caller_has_several_ports_then_must_name_one_of_them(
    made: Scenario, cast: Cast, other_port: Port, now: datetime, post: Post
) -> None:
    role.give(cast.dora.user, Role.DATA_OWNER, other_port, actor=MAKER, at=now)
    unnamed = post(ADDRESS, question(made), cast.dora)
    assert unnamed.status_code == 400
    assert "context.port" in unnamed.json()["fields"]
    assert post(ADDRESS, question(made, context={"port": "XXPEX"}), cast.dora).json()["decision"] is True
    assert post(ADDRESS, question(made, context={"port": "XXOTH"}), cast.dora).json()["decision"] is False
    assert DataEvent.objects.latest("number").port == other_port


def test_evaluation_when_port_is_not_the_callers_then_as_if_absent(
    made: Scenario, cast: Cast, other_port: Port, post: Post
) -> None:
    others = post(ADDRESS, question(made, context={"port": other_port.locode}), cast.dora)
    absent = post(ADDRESS, question(made, context={"port": "ZZZZZ"}), cast.dora)
    assert others.status_code == absent.status_code == 400
    assert others.content == absent.content


def test_evaluation_when_asked_twice_then_same_answer_and_both_recorded(
    made: Scenario, cast: Cast, post: Post
) -> None:
    answers = [post(ADDRESS, question(made), cast.dora).json() for _ in range(2)]
    receipts = {answer["context"].pop("receipt") for answer in answers}
    assert answers[0] == answers[1]
    assert len(receipts) == 2


def test_evaluation_when_the_caller_claims_a_role_for_the_subject_then_nothing_is_opened(
    made: Scenario, cast: Cast, post: Post
) -> None:
    """The published suites believe such properties; the port's own policy never does."""
    claims = {
        "role": "admin",
        "roles": ["data_owner"],
        "clearance": "enhanced",
        "team": "YARD",
        "is_live": True,
    }
    asked = question(
        made,
        container=OTHER_CONTAINER,
        subject={"type": "person", "id": made.erin.log_ref, "properties": claims},
        resource={
            "type": "container",
            "id": OTHER_CONTAINER,
            "properties": {"owner": made.erin.log_ref, "status": "active", "field_class": "S0"},
        },
        context={"role": "admin", "field_class": "S0", "approval": {"id": "x", "state": "approved"}},
    )
    asked["action"]["properties"] = {"soft": True, "field_class": "S0"}
    plain = post(ADDRESS, question(made, container=OTHER_CONTAINER), cast.dora).json()
    claimed = post(ADDRESS, asked, cast.dora).json()
    assert claimed["decision"] is False
    assert [each["code"] for each in claimed["context"]["reasons"]] == [
        each["code"] for each in plain["context"]["reasons"]
    ]
    assert DataEvent.objects.latest("number").field_class == "S2"
