"""Lines of JSON as raw rows: section-3 columns, OCSF, and what is neither."""

from __future__ import annotations

import csv
import io
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from access.port_directory.event_lines import TABLES, EventLines, read_lines

pytestmark = pytest.mark.unit

GATE = {"event": "1", "at": "2026-03-01T08:00:00Z", "reader": "R1", "direction": "in", "result": "granted"}
DATA = {"event": "2", "at": "2026-03-01T08:00:00Z", "account": "a", "action": "read", "result": "ok"}


def cells(found: EventLines, name: str) -> list[dict[str, str]]:
    rows = csv.reader(io.StringIO(found.batches[name].text.decode(), newline=""))
    return [dict(zip(("line", *TABLES[name].header), row, strict=True)) for row in rows]


def line(event: object) -> bytes:
    return json.dumps(event).encode()


def test_lines_when_of_both_logs_then_each_to_its_own() -> None:
    found = read_lines([line(GATE), b"", line(DATA | {"rows": 7})])
    assert cells(found, "gate_events")[0] | {} == {
        **dict.fromkeys(("badge", "person", "reason", "auth_mode", "vehicle", "escort"), ""),
        **GATE,
        "line": "1",
    }
    (data,) = cells(found, "data_events")
    assert (data["line"], data["event"], data["rows"]) == ("3", "2", "7")
    assert found.refused == []


def test_reasons_when_a_list_then_separated_by_spaces() -> None:
    found = read_lines([line(GATE | {"reason": ["badge_expired", "no_clearance"]})])
    assert cells(found, "gate_events")[0]["reason"] == "badge_expired no_clearance"


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (b"{", "is no JSON: Expecting property name enclosed in double quotes"),
        (b"[1]", "is no JSON object of columns and values"),
        (b"[" * 100_000, "is no JSON: nested too deeply"),
        (line(GATE | {"badge": {"x": 1}}), "Give text, a whole number, a list of texts, or null."),
        (b'{"event": "\\u0000", "reader": "R1"}', "has a zero character"),
        (b'{"event": "\\ud800", "reader": "R1"}', "has half of a character"),
        (line({"class_uid": 4001}), "events of OCSF class 4001 are not taken; classes 3002 and 6005 are"),
        (line({"class_uid": 3002}), "time is no number of milliseconds since 1970"),
        (line({"class_uid": 3002, "time": 10**18}), "time is no number of milliseconds since 1970"),
    ],
)
def test_line_when_no_event_then_refused_and_the_others_stay(text: bytes, reason: str) -> None:
    found = read_lines([line(GATE), text, line(DATA)])
    assert found.refused == [(2, reason)]
    assert sorted(found.batches) == ["data_events", "gate_events"]


def test_column_when_unknown_then_told_once() -> None:
    assert read_lines([line(GATE | {"colour": "red"}), line(GATE | {"colour": "blue"})]).strange == {
        "colour": 1
    }


@given(st.lists(st.binary(max_size=60), max_size=5))
def test_lines_when_of_any_bytes_then_each_is_a_row_or_refused(lines: list[bytes]) -> None:
    found = read_lines(lines)
    rows = sum(batch.rows for batch in found.batches.values())
    assert rows + len(found.refused) == sum(bool(one.strip()) for one in lines)
