"""Names in a CSV table, for measuring the matcher and for screening a file of people."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping
from typing import TextIO

from portsec.kernel.errors import InvalidInput
from screening.enums import EntityKind
from screening.matching.subject import Subject
from screening.watchlists.birth_date import BirthDate
from screening.watchlists.entity import ListedEntity, ListedName, script_of

PAIR_COLUMNS = ("name1", "name2")
PERSON_COLUMNS = ("id", "name")
# Schemas of FollowTheMoney, in which labelled pairs are published, beside our own words.
_KINDS: Mapping[str, EntityKind] = {
    "": EntityKind.PERSON,
    "company": EntityKind.ORGANISATION,
    "organization": EntityKind.ORGANISATION,
    "legalentity": EntityKind.ORGANISATION,
    "airplane": EntityKind.AIRCRAFT,
    **{kind.value: kind for kind in EntityKind},
}

Row = dict[str, str]


def rows(file: TextIO, required: Iterable[str]) -> tuple[list[str], list[Row]]:
    """The columns and the rows of a table. Raises InvalidInput naming the column or the line."""
    reader = csv.DictReader(file, strict=True, restkey="too many")
    columns = [name.strip() for name in reader.fieldnames or ()]
    reader.fieldnames = columns
    for name in required:
        if name not in columns:
            raise InvalidInput(f"There is no column '{name}'.", fields={name: "The column is missing."})
    found: list[Row] = []
    try:
        for row in reader:
            if "too many" in row or None in row.values():
                raise InvalidInput(f"Line {reader.line_num} has another number of cells than the header.")
            found.append({name: value.strip() for name, value in row.items()})
    except csv.Error as error:
        raise InvalidInput(f"Line {reader.line_num} is not a CSV row ({error}).") from None
    return columns, found


def pair(row: Row, line: int) -> tuple[Subject, ListedEntity]:
    """The two sides of a labelled pair. Raises InvalidInput naming line and column."""
    kind = _kind(row, line)
    subject = Subject(
        names=(row["name1"],),
        kind=kind,
        birth=_birth(row, "birth_date1", line),
        nationalities=_filled(row, "country1"),
    )
    birth = _birth(row, "birth_date2", line)
    listed = ListedEntity(
        uid=str(line),
        kind=kind,
        names=(ListedName(row["name2"], script=script_of(row["name2"])),),
        births=(birth,) if birth else (),
        nationalities=_filled(row, "country2"),
    )
    return subject, listed


def person(row: Row, line: int) -> Subject:
    """The person of one row. Raises InvalidInput naming line and column."""
    return Subject(
        names=(row["name"],),
        birth=_birth(row, "birth_date", line),
        nationalities=_filled(row, "nationality"),
    )


def _kind(row: Row, line: int) -> EntityKind:
    said = row.get("schema", "")
    kind = _KINDS.get(said.lower())
    if kind is None:
        problem = (
            f"Line {line}: the schema '{said}' is unknown; write Person, Company, Organization or Vessel."
        )
        raise InvalidInput(problem, fields={"schema": problem})
    return kind


def _birth(row: Row, column: str, line: int) -> BirthDate | None:
    if not row.get(column):
        return None
    try:
        return BirthDate.parse(row[column])
    except InvalidInput as error:
        problem = f"Line {line}, {column}: {error.detail}"
        raise InvalidInput(problem, fields={column: problem}) from None


def _filled(row: Row, column: str) -> tuple[str, ...]:
    return (row[column],) if row.get(column) else ()
