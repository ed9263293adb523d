"""Events as OCSF: valid by the published schema, and the same when they come back."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest

from access.enums import DataAction, DataResult, Direction, GateResult
from access.ocsf.reading import cells_of
from access.ocsf.writing import data_event, gate_event
from access.port_directory.tables import DATA_EVENTS, GATE_EVENTS
from tests.screening.published import published

RECEIVED = datetime(2026, 3, 1, 7, 0, 5, tzinfo=UTC)
AT = "2026-03-01T07:00:00.123456Z"


def gate_cells(**told: str) -> dict[str, str]:
    empty = dict.fromkeys(GATE_EVENTS.header, "")
    return empty | {"event": "17", "at": AT, "reader": "R1", "direction": "in", "result": "granted"} | told


def data_cells(**told: str) -> dict[str, str]:
    empty = dict.fromkeys(DATA_EVENTS.header, "")
    given = {"event": "18", "at": AT, "account": "jan", "action": "read", "result": "ok", "rows": "1"}
    return empty | given | told


def events() -> Iterator[dict[str, Any]]:
    for direction in Direction:
        for result in GateResult:
            cells = gate_cells(
                direction=direction.value, result=result.value, badge="B1", reason="badge_expired"
            )
            yield gate_event(cells, received_at=RECEIVED, source="import")
    yield gate_event(gate_cells(person="P1", auth_mode="card+bio"), received_at=RECEIVED, source="feed:acs")
    for action in DataAction:
        for status in DataResult:
            cells = data_cells(action=action.value, result=status.value, object="CSQU3054383")
            yield data_event(cells, received_at=RECEIVED, source="import")
    placed = data_cells(ip="10.0.0.1", workstation_area="OFFICE", person="P1", object_type="container")
    yield data_event(placed, received_at=RECEIVED, source="import")


@pytest.mark.unit
@pytest.mark.parametrize("event", list(events()), ids=lambda event: f"{event['type_uid']}-{event['status']}")
def test_event_when_written_as_ocsf_then_comes_back_as_it_was(event: dict[str, Any]) -> None:
    stream, cells = cells_of(json.loads(json.dumps(event)))
    told = {name: value for name, value in event["unmapped"]["portsec"].items() if value}
    assert stream == ("gate_events" if event["class_uid"] == 3002 else "data_events")
    assert cells == told


@pytest.mark.unit
def test_authentication_when_of_another_system_then_read_by_its_fields() -> None:
    event = {
        "class_uid": 3002,
        "activity_id": 2,
        "time": 1772348400250,
        "status_id": 2,
        "metadata": {"uid": "x-1", "version": "1.5.0"},
        "user": {"uid": "P7", "credential_uid": "B7"},
        "dst_endpoint": {"name": "GATE-3"},
    }
    stream, cells = cells_of(event)
    assert (stream, cells["event"], cells["at"]) == ("gate_events", "x-1", "2026-03-01T07:00:00.250000+00:00")
    told = [cells[name] for name in ("reader", "direction", "badge", "person", "result")]
    assert told == ["GATE-3", "out", "B7", "P7", "refused"]


@pytest.mark.unit
def test_datastore_activity_when_of_another_system_then_read_by_its_fields() -> None:
    event = {
        "class_uid": 6005,
        "activity_id": 99,
        "activity_name": "Export",
        "time": 1772348400000,
        "status_id": 1,
        "metadata": {"uid": "y-1", "product": {"name": "TOS"}},
        "actor": {"user": {"uid": "P7", "name": "jan"}},
        "src_endpoint": {"ip": "10.0.0.1", "zone": "OFFICE"},
        "table": {"name": "container", "uid": "CSQU3054383"},
    }
    _, cells = cells_of(event)
    told = [cells[name] for name in ("account", "person", "action", "object", "result", "system", "ip")]
    assert told == ["jan", "P7", "export", "CSQU3054383", "ok", "TOS", "10.0.0.1"]


@pytest.mark.external
def test_events_when_held_against_the_schema_then_valid() -> None:
    schema = json.loads(gzip.decompress(published("ocsf", "schema-1.5.0.json.gz").read_bytes()))
    classes = {one["uid"]: one for one in schema["classes"].values()}
    problems = [text for event in events() for text in faults(event, classes[event["class_uid"]], schema, "")]
    assert problems == []


def faults(value: dict[str, Any], kind: dict[str, Any], schema: dict[str, Any], place: str) -> Iterator[str]:
    """What OCSF says against a value: missing, unknown, of another type, outside the enumeration."""
    attributes = {name: one for name, one in kind["attributes"].items() if not one.get("profile")}
    for name, one in attributes.items():
        if one.get("requirement") == "required" and name not in value:
            yield f"{place}{name} is missing"
    any_of = (kind.get("constraints") or {}).get("at_least_one")
    if any_of and not value.keys() & set(any_of):
        yield f"{place}: none of {any_of}"
    for name, told in value.items():
        one = attributes.get(name)
        if one is None:
            yield f"{place}{name} is unknown"
        elif one.get("enum") and str(told) not in one["enum"]:
            yield f"{place}{name} is none of its numbers"
        elif one.get("object_type") and one["object_type"] != "object":
            yield from faults(told, schema["objects"][one["object_type"]], schema, f"{place}{name}.")
        elif one["type"] in {"integer_t", "long_t", "timestamp_t"} and not isinstance(told, int):
            yield f"{place}{name} is no whole number"
        elif one["type"].endswith("string_t") and not isinstance(told, str):
            yield f"{place}{name} is no text"
