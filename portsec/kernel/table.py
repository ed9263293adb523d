"""A table that an office keeps in a spreadsheet and hands in as CSV: its lines, or why there are none."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from portsec.kernel.errors import InvalidInput

MOST_CHARACTERS = 500_000


@dataclass(frozen=True, slots=True)
class Line:
    """One line as it was given: every column of the table, trimmed. Line 1 is the head line."""

    number: int
    given: Mapping[str, str]
    is_longer_than_head: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """What a table may look like. `needed` are the columns that the head line must name."""

    columns: tuple[str, ...]
    needed: tuple[str, ...]
    most_rows: int

    def lines(self, text: str) -> tuple[Line, ...]:
        """Every line that says something; commas or semicolons part the fields.

        Raises InvalidInput (field `table`) for what no line can be read from: too long, no head line, unknown
        or missing columns, no lines.
        """
        if len(text) > MOST_CHARACTERS:
            raise _refused(f"The table is longer than {MOST_CHARACTERS:,} characters.")
        try:
            lines = tuple(self._read(text.removeprefix("\ufeff").strip("\r\n")))
        except csv.Error as error:
            raise _refused(f"The table cannot be read: {error}.") from None
        if not lines:
            raise _refused("The table has a head line and no rows.")
        if len(lines) > self.most_rows:
            raise _refused(f"The table has {len(lines)} rows; at most {self.most_rows} are taken at a time.")
        return lines

    def written(self, rows: Iterable[Mapping[str, str]]) -> str:
        """The rows as a table again, as they were given: what is wrong can be mended, and nothing is lost."""
        target = io.StringIO(newline="")
        writer = csv.DictWriter(target, self.columns, lineterminator="\r\n")  # so that a stray "\r" is quoted
        writer.writeheader()
        writer.writerows({name: row.get(name, "") for name in self.columns} for row in rows)
        return target.getvalue()

    def _read(self, plain: str) -> Iterator[Line]:
        head = plain.splitlines()[0] if plain.strip() else ""
        lines = csv.DictReader(io.StringIO(plain, newline=""), delimiter=";" if ";" in head else ",")
        columns = [(name or "").strip().lower() for name in lines.fieldnames or ()]
        self._check(columns)
        lines.fieldnames = columns
        for number, line in enumerate(lines, start=2):
            if any(str(value).strip() for value in line.values() if value):
                given = {name: str(line.get(name) or "").strip() for name in self.columns}
                yield Line(number, given, is_longer_than_head=bool(line.get(None)))

    def _check(self, columns: list[str]) -> None:
        missing = [name for name in self.needed if name not in columns]
        unknown = [name for name in columns if name not in self.columns]
        if len(set(columns)) != len(columns):
            raise _refused("A column stands there twice.")
        if missing:
            raise _refused(f"The head line lacks {', '.join(missing)}. It must name the columns.")
        if unknown:
            raise _refused(f"Nobody asked for the column {unknown[0]!r}. Take it out.")


def day(value: str) -> date | None:
    """A day as 2026-12-31 or 31.12.2026; None for an empty field. Raises ValueError in words."""
    if not value:
        return None
    for read in (date.fromisoformat, _european):
        try:
            return read(value)
        except ValueError:
            continue
    raise ValueError(f"'{value}' is no date; write 2026-12-31")


def _european(value: str) -> date:
    of_month, month, year = value.replace("/", ".").split(".")
    return date(int(year), int(month), int(of_month))


def _refused(problem: str) -> InvalidInput:
    return InvalidInput(problem, fields={"table": problem})
