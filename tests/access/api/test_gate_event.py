"""Readers submit attempts."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime, timedelta, timezone
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from access.models import EventToScan, GateEvent, Reader
from accounts.models import Organisation, Port
from accounts.roles import Role
from accounts.services import role
from ledger.models import Entry
from screening.services import clearance
from tests import people, scenario
from tests.moment import port_now
from tests.people import MAKER, Actor, Cast
from tests.scenario import Scenario
from tests.threads import at_once
from tests.witness import Record, unchanged

pytestmark = pytest.mark.db

ADDRESS = "/api/v1/gate/attempts"
Post = Callable[..., Any]


def attempt(made: Scenario, **more: object) -> dict[str, Any]:
    sent = {"reader": "GA1", "credential": made.credential, "direction": "in", "nonce": "n-1"} | more
    return {key: value for key, value in sent.items() if value is not None}


@pytest.mark.django_db
def test_attempt_when_badge_and_clearance_are_good_then_grant_with_name_and_receipt(
    made: Scenario, post: Post, record: Record
) -> None:
    record.new()
    answer = post(ADDRESS, attempt(made), made.cast.reader)
    entry = record.one("access.gate_attempt.granted")
    assert answer.status_code == 200
    assert answer.json() == {
        "decision": "grant",
        "reasons": [],
        "duties": [],
        "person": "Erin Vermeer",
        "receipt": entry.receipt,
    }
    assert reverse("api-gate-attempts") == ADDRESS


@pytest.mark.django_db
def test_attempt_when_refused_then_every_reason_no_name_and_on_record(
    made: Scenario, bob: Actor, now: datetime, post: Post, record: Record
) -> None:
    clearance.suspend(made.clearance, reason="Under review.", **bob.acts(now))
    Reader.objects.filter(pk=made.reader.pk).update(in_service=False)
    record.new()
    answer = post(ADDRESS, attempt(made), made.cast.reader)
    assert answer.status_code == 200
    body = answer.json()
    assert body["decision"] == "refuse"
    assert [reason["code"] for reason in body["reasons"]] == ["clearance_suspended", "reader_out_of_service"]
    assert all(reason["detail"].endswith(".") for reason in body["reasons"])
    assert "person" not in body
    event = GateEvent.objects.get(code="n-1")
    assert (event.result, event.receipt) == ("refused", body["receipt"])
    assert record.one("access.gate_attempt.refused").receipt == body["receipt"]
    assert EventToScan.objects.filter(stream="gate", event_number=event.number).exists()


@pytest.mark.django_db
def test_attempt_when_clearance_is_suspended_then_next_one_is_refused_without_any_worker(
    made: Scenario, bob: Actor, now: datetime, post: Post
) -> None:
    assert post(ADDRESS, attempt(made, nonce="a"), made.cast.reader).json()["decision"] == "grant"
    clearance.suspend(made.clearance, reason="Under review.", **bob.acts(now))
    assert post(ADDRESS, attempt(made, nonce="b"), made.cast.reader).json()["decision"] == "refuse"
    clearance.reinstate(made.clearance, reason="Cleared up.", **bob.acts(now))
    assert post(ADDRESS, attempt(made, nonce="c"), made.cast.reader).json()["decision"] == "grant"


@pytest.mark.django_db
def test_attempt_when_nonce_comes_again_then_same_answer_though_the_world_changed(
    made: Scenario, bob: Actor, now: datetime, post: Post, record: Record
) -> None:
    first = post(ADDRESS, attempt(made), made.cast.reader)
    clearance.suspend(made.clearance, reason="Under review.", **bob.acts(now))
    record.new()
    events = GateEvent.objects.count()
    again = post(ADDRESS, attempt(made), made.cast.reader)
    assert again.json() == first.json()
    assert GateEvent.objects.count() == events
    assert not record.new()


@pytest.mark.django_db
def test_attempt_when_refused_nonce_comes_again_then_same_refusal(made: Scenario, post: Post) -> None:
    first = post(ADDRESS, attempt(made, credential="nobody's"), made.cast.reader)
    again = post(ADDRESS, attempt(made, credential="nobody's"), made.cast.reader)
    assert first.json() == again.json()
    assert first.json()["reasons"][0]["code"] == "badge_unknown"


@pytest.mark.django_db(transaction=True)
def test_attempt_when_nonce_comes_twice_at_once_then_one_row_and_one_answer(
    port: Port, quayside: Organisation, cast: Cast, now: datetime, token: Callable[[Actor], str]
) -> None:
    made = scenario.make(port, quayside, cast, at=now - timedelta(hours=1))
    key = token(cast.reader)
    before = GateEvent.objects.count()

    def send() -> Any:
        return Client().post(
            ADDRESS,
            json.dumps(attempt(made)),
            content_type="application/json",
            headers={"authorization": f"Token {key}"},
        )

    answers = at_once([send] * 4)
    assert [answer.status_code for answer in answers] == [200] * 4
    assert len({answer.content for answer in answers}) == 1
    assert GateEvent.objects.count() == before + 1
    receipt = answers[0].json()["receipt"]
    assert Entry.objects.filter(id=receipt.partition(".")[0]).count() == 1


@pytest.mark.django_db
def test_attempt_when_it_leaves_with_a_finding_then_grant_and_the_finding(
    made: Scenario, bob: Actor, now: datetime, post: Post
) -> None:
    clearance.suspend(made.clearance, reason="Under review.", **bob.acts(now))
    body = post(ADDRESS, attempt(made, direction="out"), made.cast.reader).json()
    assert body["decision"] == "grant"
    assert [reason["code"] for reason in body["reasons"]] == ["clearance_suspended"]


@pytest.mark.django_db
def test_attempt_when_everything_is_told_then_kept(made: Scenario, now: datetime, post: Post) -> None:
    at = (now - timedelta(minutes=3)).astimezone(timezone(timedelta(hours=5)))
    sent = attempt(made, at=at.isoformat(), auth_mode="card_and_finger", vehicle="1-ABC-234", escort="B7")
    assert post(ADDRESS, sent, made.cast.reader).status_code == 200
    event = GateEvent.objects.get(code="n-1")
    assert event.at == at
    assert (event.auth_mode, event.vehicle, event.escort) == ("card_and_finger", "1-ABC-234", "B7")


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("sent", "field"),
    [
        ({"reader": None}, "reader"),
        ({"credential": None}, "credential"),
        ({"credential": ""}, "credential"),
        ({"direction": "up"}, "direction"),
        ({"nonce": None}, "nonce"),
        ({"nonce": "x" * 101}, "nonce"),
        ({"at": "yesterday"}, "at"),
        ({"at": "2026-11-22T03:02:53"}, "at"),
        ({"at": "2020-01-01T00:00:00Z"}, "at"),
        ({"vehicle": "x" * 31}, "vehicle"),
        ({"reader": {"code": "GA1"}}, "reader"),
    ],
)
def test_attempt_when_a_member_is_wrong_then_400_that_names_it_and_nothing_kept(
    made: Scenario, post: Post, sent: dict[str, object], field: str
) -> None:
    with unchanged("knox_authtoken"):
        answer = post(ADDRESS, attempt(made, **sent), made.cast.reader)
    assert answer.status_code == 400
    assert set(answer.json()) == {"code", "detail", "fields"}
    assert field in answer.json()["fields"]


@pytest.mark.django_db
@pytest.mark.parametrize("body", ["", "{", "[]", "null", '"x"', '{"reader":"GA1","reader":"GB1"}', "\xff"])
def test_attempt_when_body_is_no_object_then_400(made: Scenario, post: Post, body: str) -> None:
    answer = post(ADDRESS, body.encode("latin-1"), made.cast.reader)
    assert answer.status_code == 400
    assert {"code", "detail"} <= set(answer.json())


@pytest.mark.django_db
def test_attempt_when_reader_is_not_the_devices_own_then_as_if_absent(
    made: Scenario, post: Post, record: Record
) -> None:
    Reader.objects.create(port=made.port, code="GB1", area_to=made.area)
    record.new()
    others = post(ADDRESS, attempt(made, reader="GB1"), made.cast.reader)
    absent = post(ADDRESS, attempt(made, reader="GZ9"), made.cast.reader)
    assert others.status_code == absent.status_code == 404
    assert others.content == absent.content
    assert not record.new("access.gate_attempt.granted")


@pytest.mark.django_db
def test_attempt_when_device_has_no_reader_yet_then_404(made: Scenario, now: datetime, post: Post) -> None:
    device = people.make_actor("spare", Role.GATE_READER, made.port, at=now)
    assert post(ADDRESS, attempt(made), device).status_code == 404


@pytest.mark.django_db
def test_attempt_when_a_guard_sends_it_then_any_reader_of_their_port(
    made: Scenario, carol: Actor, post: Post
) -> None:
    Reader.objects.create(port=made.port, code="GB1", area_to=made.area)
    assert post(ADDRESS, attempt(made, reader="GB1"), carol).json()["decision"] == "grant"


@pytest.mark.django_db
def test_attempt_when_guard_has_two_ports_with_the_same_code_then_says_so(
    made: Scenario, carol: Actor, other_port: Port, now: datetime, post: Post
) -> None:
    Reader.objects.create(port=other_port, code="GA1")
    role.give(carol.user, Role.BADGE_OFFICER, other_port, actor=MAKER, at=now)
    answer = post(ADDRESS, attempt(made), carol)
    assert answer.status_code == 400
    assert "reader" in answer.json()["fields"]


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["alice", "bob", "anna", "frank", "dora", "dave"])
def test_attempt_when_role_submits_none_then_404(made: Scenario, cast: Cast, post: Post, name: str) -> None:
    before = GateEvent.objects.count()
    assert post(ADDRESS, attempt(made), getattr(cast, name)).status_code == 404
    assert GateEvent.objects.count() == before


@pytest.mark.django_db
def test_attempt_when_guard_is_of_another_port_then_404(
    made: Scenario, other_port: Port, quayside: Organisation, now: datetime, post: Post
) -> None:
    there = people.make_cast(other_port, quayside, at=now, suffix="2")
    assert post(ADDRESS, attempt(made), there.carol).status_code == 404


@pytest.mark.django_db
def test_attempt_when_token_is_missing_or_wrong_then_401(made: Scenario, post: Post) -> None:
    none = post(ADDRESS, attempt(made), None)
    wrong = post(ADDRESS, attempt(made), None, authorization="Token nonsense")
    assert none.status_code == wrong.status_code == 401
    assert set(none.json()) == set(wrong.json()) == {"code", "detail"}
    assert "Token" in none["WWW-Authenticate"]


@pytest.mark.django_db
def test_attempt_when_account_is_closed_then_401(made: Scenario, post: Post) -> None:
    made.cast.reader.user.is_active = False
    made.cast.reader.user.save(update_fields=["is_active"])
    assert post(ADDRESS, attempt(made), made.cast.reader).status_code == 401


@pytest.mark.django_db
def test_attempt_when_got_then_405(made: Scenario, token: Callable[[Actor], str]) -> None:
    answer = Client().get(ADDRESS, headers={"authorization": f"Token {token(made.cast.reader)}"})
    assert answer.status_code == 405
    assert made.at < port_now()
