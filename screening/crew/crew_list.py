"""Reads a whole crew list: the rows that are good, and each bad row with what is wrong in it."""

from __future__ import annotations

import csv
from collections.abc import Callable, Container, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date
from functools import partial
from io import StringIO
from typing import Any

from portsec.kernel.errors import InvalidInput
from screening.crew import cells
from screening.crew.cells import CellError
from screening.crew.columns import (
    OF_THE_VOYAGE,
    REQUIRED,
    Field,
    field_of,
    is_error_column,
    label_of,
)
from screening.crew.imo import imo_number

# The largest cruise ships carry some 2,400 people as crew (Icon class, 2024); twice that is no crew list.
MAX_ROWS = 5000
DELIMITERS = ",;\t"
csv.field_size_limit(131_072)  # characters in a cell, the module's own bound, whoever else raised it


@dataclass(frozen=True, slots=True)
class RowError:
    """One thing that is wrong. `row` counts as a spreadsheet does: the header is row 1."""

    row: int
    field: str
    reason: str

    def __str__(self) -> str:
        return f"Row {self.row}, {self.field}: {self.reason}"


@dataclass(frozen=True, slots=True, kw_only=True)
class CrewRow:
    """One good row: the fields of FAL form 5 and nothing else."""

    row: int
    sequence: int | None = None
    family_name: str
    given_names: str = ""
    rank: str = ""
    nationality: str
    birth_date: date
    birth_place: str = ""
    birth_country: str = ""
    gender: str = ""
    document_kind: str
    document_number: str
    document_state: str
    document_expires: date | None = None
    embarked_at: str = ""
    disembarks_at: str = ""
    visa_number: str = ""

    @property
    def identity(self) -> tuple[str, str, date]:
        """What one person is recognised by: document number, issuing State, date of birth."""
        return self.document_number, self.document_state, self.birth_date

    @property
    def full_name(self) -> str:
        return f"{self.given_names} {self.family_name}".strip()


@dataclass(frozen=True, slots=True)
class RejectedRow:
    """A bad row as it was sent, with everything that is wrong in it."""

    row: int
    cells: tuple[str, ...]
    errors: tuple[RowError, ...]


@dataclass(frozen=True, slots=True)
class CrewList:
    """What a file said. Every row with a filled cell is in `rows` or in `rejected`."""

    header: tuple[str, ...]
    rows: tuple[CrewRow, ...]
    rejected: tuple[RejectedRow, ...]
    imo_numbers: frozenset[str]

    @property
    def errors(self) -> tuple[RowError, ...]:
        return tuple(error for row in self.rejected for error in row.errors)


def parse(text: str, *, today: date) -> CrewList:
    """Read a crew list in the columns of FAL form 5 or of the European single window.

    Raises InvalidInput, naming the columns or the row, when the file as a whole cannot be read: no rows, too
    many, an unknown, doubled or missing column, a quotation mark that never closes.
    """
    records = _records(text.removeprefix("\ufeff"))
    header = records[0][1]
    columns = _columns(header)
    passed_over = {place for place, heading in enumerate(header) if is_error_column(heading)}
    reader = _Reader(columns, frozenset(columns) | passed_over, today)
    for number, record in records[1:]:
        reader.read(number, record)
    if not reader.rows and not reader.rejected:
        raise InvalidInput("The file has a header and no rows.", fields={"file": "There are no rows in it."})
    return CrewList(tuple(header), tuple(reader.rows), tuple(reader.rejected), frozenset(reader.imo_numbers))


def cells_of(text: str, rows: Container[int]) -> dict[int, tuple[str, ...]]:
    """The cells of some rows of a file that could be read, as they were sent."""
    records = _records(text.removeprefix("\ufeff"))
    return {number: tuple(record) for number, record in records if number in rows}


class _Reader:
    """Goes through the rows in order; knows what earlier rows said."""

    def __init__(self, columns: Mapping[int, Field], places: frozenset[int], today: date) -> None:
        self.columns = columns
        self._places = places
        self.rows: list[CrewRow] = []
        self.rejected: list[RejectedRow] = []
        self.imo_numbers: set[str] = set()
        self._identities: dict[tuple[str, str, date], int] = {}
        self._sequences: dict[int, int] = {}
        self._cell_readers = _cell_readers(today)

    def read(self, number: int, record: Sequence[str]) -> None:
        values, errors = self._values(number, record)
        if not errors:
            row = CrewRow(row=number, **{name: values[name] for name in values if name in _ROW_FIELDS})
            errors = list(self._repeated(row))
            if not errors:
                self.rows.append(row)
                self._identities[row.identity] = number
                if row.sequence is not None:
                    self._sequences[row.sequence] = number
        if errors:
            self.rejected.append(RejectedRow(number, tuple(record), tuple(errors)))
        elif imo := values.get(Field.IMO_NUMBER.value):
            self.imo_numbers.add(imo)

    def _values(self, number: int, record: Sequence[str]) -> tuple[dict[str, Any], list[RowError]]:
        values: dict[str, Any] = {}
        errors: list[RowError] = []
        for place, cell in enumerate(record):
            if cell.strip() and place not in self._places:
                reason = f"Cell {place + 1} stands under no heading; is a comma too many in the row?"
                errors.append(RowError(number, "Row", reason))
        for place, field in self.columns.items():
            text = cells.cleaned(record[place]) if place < len(record) else ""
            try:
                if not text and field in REQUIRED:
                    raise CellError("It is empty.")
                values[field.value] = self._cell_readers[field](text)
            except (CellError, InvalidInput) as error:
                errors.append(RowError(number, label_of(field), str(error)))
        return values, errors

    def _repeated(self, row: CrewRow) -> Iterator[RowError]:
        if (first := self._identities.get(row.identity)) is not None:
            reason = f"Row {first} is the same person: document, issuing State and date of birth agree."
            yield RowError(row.row, label_of(Field.DOCUMENT_NUMBER), reason)
        if row.sequence is not None and (first := self._sequences.get(row.sequence)) is not None:
            reason = f"Row {first} has the number {row.sequence} already."
            yield RowError(row.row, label_of(Field.SEQUENCE), reason)


