"""Other systems send events in batches: each line is accepted, a duplicate, or refused with its number."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest

from access.models import DataEvent, EventToScan, GateEvent
from access.ocsf.writing import gate_event
from access.port_directory.tables import GATE_EVENTS
from access.services import event_batch
from tests.people import Cast
from tests.scenario import CONTAINER, Scenario
from tests.witness import Record, unchanged

pytestmark = [pytest.mark.db, pytest.mark.django_db]

Call = Callable[..., Any]
LINES = "application/x-ndjson"


def read(at: datetime, **said: Any) -> dict[str, Any]:
    given = {"event": "G1", "at": at.isoformat(), "reader": "OLD1", "direction": "in", "result": "granted"}
    return given | said


def look(at: datetime, **said: Any) -> dict[str, Any]:
    given = {"event": "D1", "at": at.isoformat(), "account": "jan", "action": "read", "object": CONTAINER}
    return given | {"result": "ok"} | said


def batch(*events: Any) -> bytes:
    return b"\n".join(one if isinstance(one, bytes) else json.dumps(one).encode() for one in events)


@pytest.fixture
def send(made: Scenario, cast: Cast, post: Call) -> Call:
    """`send(*events)`: the answer to a batch of the data owner's system."""

    def call(*events: Any, query: str = "") -> Any:
        return post(f"/api/v1/events{query}", batch(*events), cast.dora, content_type=LINES)

    return call


def test_batch_when_sent_twice_then_accepted_and_then_duplicate(
    made: Scenario, send: Call, now: datetime, record: Record
) -> None:
    at = now - timedelta(hours=3)
    events = (read(at, badge=made.badge.serial), look(at, rows=4))
    answer = send(*events)
    assert (answer.status_code, answer.json()["accepted"], answer.json()["refused"]) == (200, 2, [])
    event = GateEvent.objects.get(code="G1")
    assert (event.at, event.badge, event.person) == (at, made.badge, made.badge.person)
    assert event.received_at > event.at
    assert DataEvent.objects.get(code="D1").rows == 4
    assert EventToScan.objects.filter(at=at).count() == 2
    assert len(record.new("access.events.kept")) == 2
    with unchanged("knox_authtoken"):
        again = send(*events).json()
    assert (again["accepted"], again["duplicate"]) == (0, 2)


def test_batch_when_lines_are_wrong_then_each_is_named_and_the_others_are_kept(
    made: Scenario, send: Call, now: datetime
) -> None:
    told = send(
        read(now),
        b"{",
        read(now, event="G2") | {"at": "2026-03-01T08:00:00"},
        read(now - timedelta(hours=25), event="G3"),
        read(now + timedelta(hours=25), event="G4"),
        look(now, result="maybe"),
        read(now, result="refused"),
    ).json()
    assert told["accepted"] == 1
    reasons = {refused["line"]: refused["reason"] for refused in told["refused"]}
    assert sorted(reasons) == [2, 3, 4, 5, 6, 7]
    assert "no offset" in reasons[3]
    assert "more than a day late" in reasons[4]
    assert "more than a day ahead" in reasons[5]
    assert "other content" in reasons[7]


def test_batch_when_a_feed_is_named_then_its_numbers_are_its_own(
    made: Scenario, send: Call, now: datetime
) -> None:
    assert send(read(now)).json()["accepted"] == 1
    assert send(read(now), query="?feed=north").json()["accepted"] == 1
    assert sorted(GateEvent.objects.filter(code="G1").values_list("source", flat=True)) == [
        "feed:north",
        "import",
    ]
    assert send(read(now), query="?feed=a%20b").status_code == 400


@pytest.mark.parametrize(
    ("shift", "told"), [(-60, "60 minutes old"), (58, "minutes ahead"), (-5, ""), (1, "")]
)
def test_batch_when_its_clock_is_an_hour_wrong_then_kept_and_told(
    made: Scenario, send: Call, now: datetime, shift: int, told: str
) -> None:
    answer = send(read(now + timedelta(minutes=shift))).json()
    assert answer["accepted"] == 1
    about_clock = [remark for remark in answer["remarks"] if "newest event" in remark]
    assert bool(about_clock) is bool(told)
    assert told in "".join(about_clock)


def test_batch_when_ocsf_then_the_same_event(made: Scenario, send: Call, now: datetime) -> None:
    cells = dict.fromkeys(GATE_EVENTS.header, "") | {name: str(cell) for name, cell in read(now).items()}
    assert send(gate_event(cells, received_at=now, source="acs")).json()["accepted"] == 1
    assert send(read(now)).json()["duplicate"] == 1


@pytest.mark.parametrize("who", ["carol", "frank", "dave", None])
def test_batch_when_the_caller_keeps_no_data_then_refused(
    made: Scenario, cast: Cast, post: Call, now: datetime, who: str | None
) -> None:
    with unchanged("knox_authtoken"):
        actor = getattr(cast, who) if who else None
        answer = post("/api/v1/events", batch(read(now)), actor, content_type=LINES)
    assert answer.status_code in {401, 403, 404}


def test_batch_when_too_long_then_400(send: Call, now: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(event_batch, "MOST_LINES", 2)
    assert send(read(now), read(now), read(now)).status_code == 400
