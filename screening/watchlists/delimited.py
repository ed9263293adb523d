"""Rows of OFAC's legacy delimited files: no header, quoted texts, `-0-` for empty, Ctrl-Z at the end."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from portsec.kernel.errors import InvalidInput
from screening.watchlists import files

EMPTY = "-0-"
END_MARK = "\x1a"


@dataclass(frozen=True, slots=True)
class DelimitedFile:
    """The text of one file. `marked` tells whether the publisher's end mark stands at its end."""

    name: str
    text: str
    marked: bool

    @classmethod
    def open(cls, path: Path) -> DelimitedFile:
        """Raises InvalidInput if the file cannot be read or stops in the middle of a row."""
        text = files.text(path)
        body = text.rstrip(END_MARK)
        if body.lstrip().startswith("<"):
            raise InvalidInput(f"{path.name} is XML or a web page, not a delimited file.")
        if END_MARK in body:
            line = body[: body.index(END_MARK)].count("\n") + 1
            raise InvalidInput(f"{path.name} line {line}: an end mark stands in the middle of the file.")
        if not body.endswith(("\n", "\r")):
            raise InvalidInput(
                f"{path.name} line {body.count(chr(10)) + 1}: the file ends in the middle of a row; "
                "it looks cut off."
            )
        return cls(path.name, body, marked=body != text)

    def columns(self) -> int:
        """Columns of the first row, 0 if it is not a row of this format at all."""
        try:
            return len(next(csv.reader(io.StringIO(self.text, newline=""), strict=True), []))
        except csv.Error:
            return 0

    def rows(self, columns: int) -> Iterator[tuple[int, list[str]]]:
        """Line number and cells of each row. Raises InvalidInput at the first row of another shape."""
        reader = csv.reader(io.StringIO(self.text, newline=""), strict=True)
        line = 1
        try:
            for row in reader:
                if len(row) != columns:
                    found = "1 column" if len(row) == 1 else f"{len(row)} columns"
                    raise InvalidInput(f"{self.name} line {line}: {found} where {columns} are expected.")
                yield line, [_cleaned(cell) for cell in row]
                line = reader.line_num + 1
        except csv.Error as error:
            raise InvalidInput(f"{self.name} line {line}: not a row of this format ({error}).") from None


def key(name: str, line: int, cell: str) -> str:
    """An entry's number as text. Raises InvalidInput if it is not a number."""
    digits = cell.strip()
    if not (digits.isascii() and digits.isdigit()):
        raise InvalidInput(f'{name} line {line}: the entry number is "{digits[:40]}", not a number.')
    return digits.lstrip("0") or "0"


def _cleaned(cell: str) -> str:
    return "" if cell.strip() == EMPTY else cell