_ROW_FIELDS = frozenset(field.name for field in fields(CrewRow)) - {"row"}


def _cell_readers(today: date) -> Mapping[Field, Callable[[str], Any]]:
    return {
        **dict.fromkeys(OF_THE_VOYAGE, cells.words),
        Field.IMO_NUMBER: lambda text: imo_number(text) if text else "",
        Field.SEQUENCE: cells.sequence,
        Field.FAMILY_NAME: cells.name,
        Field.GIVEN_NAMES: cells.name,
        Field.RANK: cells.words,
        Field.NATIONALITY: cells.nationality,
        Field.BIRTH_DATE: partial(cells.birth, today=today),
        Field.BIRTH_PLACE: cells.words,
        Field.BIRTH_COUNTRY: cells.country,
        Field.GENDER: cells.gender,
        Field.DOCUMENT_KIND: cells.document_kind,
        Field.DOCUMENT_NUMBER: cells.document_number,
        Field.DOCUMENT_STATE: cells.issuer,
        Field.DOCUMENT_EXPIRES: cells.day,
        Field.EMBARKED_AT: cells.locode,
        Field.DISEMBARKS_AT: cells.locode,
        Field.VISA_NUMBER: cells.words,
    }


def _records(text: str) -> list[tuple[int, list[str]]]:
    """The filled lines with their numbers, the header first."""
    found: list[tuple[int, list[str]]] = []
    try:
        for number, record in enumerate(_reader(text), start=1):
            if any(cell.strip() for cell in record):
                found.append((number, record))
            if len(found) > MAX_ROWS + 1:
                problem = f"There are more than {MAX_ROWS:,} rows; a crew list this long is two lists."
                raise InvalidInput(problem, fields={"file": problem})
    except csv.Error as error:
        problem = f"Row {len(found) + 1} cannot be read: {error}."
        raise InvalidInput(problem, fields={"file": problem}) from None
    if not found:
        raise InvalidInput("The file is empty.", fields={"file": "The file is empty."})
    _expect_closed_quotes(text, found)
    return found


def _expect_closed_quotes(text: str, found: list[tuple[int, list[str]]]) -> None:
    """An open quotation mark swallows every row after it; they could not be told apart."""
    number, last = found[-1]
    if text.count('"') % 2 and any("\n" in cell or "\r" in cell for cell in last):
        problem = f"A quotation mark opens in row {number} and never closes."
        raise InvalidInput(problem, fields={"file": problem})


def _reader(text: str) -> Iterator[list[str]]:
    """Comma, semicolon or tab, whichever makes most of the first line a heading that is known."""
    first = next((line for line in text.splitlines() if line.strip()), "")
    delimiter = max(
        DELIMITERS, key=lambda sign: sum(field_of(part) is not None for part in first.split(sign))
    )
    return csv.reader(StringIO(text, newline=""), delimiter=delimiter)


def _columns(header: Sequence[str]) -> dict[int, Field]:
    """By place in the row the field. Whatever FAL form 5 does not have is refused by its name."""
    columns: dict[int, Field] = {}
    unknown: list[str] = []
    doubled: list[str] = []
    for place, heading in enumerate(header):
        field = field_of(cells.cleaned(heading))
        if field is None:
            if heading.strip() and not is_error_column(heading):
                unknown.append(heading.strip())
        elif field in columns.values():
            doubled.append(heading.strip())
        else:
            columns[place] = field
    if unknown:
        named = ", ".join(f"'{heading[:60]}'" for heading in unknown)
        problem = (
            f"A crew list has no column {named}: FAL form 5 does not ask for it. Take it out of the file."
        )
        raise InvalidInput(problem, fields={"file": problem})
    missing = [label_of(field) for field in REQUIRED if field not in columns.values()]
    if missing or doubled:
        said = [f"The column '{label}' is missing." for label in missing]
        said += [f"The column '{heading}' stands there twice." for heading in doubled]
        raise InvalidInput(" ".join(said), fields={"file": " ".join(said)})
    return columns
