"""One file: its form is checked as a whole before the first row is taken, then rows come one by one."""

from __future__ import annotations

import codecs
import csv
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Generic, TypeVar

from access.port_directory.report import FileReport
from access.port_directory.table import Column, Table
from portsec.kernel.errors import InvalidInput

Row = TypeVar("Row")

CHUNK = 1 << 20  # bytes read at a time while the form is checked
UNCLOSED = "unexpected end of data"  # what the csv module says when a quotation mark is never closed


class UnreadableFile(InvalidInput):
    """A file of which nothing can be taken; the detail says why."""

    code = "unreadable_file"


@dataclass(frozen=True, slots=True)
class Line(Generic[Row]):
    """A row and the line on which it begins."""

    number: int
    row: Row


@dataclass(frozen=True, slots=True)
class Sheet(Generic[Row]):
    """A file whose form holds. `rows` counts what stands below the header, good or bad.

    Of a file without quotation marks it counts lines, blank ones too: reading rows would take as long again.
    """

    path: Path
    table: Table[Row]
    header: tuple[str, ...]
    rows: int

    def lines(self, report: FileReport) -> Iterator[Line[Row]]:
        """The rows that can be taken; what cannot goes to the report, which also counts them all."""
        read = row_reader(self.table, self.header)
        for number, cells in _records(self.path):
            if number == 0:
                continue
            report.rows += 1
            if isinstance(cells, str):
                report.refuse(number, cells)
            elif len(cells) != len(self.header):
                report.refuse(number, f"has {len(cells)} cells; the header has {len(self.header)}")
            else:
                row = read(cells, number, report)
                if row is not None:
                    yield Line(number, row)


def open_sheet(path: Path, table: Table[Row]) -> Sheet[Row]:
    """Check a file's form: UTF-8, CSV, a header with the needed columns.

    Raises UnreadableFile with one sentence. Unknown columns are no fault; see `unknown_columns`.
    """
    lines, is_quoted = _check_text(path)
    records = _records(path)
    header = _header(next(records, None), table)
    return Sheet(path, table, header, sum(1 for _ in records) if is_quoted else lines - 1)


def unknown_columns(sheet: Sheet[Any]) -> list[str]:
    """Columns that the file has and that mean nothing here."""
    return [name for name in sheet.header if name not in sheet.table.header]


def _check_text(path: Path) -> tuple[int, bool]:
    """The number of lines, and whether quotation marks or carriage returns may make rows other than lines."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    line, is_quoted, last = 1, False, b"\n"
    try:
        with path.open("rb") as stream:
            while piece := stream.read(CHUNK):
                if b"\0" in piece:
                    raise UnreadableFile("is not UTF-8: it has zero bytes, as UTF-16 files do")
                decoder.decode(piece)
                line += piece.count(b"\n")
                is_quoted = is_quoted or b'"' in piece or b"\r" in piece
                last = piece[-1:]
            decoder.decode(b"", final=True)
    except UnicodeDecodeError as error:
        line += error.object[: error.start].count(b"\n")
        raise UnreadableFile(f"is not UTF-8 (line {line})") from None
    except OSError as error:
        raise UnreadableFile(f"cannot be read: {error.strerror}") from None
    return line - (last == b"\n"), is_quoted


def _records(path: Path) -> Iterator[tuple[int, list[str] | str]]:
    """Each record with its first line, or the sentence on what is wrong with it. The header comes as line 0.

    Blank lines and lines of commas alone are left out. Raises UnreadableFile when a quotation mark is never
    closed: nobody can tell what stands in it.
    """
    with path.open(encoding="utf-8-sig", newline="") as stream:
        reader = csv.reader(stream, strict=True)
        is_header = True
        while True:
            number = reader.line_num + 1
            try:
                cells: list[str] | str = next(reader)
            except StopIteration:
                return
            except csv.Error as error:
                if str(error) == UNCLOSED:
                    raise UnreadableFile(
                        f"is no CSV: a quotation mark in the row on line {number} is never closed"
                    ) from None
                cells = f"is no CSV row: {error}"
            if any(cells):
                yield (0 if is_header else number), cells
                is_header = False


def _header(record: tuple[int, list[str] | str] | None, table: Table[Any]) -> tuple[str, ...]:
    if record is None:
        raise UnreadableFile("is empty: it has no header")
    if isinstance(record[1], str):
        raise UnreadableFile(f"is no CSV: the header {record[1]}")
    header = tuple(name.strip().lower() for name in record[1])
    twice = [name for name, times in Counter(header).items() if times > 1 and name]
    if twice:
        raise UnreadableFile(f"has the column {twice[0]} twice")
    missing = [column.name for column in table.columns if column.needed and column.name not in header]
    if missing:
        columns = "column" if len(missing) == 1 else "columns"
        raise UnreadableFile(f"lacks the {columns} {', '.join(missing)}{_other_separator(header)}")
    return header


def _other_separator(header: Sequence[str]) -> str:
    for separator, name in ((";", "semicolons"), ("\t", "tabs")):
        if len(header) == 1 and separator in header[0]:
            return f"; its cells are separated by {name}, commas are needed"
    return ""


def row_reader(
    table: Table[Row], header: Sequence[str]
) -> Callable[[list[str], int, FileReport], Row | None]:
    """Reads the cells of one row under this header; what cannot be taken goes to the report."""
    places = [header.index(column.name) if column.name in header else None for column in table.columns]
    plan = list(zip(table.columns, places, strict=True))

    def read(given: list[str], number: int, report: FileReport) -> Row | None:
        values: list[Any] = []
        problems: list[str] = []
        for column, place in plan:
            text = given[place].strip() if place is not None else ""
            if text:
                try:
                    values.append(column.cell.read(text))
                    continue
                except InvalidInput as error:
                    _complain(column, error.detail, number, problems, report)
            elif column.needed:
                problems.append(f"{column.name} is missing")
            values.append(column.cell.empty)
        if not problems:
            row = table.row(*values)
            problem = table.problem(row) if table.problem else ""
            if not problem:
                remark = table.remark(row) if table.remark else ""
                if remark:
                    report.remark(remark, number)
                return row
            problems.append(problem)
        report.refuse(number, "; ".join(problems))
        return None

    return read


def _complain(column: Column, detail: str, number: int, problems: list[str], report: FileReport) -> None:
    if column.soft:
        report.remark(f"{column.name} {detail}; it counts as unknown", number)
    else:
        problems.append(f"{column.name} {detail}")
