"""Reads a table of certificates from a training provider: each row as values, or what is wrong with it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from portsec.kernel.table import Line, Table, day

LONGEST_NUMBER = 60
TABLE = Table(
    columns=("person", "training", "first_day", "last_day", "number"),
    needed=("person", "training", "first_day"),
    most_rows=2000,  # a year's refreshers of a large terminal
)
EXAMPLE = ",".join(TABLE.columns) + "\nE-1042,ship-security,2026-11-02,2027-11-01,STCW-77412\n"


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
    """Every row. Raises InvalidInput as `Table.lines` does."""
    return tuple(_row(line) for line in TABLE.lines(text))


def _row(line: Line) -> Row:
    given = line.given
    problems: dict[str, str] = {}
    if line.is_longer_than_head:
        problems["row"] = "has more fields than the head line"
    days: dict[str, date | None] = {}
    for name in ("first_day", "last_day"):
        try:
            days[name] = day(given[name])
        except ValueError as error:
            problems[name] = str(error)
    problems |= {name: "is missing" for name in TABLE.needed if not given[name]}
    if len(given["number"]) > LONGEST_NUMBER:
        problems["number"] = f"is longer than {LONGEST_NUMBER} characters"
    problems |= {name: "holds a character that cannot be kept" for name in given if "\x00" in given[name]}
    first, last = days.get("first_day"), days.get("last_day")
    if first and last and last < first:
        problems["last_day"] = "lies before the first day"
    return Row(line.number, given, first, last, problems)
