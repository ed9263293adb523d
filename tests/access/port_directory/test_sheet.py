"""Files: what is refused whole, what is refused row by row, what is only remarked."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from access.port_directory import tables
from access.port_directory.records import AreaRow, GateEventRow
from access.port_directory.report import FileReport
from access.port_directory.sheet import Line, Sheet, UnreadableFile, open_sheet, unknown_columns
from access.port_directory.table import Table

pytestmark = pytest.mark.unit

HEADER = "event,at,reader,direction,badge,person,result,reason"


def opened(directory: Path, table: Table[object], content: str | bytes) -> Sheet[object]:
    path = directory / table.file
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return open_sheet(path, table)


def read(
    directory: Path, table: Table[object], content: str | bytes
) -> tuple[list[Line[object]], FileReport]:
    report = FileReport(table.file)
    return list(opened(directory, table, content).lines(report)), report


def reasons(report: FileReport) -> list[str]:
    return [str(row) for row in report.refused]


def test_sheet_when_rows_are_good_then_gives_typed_rows_with_their_lines(tmp_path: Path) -> None:
    lines, report = read(
        tmp_path,
        tables.GATE_EVENTS,
        f"{HEADER}\r\n"
        "E1,2026-03-01T08:00:00+01:00,GA1,in,B1,P1,granted,\r\n"
        "\r\n"
        'E2,2026-03-01T07:05:00Z,"GA,2",OUT,B1,,refused,badge_expired clearance_missing\r\n',
    )
    assert lines == [
        Line(2, GateEventRow("E1", datetime(2026, 3, 1, 7, tzinfo=UTC), "GA1", "in", "B1", "P1", "granted")),
        Line(
            4,
            GateEventRow(
                "E2",
                datetime(2026, 3, 1, 7, 5, tzinfo=UTC),
                "GA,2",
                "out",
                "B1",
                "",
                "refused",
                ("badge_expired", "clearance_missing"),
            ),
        ),
    ]
    assert (report.rows, report.refused) == (2, [])


def test_sheet_when_header_is_in_capitals_with_mark_of_byte_order_then_is_read(tmp_path: Path) -> None:
    lines, _ = read(tmp_path, tables.AREAS, b"\xef\xbb\xbfArea , NAME\nA1, Quay one \n")
    assert lines == [Line(2, AreaRow("A1", "Quay one"))]


def test_sheet_when_columns_are_unknown_then_they_are_named_and_left_out(tmp_path: Path) -> None:
    sheet = opened(tmp_path, tables.AREAS, "colour,area,size\nred,A1,7\n")
    assert unknown_columns(sheet) == ["colour", "size"]
    assert [line.row for line in sheet.lines(FileReport("areas.csv"))] == [AreaRow("A1")]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "is empty"),
        (b"\n\n,,\n", "is empty"),
        (b"name,level\nA1,1\n", "lacks the column area"),
        (b"area;name\nA1;x\n", "separated by semicolons"),
        (b"area\tname\nA1\tx\n", "separated by tabs"),
        (b"area,name,area\nA1,x,A2\n", "has the column area twice"),
        (b"area,name\nA1,caf\xe9\n", r"is not UTF-8 \(line 2\)"),
        ("area,name\nA1,x\n".encode("utf-16"), "is not UTF-8"),
        (b"area,name\nA1,a\x00b\n", "zero bytes"),
        (b'area,name\nA1,x\nA2,"open\nA3,x\n', "quotation mark in the row on line 3 is never closed"),
        (b'"area"x,name\nA1,x\n', "is no CSV: the header"),
    ],
)
def test_file_when_its_form_does_not_hold_then_is_refused_whole(
    tmp_path: Path, content: bytes, said: str
) -> None:
    with pytest.raises(UnreadableFile, match=said):
        opened(tmp_path, tables.AREAS, content)


def test_file_when_bad_bytes_stand_at_its_end_then_is_refused_before_any_row(tmp_path: Path) -> None:
    rows = b"".join(b"A%d,x\n" % number for number in range(200_000))
    with pytest.raises(UnreadableFile, match=r"line 200002"):
        opened(tmp_path, tables.AREAS, b"area,name\n" + rows + b"Z,\xff\n")


def test_file_when_it_is_a_directory_then_cannot_be_read(tmp_path: Path) -> None:
    (tmp_path / "areas.csv").mkdir()
    with pytest.raises(UnreadableFile, match="cannot be read"):
        open_sheet(tmp_path / "areas.csv", tables.AREAS)


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("E1,2026-03-01T08:00:00,GA1,in,B1,P1,granted,", "at '2026-03-01T08:00:00' has no offset"),
        ("E1,2026-13-01T08:00:00Z,GA1,in,B1,P1,granted,", "at '2026-13-01T08:00:00Z' is no ISO 8601 time"),
        ("E1,,GA1,in,B1,P1,granted,", "at is missing"),
        (",2026-03-01T08:00:00Z,GA1,in,B1,P1,granted,", "event is missing"),
        ("E1,2026-03-01T08:00:00Z,,in,B1,P1,granted,", "reader is missing"),
        ("E1,2026-03-01T08:00:00Z,GA1,by,B1,P1,granted,", "direction 'by' is none of in, out"),
        ("E1,2026-03-01T08:00:00Z,GA1,in,B1,P1,ok,", "result 'ok' is none of granted, refused"),
        (f"E1,2026-03-01T08:00:00Z,{'G' * 41},in,B1,P1,granted,", "reader has 41 characters"),
        ("E1,2026-03-01T08:00:00Z,GA1,in,B1,P1,granted", "has 7 cells; the header has 8"),
        ("E1,2026-03-01T08:00:00Z,GA1,in,B1,P1,granted,,,", "has 10 cells; the header has 8"),
        ('E1,2026-03-01T08:00:00Z,"GA1"x,in,B1,P1,granted,', "is no CSV row"),
    ],
)
def test_row_when_bad_then_is_refused_with_line_and_reason_and_the_rest_goes_on(
    tmp_path: Path, row: str, said: str
) -> None:
    good = "E9,2026-03-01T09:00:00Z,GA1,in,B1,P1,granted,"
    lines, report = read(tmp_path, tables.GATE_EVENTS, f"{HEADER}\n{row}\n{good}\n")
    assert [line.row.event for line in lines] == ["E9"]  # type: ignore[attr-defined]
    assert len(report.refused) == 1
    assert reasons(report)[0].startswith("gate_events.csv:2: ")
    assert said in reasons(report)[0]
    assert report.rows == 2


def test_row_when_several_cells_are_bad_then_all_are_named(tmp_path: Path) -> None:
    _, report = read(tmp_path, tables.GATE_EVENTS, f"{HEADER}\nE1,soon,GA1,by,B1,P1,,\n")
    assert [reason.split("; ")[1:] for reason in reasons(report)] == [
        ["direction 'by' is none of in, out", "result is missing"]
    ]


def test_row_when_a_cell_has_line_breaks_then_later_lines_are_counted_right(tmp_path: Path) -> None:
    _, report = read(tmp_path, tables.AREAS, 'area,name,level\nA1,"two\nlines",1\nA2,x,9\n')
    assert reasons(report)[0].startswith("areas.csv:4: level '9'")


def test_row_when_an_unimportant_cell_is_bad_then_the_row_stays(tmp_path: Path) -> None:
    lines, report = read(tmp_path, tables.CARGO, "container,origin\nCSQU3054383,Guayaquil\n")
    assert lines[0].row.origin == ""  # type: ignore[attr-defined]
    assert report.sentences == [
        "cargo.csv: origin 'Guayaquil' is no UN/LOCODE such as ECGYE; it counts as unknown (line 2)"
    ]


def test_cargo_when_the_check_digit_is_wrong_then_is_kept_with_a_remark(tmp_path: Path) -> None:
    lines, report = read(tmp_path, tables.CARGO, "container\nCSQU3054384\nCSQU305438X\n")
    assert [line.row.container for line in lines] == ["CSQU3054384"]  # type: ignore[attr-defined]
    assert "check digit" in report.sentences[0]
    assert "is no container number" in reasons(report)[0]


@pytest.mark.parametrize(
    ("table", "content", "said"),
    [
        (
            tables.ROSTER,
            "person,starts_at,ends_at\nP1,2026-03-01T14:00Z,2026-03-01T06:00Z\n",
            "ends_at does not lie after starts_at",
        ),
        (
            tables.WORK_ORDERS,
            "work_ref,object,opened_at,closed_at\nW1,X,2026-03-02T00:00Z,2026-03-01T00:00Z\n",
            "closed_at lies before opened_at",
        ),
        (
            tables.GRANTS,
            f"{','.join(tables.GRANTS.header)}\na,box,X,S3,,2026-03-02T00:00Z,2026-03-02T00:00Z,\n",
            "valid_until does not lie after valid_from",
        ),
        (
            tables.DATA_EVENTS,
            "event,at,account,person,action,object,result\nD1,2026-03-02T00:00Z,,,read,X,ok\n",
            "neither an account nor a person",
        ),
        (tables.AREAS, "area\nOUT\n", "OUT is outside all areas"),
        (tables.INCIDENTS, "incident,at,kind\nI1,2026-03-02T00:00Z,theft\n", "kind 'theft' is none of"),
        (tables.TRAVEL_TIMES, "reader_from,reader_to,minimum_seconds\nA,B,-4\n", "no whole number"),
    ],
)
def test_row_when_it_contradicts_itself_then_says_so(
    tmp_path: Path, table: Table[object], content: str, said: str
) -> None:
    lines, report = read(tmp_path, table, content)
    assert not lines
    assert said in reasons(report)[0]
