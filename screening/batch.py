"""Reads a list of needs that an office keeps as a table: each row as values, or what is wrong with it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date

from portsec.kernel.table import Line, Table, day
from screening.enums import Language
from screening.matching.countries import country_names

TABLE = Table(
    columns=(
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
    ),
    needed=("family_name", "birth_date", "post", "reason", "since"),
    most_rows=500,  # one list; each row becomes a case and a sheet that somebody hands over
)
LONGEST = {"given_names": 120, "family_name": 120, "native_name": 200, "job_title": 120, "reason": 1000}
EARLIEST_BIRTH = date(1900, 1, 1)
SEXES = ("F", "M", "X")
EXAMPLE = (
    ",".join(TABLE.columns)
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
    """Every row. Raises InvalidInput as `Table.lines` does."""
    return tuple(_row(line) for line in TABLE.lines(text))


def _row(line: Line) -> Row:
    given = line.given
    problems: dict[str, str] = {}
    if line.is_longer_than_head:
        problems["row"] = "has more fields than the head line"
    values: dict[str, object] = {}
    for name, read_field in READERS.items():
        try:
            values[name] = read_field(given[name])
        except ValueError as error:
            problems[name] = str(error)
    for name in TABLE.needed:
        if not given[name]:
            problems[name] = "is missing"
    for name, most in LONGEST.items():
        if len(given[name]) > most:
            problems[name] = f"is longer than {most} characters"
    return Row(line.number, given, values, problems)


def _text(value: str) -> str:
    if "\x00" in value:
        raise ValueError("holds a character that cannot be kept")
    return value


def _birth(value: str) -> date | None:
    born = day(value)
    if born is not None and born < EARLIEST_BIRTH:
        raise ValueError(f"{born} cannot be a birth date")
    return born


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
    "since": day,
    "until": day,
    "language": _one_of(tuple(language.value for language in Language), "language of the invitation"),
}
