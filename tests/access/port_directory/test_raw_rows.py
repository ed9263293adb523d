"""Raw batches of a long file tell the same rows, lines and refusals as its sheet does."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from access.port_directory import raw_rows
from access.port_directory.raw_rows import raw_batches
from access.port_directory.sheet import UnreadableFile, open_sheet
from access.port_directory.tables import GATE_EVENTS

pytestmark = pytest.mark.unit

HEADER = "event,at,reader,direction,result"
ROW = "{0},2026-03-01T08:00:00Z,R1,in,granted"


def told(path: Path, columns: int = 5) -> tuple[dict[int, list[str]], dict[int, str], int]:
    """The cells by line, the refusals by line, and how many rows there are."""
    cells: dict[int, list[str]] = {}
    refused: dict[int, str] = {}
    rows = 0
    for batch in raw_batches(path, columns):
        for number, *row in csv.reader(io.StringIO(batch.text.decode(), newline="")):
            cells[int(number)] = row
        refused |= dict(batch.refused)
        rows += batch.rows
    return cells, refused, rows


def written(directory: Path, content: bytes) -> Path:
    path = directory / "gate_events.csv"
    path.write_bytes(content)
    return path


def test_lines_when_plain_then_each_with_its_number(tmp_path: Path) -> None:
    path = written(tmp_path, f"{HEADER}\n{ROW.format('a')}\n{ROW.format('b')}".encode())
    cells, refused, rows = told(path)
    assert {line: row[0] for line, row in cells.items()} == {2: "a", 3: "b"}
    assert (refused, rows) == ({}, 2)


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_lines_when_blank_or_of_another_length_then_left_out_or_refused(tmp_path: Path, end: str) -> None:
    lines = [
        "\ufeff" + HEADER,
        "",
        ROW.format("a"),
        ",,,,",
        "a,b",
        ROW.format("b") + ",more",
        ROW.format("c"),
    ]
    cells, refused, rows = told(written(tmp_path, end.join(lines).encode()))
    assert {line: row[0] for line, row in cells.items()} == {3: "a", 7: "c"}
    assert refused == {5: "has 2 cells; the header has 5", 6: "has 6 cells; the header has 5"}
    assert rows == 4


def test_cell_when_it_holds_lines_then_the_rows_below_keep_their_numbers(tmp_path: Path) -> None:
    content = f'{HEADER}\n{ROW.format("a")}\n"b\nb",x,y,z,w\n{ROW.format("c")}\n'
    cells, _, _ = told(written(tmp_path, content.encode()))
    assert {line: row[0] for line, row in cells.items()} == {2: "a", 3: "b\nb", 5: "c"}


def test_quotation_mark_when_never_closed_then_the_file_is_unreadable(tmp_path: Path) -> None:
    path = written(tmp_path, f'{HEADER}\n{ROW.format("a")}\n"b,x,y,z,w\n'.encode())
    with pytest.raises(UnreadableFile, match="line 3 is never closed"):
        told(path)


@given(
    rows=st.lists(st.lists(st.text(alphabet='ab ,"\n', max_size=4), min_size=4, max_size=6), max_size=12),
    end=st.sampled_from(["\n", "\r\n"]),
    size=st.integers(min_value=3, max_value=90),
)
def test_batches_when_cut_anywhere_then_say_what_the_sheet_says(
    rows: list[list[str]], end: str, size: int, tmp_path_factory: pytest.TempPathFactory
) -> None:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator=end)
    writer.writerow(HEADER.split(","))
    writer.writerows(rows)
    path = written(tmp_path_factory.mktemp("raw"), text.getvalue().encode())
    expected = {}
    with path.open(encoding="utf-8", newline="") as stream:
        reader = csv.reader(stream, strict=True)
        next(reader)
        number = reader.line_num + 1
        for row in reader:
            if any(row):
                expected[number] = row
            number = reader.line_num + 1
    whole, raw_rows.BLOCK = raw_rows.BLOCK, size  # type: ignore[misc]
    try:
        cells, refused, count = told(path)
    finally:
        raw_rows.BLOCK = whole  # type: ignore[misc]
    assert cells == {line: row for line, row in expected.items() if len(row) == 5}
    assert refused.keys() == {line for line, row in expected.items() if len(row) != 5}
    assert count == len(expected)


def test_sheet_when_without_quotation_marks_then_counts_lines(tmp_path: Path) -> None:
    path = written(tmp_path, f"{HEADER}\n{ROW.format('a')}\n{ROW.format('b')}\n".encode())
    assert open_sheet(path, GATE_EVENTS).rows == 2
