"""Reads a list of needs that an office keeps as a table: each row as values, or what is wrong with it."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date

from portsec.kernel.errors import InvalidInput
from screening.enums import Language
from screening.matching.countries import country_names

MOST_ROWS = 500  # one list; each row becomes a case and a sheet that somebody hands over
MOST_CHARACTERS = 500_000
COLUMNS = (
    "given_names",
    "family_name",
    "native_name",
    "birth_date",
    "nationality",
    "sex",
    "job_title",
    "post",
    "reason",
    "since",
    "until",
    "language",
)
NEEDED = ("family_name", "birth_date", "post", "reason", "since")
LONGEST = {"given_names": 120, "family_name": 120, "native_name": 200, "job_title": 120, "reason": 1000}
EARLIEST_BIRTH = date(1900, 1, 1)
SEXES = ("F", "M", "X")
EXAMPLE = (
    ",".join(COLUMNS)
    + "\n"
    + "Erin,Domínguez,,1991-05-10,ES,F,Crane operator,crane,Drives the crane at quay 5,2026-12-01,,es\n"
)


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the list. `problems` names each field that is wrong; a row without any can be entered."""

    number: int
    given: Mapping[str, str]
    values: Mapping[str, object] = field(default_factory=dict)
    problems: Mapping[str, str] = field(default_factory=dict)

    @property
    def name(self) -> str:
        return f"{self.given.get('given_names', '')} {self.given.get('family_name', '')}".strip()


def read(text: str) -> tuple[Row, ...]:
    """Every row of a table in CSV with a head line; commas or semicolons part the fields.

    Raises InvalidInput for what no row can be read from: too long, no head line, unknown or missing columns.
    """
    if len(text) > MOST_CHARACTERS:
        raise _refused(f"The list is longer than {MOST_CHARACTERS:,} characters.")
    plain = text.removeprefix("\ufeff")
    head = plain.splitlines()[0] if plain.strip() else ""
    lines = csv.DictReader(io.StringIO(plain.strip("\r\n")), delimiter=";" if ";" in head else ",")
    try:
        columns = [(name or "").strip().lower() for name in lines.fieldnames or ()]
        _check_columns(columns)
        lines.fieldnames = columns
        numbered = enumerate(lines, start=2)
        rows = tuple(_row(number, line) for number, line in numbered if _says_something(line))
    except csv.Error as error:
        raise _refused(f"The table cannot be read: {error}.") from None
    if not rows:
        raise _refused("The table has a head line and no rows.")
    if len(rows) > MOST_ROWS:
        raise _refused(f"The table has {len(rows)} rows; at most {MOST_ROWS} are taken at a time.")
    return rows


def written(rows: tuple[Row, ...]) -> str:
    """The rows as a table again, as they were given: what is wrong can be mended, and nothing is lost."""
    target = io.StringIO()
    writer = csv.DictWriter(target, COLUMNS, lineterminator="\n")
    writer.writeheader()
    writer.writerows({name: row.given.get(name, "") for name in COLUMNS} for row in rows)
    return target.getvalue()


def _check_columns(columns: list[str]) -> None:
    unknown = [name for name in columns if name not in COLUMNS]
    missing = [name for name in NEEDED if name not in columns]
    if len(set(columns)) != len(columns):
        raise _refused("A column stands there twice.")
    if missing:
        raise _refused(f"The head line lacks {', '.join(missing)}. It must name the columns.")
    if unknown:
        raise _refused(f"Nobody asked for the column {unknown[0]!r}. Take it out.")


def _says_something(line: Mapping[str | None, object]) -> bool:
    return any(str(value).strip() for value in line.values() if value)


def _row(number: int, line: Mapping[str | None, object]) -> Row:
    given = {name: str(line.get(name) or "").strip() for name in COLUMNS}
    problems: dict[str, str] = {}
    if line.get(None):
        problems["row"] = "has more fields than the head line"
    values: dict[str, object] = {}
    for name, read_field in READERS.items():
        try:
            values[name] = read_field(given[name])
        except ValueError as error:
            problems[name] = str(error)
    for name in NEEDED:
        if not given[name]:
            problems[name] = "is missing"
    for name, most in LONGEST.items():
        if len(given[name]) > most:
            problems[name] = f"is longer than {most} characters"
    return Row(number, given, values, problems)


def _text(value: str) -> str:
    if "\x00" in value:
        raise ValueError("holds a character that cannot be kept")
    return value


def _day(value: str) -> date | None:
    if not value:
        return None
    for pattern in (date.fromisoformat, _european):
        try:
            return pattern(value)
        except ValueError:
            continue
    raise ValueError(f"'{value}' is no date; write 2026-12-31")


def _european(value: str) -> date:
    day, month, year = value.replace("/", ".").split(".")
    return date(int(year), int(month), int(day))


def _birth(value: str) -> date | None:
    day = _day(value)
    if day is not None and day < EARLIEST_BIRTH:
        raise ValueError(f"{day} cannot be a birth date")
    return day


def _one_of(known: tuple[str, ...], what: str) -> Callable[[str], str]:
    def read_word(value: str) -> str:
        word = value.upper() if value.upper() in known else value.lower()
        if value and word not in known:
            raise ValueError(f"'{value}' is no {what}")
        return word if value else ""

    return read_word


READERS: Mapping[str, Callable[[str], object]] = {
    "given_names": _text,
    "family_name": _text,
    "native_name": _text,
    "birth_date": _birth,
    "nationality": _one_of(tuple(country_names()), "country code of two letters"),
    "sex": _one_of(SEXES, "sex as documents give it (F, M, X)"),
    "job_title": _text,
    "post": _text,
    "reason": _text,
    "since": _day,
    "until": _day,
    "language": _one_of(tuple(language.value for language in Language), "language of the invitation"),
}


def _refused(problem: str) -> InvalidInput:
    return InvalidInput(problem, fields={"table": problem})
