"""Crew lists as files, for tests."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping
from io import StringIO

from screening.crew.columns import COLUMNS, Field

GOOD: Mapping[Field, str] = {
    Field.SEQUENCE: "",
    Field.FAMILY_NAME: "Santos",
    Field.GIVEN_NAMES: "Maria",
    Field.RANK: "AB",
    Field.NATIONALITY: "PHL",
    Field.BIRTH_DATE: "1991-05-10",
    Field.GENDER: "F",
    Field.DOCUMENT_KIND: "Passport",
    Field.DOCUMENT_NUMBER: "P1234567A",
    Field.DOCUMENT_STATE: "PHL",
    Field.DOCUMENT_EXPIRES: "2031-01-01",
}
LABELS = {column.field: column.fal for column in COLUMNS}


def row(number: int = 0, **changes: str) -> dict[Field, str]:
    """A good row; the number makes another person of it."""
    made = dict(GOOD) | {Field.DOCUMENT_NUMBER: f"P{1_000_000 + number}A"}
    return made | {Field(name): text for name, text in changes.items()}


def written(rows: Iterable[Mapping[Field, str]], *, header: Iterable[str] = (), delimiter: str = ",") -> str:
    """The rows as a file; the header is FAL form 5's unless another is given for the same columns."""
    lines = [list(row.values()) for row in rows]
    names = list(header) or [LABELS[field] for field in GOOD]
    buffer = StringIO(newline="")
    csv.writer(buffer, delimiter=delimiter).writerows([names, *lines])
    return buffer.getvalue()
