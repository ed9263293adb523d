"""Reads a table of certificates from a training provider: each row as values, or what is wrong with it."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from portsec.kernel.errors import InvalidInput

MOST_ROWS = 2000  # a year's refreshers of a large terminal
MOST_CHARACTERS = 500_000
LONGEST_NUMBER = 60
COLUMNS = ("person", "training", "first_day", "last_day", "number")
NEEDED = ("person", "training", "first_day")
EXAMPLE = ",".join(COLUMNS) + "\nE-1042,ship-security,2026-11-02,2027-11-01,STCW-77412\n"


@dataclass(frozen=True, slots=True)
class Row:
    """One line. `person` is a reference or an employee number, `training` a code.

    `problems` names each field that is wrong; a row without any can be entered. Days are None where the field
    is empty or wrong.
    """

    number: int
    given: Mapping[str, str]
    first_day: date | None = None
    last_day: date | None = None
    problems: Mapping[str, str] = field(default_factory=dict)


def read(text: str) -> tuple[Row, ...]:
    """Every row of a table in CSV with a head line; commas or semicolons part the fields.

    Raises InvalidInput for what no row can be read from: too long, no head line, unknown or missing columns.
    """
    if len(text) > MOST_CHARACTERS:
        raise _refused(f"The table is longer than {MOST_CHARACTERS:,} characters.")
    plain = text.removeprefix("\ufeff").strip("\r\n")
    head = plain.splitlines()[0] if plain.strip() else ""
    lines = csv.DictReader(io.StringIO(plain, newline=""), delimiter=";" if ";" in head else ",")
    try:
        columns = [(name or "").strip().lower() for name in lines.fieldnames or ()]
        _check_columns(columns)
        lines.fieldnames = columns
        rows = tuple(_row(number, line) for number, line in enumerate(lines, start=2) if _says(line))
    except csv.Error as error:
        raise _refused(f"The table cannot be read: {error}.") from None
    if not rows:
        raise _refused("The table has a head line and no rows.")
    if len(rows) > MOST_ROWS:
        raise _refused(f"The table has {len(rows)} rows; at most {MOST_ROWS} are taken at a time.")
    return rows


def written(rows: tuple[Row, ...]) -> str:
    """The rows as a table again, as they were given: what is wrong can be mended, and nothing is lost."""
    target = io.StringIO(newline="")
    writer = csv.DictWriter(target, COLUMNS, lineterminator="\r\n")  # so that a stray "\r" is quoted
    writer.writeheader()
    writer.writerows({name: row.given.get(name, "") for name in COLUMNS} for row in rows)
    return target.getvalue()


def _check_columns(columns: list[str]) -> None:
    missing = [name for name in NEEDED if name not in columns]
    unknown = [name for name in columns if name not in COLUMNS]
    if len(set(columns)) != len(columns):
        raise _refused("A column stands there twice.")
    if missing:
        raise _refused(f"The head line lacks {', '.join(missing)}. It must name the columns.")
    if unknown:
        raise _refused(f"Nobody asked for the column {unknown[0]!r}. Take it out.")


def _says(line: Mapping[str | None, object]) -> bool:
    """Whether anything but blanks stands in the line."""
    return any(str(value).strip() for value in line.values() if value)


def _row(number: int, line: Mapping[str | None, object]) -> Row:
    given = {name: str(line.get(name) or "").strip() for name in COLUMNS}
    problems: dict[str, str] = {}
    if line.get(None):
        problems["row"] = "has more fields than the head line"
    days: dict[str, date | None] = {}
    for name in ("first_day", "last_day"):
        try:
            days[name] = _day(given[name])
        except ValueError:
            problems[name] = f"'{given[name]}' is no date; write 2026-12-31"
    problems |= {name: "is missing" for name in NEEDED if not given[name]}
    if len(given["number"]) > LONGEST_NUMBER:
        problems["number"] = f"is longer than {LONGEST_NUMBER} characters"
    problems |= {name: "holds a character that cannot be kept" for name in COLUMNS if "\x00" in given[name]}
    first, last = days.get("first_day"), days.get("last_day")
    if first and last and last < first:
        problems["last_day"] = "lies before the first day"
    return Row(number, given, first, last, problems)


def _day(value: str) -> date | None:
    """A day as 2026-12-31 or 31.12.2026; None for an empty field."""
    if not value:
        return None
    try:
        return date.fromisoformat(value)
    except ValueError:
        day, month, year = value.replace("/", ".").split(".")
        return date(int(year), int(month), int(day))


def _refused(problem: str) -> InvalidInput:
    return InvalidInput(problem, fields={"table": problem})
