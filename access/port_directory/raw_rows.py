"""A long file in batches of raw CSV, each row with its line number in front; what is no row is told apart.

A log has millions of rows. Reading each cell in Python would take most of the time of an import, so whole
lines go to the database as they stand, and only rows that are not plain come back to be read one by one.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from access.port_directory.sheet import UNCLOSED, UnreadableFile

BLOCK: Final = 1 << 21  # bytes, about 20,000 rows
ROWS: Final = 20_000  # of a batch that is read by the csv module
BOM: Final = b"\xef\xbb\xbf"


@dataclass(frozen=True, slots=True)
class RawBatch:
    """CSV text whose first cell is the line number; `rows` counts all, also those `refused` with a reason."""

    text: bytes
    rows: int
    refused: Sequence[tuple[int, str]] = ()


def raw_batches(path: Path, columns: int) -> Iterator[RawBatch]:
    """The rows below the header, which has so many columns. Raises UnreadableFile as `open_sheet` does."""
    with path.open("rb") as stream:
        offset = len(BOM) if stream.read(len(BOM)) == BOM else 0
        stream.seek(offset)
        number, is_header, rest = 1, True, b""
        while piece := stream.read(BLOCK):
            if len(piece) < BLOCK and not piece.endswith(b"\n"):
                piece += b"\n"  # the last line of the file, which is then no batch of its own
            whole, found, rest = (rest + piece).rpartition(b"\n")
            if not found:
                continue
            lines = _lines(whole)
            if lines is None:
                break
            batch, is_header = _plain(lines, number, columns, is_header=is_header)
            yield batch
            offset, number = offset + len(whole) + 1, number + len(lines)
        else:
            last = _lines(rest)
            if last is not None:
                yield _plain(last, number, columns, is_header=is_header)[0]
                return
    yield from _parsed(path, offset, number, columns, is_header=is_header)


def _lines(text: bytes) -> list[bytes] | None:
    """The lines, if each is a row for sure: no quotation mark and no line end of another kind."""
    text = text.removesuffix(b"\r").replace(b"\r\n", b"\n")
    return None if b'"' in text or b"\r" in text else text.split(b"\n")


def _plain(lines: list[bytes], first: int, columns: int, *, is_header: bool) -> tuple[RawBatch, bool]:
    """Lines without quotation marks: the number of commas tells the number of cells."""
    commas = columns - 1
    if is_header:
        blank = next((place for place, line in enumerate(lines) if line.strip(b",")), None)
        if blank is None:
            return RawBatch(b"", 0), True
        lines, first = lines[blank + 1 :], first + blank + 1
    numbered = [
        b"%d,%b\n" % (number, line)
        for number, line in enumerate(lines, first)
        if line.count(b",") == commas and line.strip(b",")
    ]
    refused = []
    if len(numbered) != len(lines):
        refused = [
            (number, _cells(line.count(b",") + 1, columns))
            for number, line in enumerate(lines, first)
            if line.count(b",") != commas and line.strip(b",")
        ]
    return RawBatch(b"".join(numbered), len(numbered) + len(refused), refused), False


def _parsed(path: Path, offset: int, first: int, columns: int, *, is_header: bool) -> Iterator[RawBatch]:
    """From here on by the csv module, since a quoted cell may hold anything, line ends too."""
    with path.open("rb") as raw:
        raw.seek(offset)
        reader = csv.reader(io.TextIOWrapper(raw, encoding="utf-8", newline=""), strict=True)
        while True:
            text, refused, rows = io.StringIO(), list[tuple[int, str]](), 0
            writer = csv.writer(text, lineterminator="\n")
            for number, cells in _records(reader, first):
                if is_header:
                    is_header = False
                    continue
                rows += 1
                if isinstance(cells, str):
                    refused.append((number, cells))
                elif len(cells) != columns:
                    refused.append((number, _cells(len(cells), columns)))
                else:
                    writer.writerow([number, *cells])
                if rows == ROWS:
                    break
            if not rows:
                return
            yield RawBatch(text.getvalue().encode(), rows, refused)


def _records(reader: Iterator[list[str]], first: int) -> Iterator[tuple[int, list[str] | str]]:
    while True:
        number = first + reader.line_num  # type: ignore[attr-defined]
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            if str(error) == UNCLOSED:
                raise UnreadableFile(
                    f"is no CSV: a quotation mark in the row on line {number} is never closed"
                ) from None
            yield number, f"is no CSV row: {error}"
            continue
        if any(cells):
            yield number, cells


def _cells(found: int, wanted: int) -> str:
    return f"has {found} cells; the header has {wanted}"
