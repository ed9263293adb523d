"""CSV: what goes in comes out, nothing runs, and what was sent is counted."""

from __future__ import annotations

import csv
import hashlib
from datetime import UTC, date, datetime
from decimal import Decimal
from io import StringIO
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portsec.interface.csv_stream import BOM, quoted, stream, unquoted

pytestmark = pytest.mark.unit

HOSTILE = [
    "=1+1",
    "+1",
    "-1",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    "\n=1",
    "\0=1",
    "＝1",
    "＋1",
    "－1",
    "＠x",
    "'=1",
    "''@x",
]
texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=20) | st.sampled_from(HOSTILE)


def sent(header: list[str], rows: list[list[Any]]) -> tuple[bytes, list[tuple[int, str]]]:
    records: list[tuple[int, str]] = []
    return b"".join(stream(header, rows, lambda count, digest: records.append((count, digest)))), records


@given(st.lists(st.lists(texts, min_size=2, max_size=2), max_size=5))
def test_any_text_survives_the_way_out_and_back(rows: list[list[str]]) -> None:
    body, _ = sent(["a", "b"], rows)
    read = list(csv.reader(StringIO(body.decode("utf-8-sig"), newline="")))
    assert [[unquoted(cell) for cell in line] for line in read[1:]] == rows


@pytest.mark.parametrize("text", HOSTILE)
def test_a_cell_that_would_run_gets_a_leading_quote(text: str) -> None:
    assert quoted(text) == f"'{text}"
    assert unquoted(quoted(text)) == text


@pytest.mark.parametrize(
    ("value", "cell"),
    [
        (None, ""),
        (True, "true"),
        (-5, "-5"),
        (Decimal("1.50"), "1.50"),
        ("'t Hooft", "'t Hooft"),
        (date(2026, 11, 2), "2026-11-02"),
        (datetime(2026, 11, 2, 8, tzinfo=UTC), "2026-11-02T08:00:00+00:00"),
    ],
)
def test_a_plain_value_is_written_as_it_is(value: Any, cell: str) -> None:
    assert quoted(value) == cell


def test_the_file_begins_with_a_bom_and_ends_lines_as_rfc_4180_says() -> None:
    body, records = sent(["name", "note"], [["Erin", 'says "hi", twice\nover']])
    assert body == BOM + b'name,note\r\nErin,"says ""hi"", twice\nover"\r\n'
    assert records == [(1, hashlib.sha256(body).hexdigest())]


def test_a_reader_who_goes_away_half_way_is_recorded_with_what_was_sent() -> None:
    records: list[tuple[int, str]] = []
    body = stream(["n"], ([n] for n in range(100)), lambda count, digest: records.append((count, digest)))
    first = next(body) + next(body)
    body.close()  # type: ignore[attr-defined]
    assert records == [(1, hashlib.sha256(first).hexdigest())]
