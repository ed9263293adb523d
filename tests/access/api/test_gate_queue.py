"""A reader hands over what it decided alone: in order, each entry once, whatever is sent."""

from __future__ import annotations

import json
from datetime import datetime, timedelta

import pytest
from django.test import Client

from access.credential.keys import SigningKey
from access.credential.passage_chain import timestamp
from access.models import Credential, EventToScan, GateEvent, Presence, Reader
from access.services import credential, device, gate_queue
from tests.access.devices import Device
from tests.people import SignIn
from tests.scenario import Scenario
from tests.witness import Record, unchanged

pytestmark = [pytest.mark.db, pytest.mark.django_db]

SEEN = ("access_reader", "knox_authtoken")


@pytest.fixture
def door(made: Scenario, now: datetime) -> Device:
    """An enrolled device."""
    reader = Reader.objects.create(port=made.port, code="GQ1", area_to=made.area)
    made_device = Device(reader)
    assert made_device.enrols(device.make_code(reader, **made.cast.sven.acts(now))).status_code == 201
    return made_device


def carried(made: Scenario) -> Credential:
    row = credential.newest(made.badge)
    assert row is not None
    return row


def test_queue_when_uploaded_then_events_with_badge_person_and_list(
    made: Scenario, door: Device, now: datetime, record: Record
) -> None:
    listed, passed = now - timedelta(minutes=9), now - timedelta(minutes=5)
    door.passes(carried(made), at=passed, list_issued_at=timestamp(listed), declared_degraded=True)
    door.passes(None, at=passed, decision="refuse", reasons=("credential_malformed",))
    door.passes(carried(made), at=passed, decision="grant", decided_by="guard", direction="out")
    door.passes(carried(made), at=passed, decision="ask", reasons=("status_list_too_old",))
    answer = door.uploads(*door.lines)
    assert (answer.status_code, answer.json()) == (200, {"next": 4})
    first, second, third, fourth = GateEvent.objects.filter(reader=door.reader).order_by("number")
    assert (first.badge, first.person, first.result, first.at) == (made.badge, made.erin, "granted", passed)
    assert (first.list_issued_at, first.declared_degraded, first.decided_by) == (listed, True, "reader")
    assert (second.badge, second.result, second.reasons) == (None, "refused", ["credential_malformed"])
    assert (third.decided_by, third.direction) == ("guard", "out")
    assert fourth.result == "refused", "to ask opens nothing"
    assert EventToScan.objects.filter(event_number__in=[first.number, fourth.number]).count() == 2
    entries = record.new("access.passage_alone.granted")
    assert [entry.body["badge"] for entry in entries] == [made.badge.serial] * 2
    assert first.receipt == entries[0].receipt
    inside = Presence.objects.get(person=made.erin, area=made.area)
    assert (inside.direction, inside.at) == ("out", passed), "of one moment the later entry counts"


def test_queue_when_uploaded_again_then_passed_over_and_a_part_goes_on(
    made: Scenario, door: Device, now: datetime
) -> None:
    for _ in range(5):
        door.passes(carried(made), at=now)
    assert door.uploads().json() == {"next": 0}
    assert door.uploads(*door.lines[:2]).json() == {"next": 2}
    with unchanged(*SEEN):
        assert door.uploads(*door.lines[:2]).json() == {"next": 2}
    assert door.uploads(*door.lines).json() == {"next": 5}
    assert GateEvent.objects.filter(reader=door.reader).count() == 5


def test_queue_when_more_than_one_upload_holds_then_asked_for_the_rest(
    made: Scenario, door: Device, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(gate_queue, "MOST_AT_ONCE", 2)
    for _ in range(3):
        door.passes(None, at=now, decision="refuse")
    assert door.uploads(*door.lines).json() == {"next": 2}
    assert door.uploads(*door.lines[2:]).json() == {"next": 3}


def test_queue_when_an_entry_is_missing_then_409_names_it_and_nothing_is_taken(
    made: Scenario, door: Device, now: datetime
) -> None:
    for _ in range(3):
        door.passes(carried(made), at=now)
    door.uploads(door.lines[0])
    with unchanged(*SEEN):
        answer = door.uploads(door.lines[2])
    assert answer.status_code == 409
    assert answer.json() == {
        "code": "chain_broken",
        "detail": "Entry 1: It is missing; entry 2 was sent.",
    }


def changed(line: bytes) -> bytes:
    return line.replace(b'"decision":"grant"', b'"decision":"refuse"')


@pytest.mark.parametrize(
    "wrong",
    [
        changed,
        lambda line: line.replace(b'"signature":"', b'"signature":"A'),
        lambda line: b"{}",
        lambda line: b"\xff\xfe",
        lambda line: b"[" * 5000,
        lambda line: line + b" ",
        lambda line: json.dumps({"entry": {"counter": True}, "signature": ""}).encode(),
        lambda line: b"",
    ],
)
def test_queue_when_an_entry_does_not_fit_then_those_before_it_are_kept(
    made: Scenario, door: Device, now: datetime, wrong: object
) -> None:
    for _ in range(3):
        door.passes(carried(made), at=now)
    answer = door.uploads(door.lines[0], wrong(door.lines[1]), door.lines[2])  # type: ignore[operator]
    assert answer.status_code == 409, answer.content
    assert GateEvent.objects.filter(reader=door.reader).count() == 1
    assert door.uploads(*door.lines[1:]).json() == {"next": 3}


@pytest.mark.parametrize(
    "other",
    [{"direction": "sideways"}, {"decision": "perhaps"}, {"list_issued_at": "yesterday"}, {"reader": "GZ8"}],
)
def test_queue_when_an_entry_says_what_no_reader_says_then_409(
    made: Scenario, door: Device, now: datetime, other: dict[str, str]
) -> None:
    line = door.passes(carried(made), at=now, **other)
    assert door.uploads(line).status_code == 409


def test_queue_when_signed_by_another_key_then_409(made: Scenario, door: Device, now: datetime) -> None:
    forger = Device(door.reader, key=SigningKey.new(), token=door.token)
    assert forger.uploads(forger.passes(carried(made), at=now)).status_code == 409


def test_queue_when_texts_are_odd_then_kept_as_far_as_the_log_can(
    made: Scenario, door: Device, now: datetime
) -> None:
    door.passes(None, at=now, nonce="a\x00b", reasons=("Über\x00", "x" * 90, "area_not_granted"))
    door.passes(None, at=now, nonce="n" * 300, pseudonym="\x00", decided_by="a\x00")
    assert door.uploads(*door.lines).json() == {"next": 2}
    first, second = GateEvent.objects.filter(reader=door.reader).order_by("number")
    assert (first.code, first.reasons) == ("entry-0", ["reason_unknown", "area_not_granted"])
    assert (second.code, second.decided_by) == ("entry-1", "reader")


def test_queue_when_the_clock_was_an_hour_ahead_then_cut_off_and_said(
    made: Scenario, door: Device, now: datetime
) -> None:
    door.passes(carried(made), at=now + timedelta(hours=1))
    door.passes(
        carried(made), at=now - timedelta(hours=3), list_issued_at=timestamp(now - timedelta(hours=2))
    )
    door.passes(carried(made), at=now - timedelta(days=9))
    assert door.uploads(*door.lines).json() == {"next": 3}
    ahead, behind, old = GateEvent.objects.filter(reader=door.reader).order_by("number")
    assert ahead.at == ahead.received_at
    assert ahead.reasons == ["clock_doubtful"]
    assert behind.at == now - timedelta(hours=2), "no passage was before the list that it was judged by"
    assert old.at == now - timedelta(days=9), "a queue is taken however old"


def test_queue_when_the_service_had_answered_the_same_then_one_event_and_otherwise_two(
    made: Scenario, door: Device, now: datetime
) -> None:
    text = credential.again(carried(made)).qr_text
    for nonce in ("heard", "not-heard"):
        door.asks(
            "post",
            "/api/v1/gate/attempts",
            {"reader": "GQ1", "credential": text, "direction": "in", "nonce": nonce},
            content_type="application/json",
        )
    answered = GateEvent.objects.get(source="reader:GQ1", code="heard").result
    assert answered == "granted"
    door.passes(carried(made), at=now, nonce="not-heard", decision="grant")
    door.passes(carried(made), at=now, nonce="heard", decision="refuse", reasons=("presented_again",))
    assert door.uploads(*door.lines).json() == {"next": 2}
    queued = GateEvent.objects.get(source="queue:GQ1")
    assert (queued.code, queued.result, queued.reasons) == ("heard", "refused", ["presented_again"])


def test_queue_when_not_its_own_device_then_as_if_absent(made: Scenario, door: Device, now: datetime) -> None:
    line = door.passes(carried(made), at=now)
    other = Device(made.reader)
    other.enrols(device.make_code(made.reader, **made.cast.sven.acts(now)))
    for answer in (
        other.uploads(line, reader="GQ1"),
        door.uploads(line, reader="GQ2"),
        SignIn(Client())(made.cast.carol).post(
            "/api/v1/gate/queues/GQ1", line, content_type="application/x-ndjson"
        ),
    ):
        assert answer.status_code == 404, answer.content
    nobody = Device(door.reader)
    assert nobody.uploads(line).status_code == 401
    assert door.asks("post", "/api/v1/gate/queues/GQ1", "{}", content_type="text/csv").status_code == 415
    assert GateEvent.objects.filter(reader=door.reader).count() == 0


def test_queue_when_the_device_was_withdrawn_then_its_token_opens_nothing(
    made: Scenario, door: Device, now: datetime
) -> None:
    device.withdraw(door.reader, reason="Stolen.", **made.cast.sven.acts(now))
    assert door.uploads(door.passes(carried(made), at=now)).status_code == 401
