"""The columns of a crew list. There are no others: asking for more than FAL form 5 breaks the Convention.

IMO FAL form 5 (FAL Convention, standard 2.6) and the data set of the European maritime single window
(Delegated Regulation (EU) 2023/205, formality CWA, data elements DE-035). Names of the second kind without a
number are written as that data set writes its others.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

_NOT_A_WORD = re.compile(r"[\W_]+")


class Field(StrEnum):
    """What a column holds: first the voyage, then the person."""

    SHIP_NAME = "ship_name"
    IMO_NUMBER = "imo_number"
    CALL_SIGN = "call_sign"
    VOYAGE = "voyage"
    PORT = "port"
    ARRIVAL = "arrival"
    DEPARTURE = "departure"
    FLAG = "flag"
    LAST_PORT = "last_port"
    NEXT_PORT = "next_port"
    SEQUENCE = "sequence"
    FAMILY_NAME = "family_name"
    GIVEN_NAMES = "given_names"
    RANK = "rank"
    NATIONALITY = "nationality"
    BIRTH_DATE = "birth_date"
    BIRTH_PLACE = "birth_place"
    BIRTH_COUNTRY = "birth_country"
    GENDER = "gender"
    DOCUMENT_KIND = "document_kind"
    DOCUMENT_NUMBER = "document_number"
    DOCUMENT_STATE = "document_state"
    DOCUMENT_EXPIRES = "document_expires"
    EMBARKED_AT = "embarked_at"
    DISEMBARKS_AT = "disembarks_at"
    VISA_NUMBER = "visa_number"


@dataclass(frozen=True, slots=True)
class Column:
    """One field under the names that the two forms give it; `others` are further spellings in use."""

    field: Field
    fal: str
    emswe: str
    others: tuple[str, ...] = ()
    is_required: bool = False


COLUMNS: tuple[Column, ...] = (
    Column(Field.SHIP_NAME, "Name of ship", "Ship name", ("ship", "vessel", "vessel name")),
    Column(Field.IMO_NUMBER, "IMO number", "Ship IMO number", ("imo", "imo no")),
    Column(Field.CALL_SIGN, "Call sign", "Ship call sign"),
    Column(Field.VOYAGE, "Voyage number", "Voyage number at arrival", ("voyage", "voyage no")),
    Column(Field.PORT, "Port of arrival/departure", "Port of call, coded", ("port",)),
    Column(Field.ARRIVAL, "Date of arrival", "Arrival date and time, estimated", ("eta",)),
    Column(Field.DEPARTURE, "Date of departure", "Departure date and time, estimated", ("etd",)),
    Column(Field.FLAG, "Flag State of ship", "Ship registry country, coded", ("flag", "flag state")),
    Column(Field.LAST_PORT, "Last port of call", "Last port of call, coded", ("last port",)),
    Column(Field.NEXT_PORT, "Next port of call", "Next port of call, coded", ("next port",)),
    Column(Field.SEQUENCE, "No.", "Sequence number", ("no", "number", "nr")),
    Column(
        Field.FAMILY_NAME,
        "Family name",
        "Person family name",
        ("surname", "last name", "family name family names"),
        is_required=True,
    ),
    Column(Field.GIVEN_NAMES, "Given names", "Person given name", ("given name", "first name")),
    Column(Field.RANK, "Rank or rating", "Crew member rank or rating, coded", ("rank", "rating")),
    Column(Field.NATIONALITY, "Nationality", "Person nationality, coded", is_required=True),
    Column(
        Field.BIRTH_DATE,
        "Date of birth",
        "Person date of birth",
        ("birth date", "date of birth of person"),
        is_required=True,
    ),
    Column(Field.BIRTH_PLACE, "Place of birth", "Person place of birth name", ("birthplace name",)),
    Column(Field.BIRTH_COUNTRY, "Country of birth", "Person country of birth, coded"),
    Column(Field.GENDER, "Gender", "Person gender, coded", ("sex",)),
    Column(
        Field.DOCUMENT_KIND,
        "Nature of identity document",
        "Person identity or travel document type, coded",
        ("type of identity document", "document type", "identity document type"),
        is_required=True,
    ),
    Column(
        Field.DOCUMENT_NUMBER,
        "Number of identity document",
        "Person identity or travel document number",
        ("identity document number", "document number"),
        is_required=True,
    ),
    Column(
        Field.DOCUMENT_STATE,
        "Issuing State of identity document",
        "Person identity or travel document issuing country, coded",
        ("issuing state", "document issuing state"),
        is_required=True,
    ),
    Column(
        Field.DOCUMENT_EXPIRES,
        "Expiry date of identity document",
        "Person identity or travel document expiry date",
        ("expiry date", "document expiry date"),
    ),
    Column(Field.EMBARKED_AT, "Port of embarkation", "Person port of embarkation, coded"),
    Column(Field.DISEMBARKS_AT, "Port of disembarkation", "Person port of disembarkation, coded"),
    Column(
        Field.VISA_NUMBER,
        "Visa or residence permit number",
        "Person visa or residence permit number",
        ("visa number",),
    ),
)
OF_THE_VOYAGE = frozenset(list(Field)[: list(Field).index(Field.SEQUENCE)])
ERROR_COLUMN = "error"  # stands in files of rejected rows; on the way back it is passed over


def field_of(heading: str) -> Field | None:
    """The field that a heading names, in either form and however it is punctuated; None for any other."""
    return _HEADINGS.get(plain(heading))


def is_error_column(heading: str) -> bool:
    return plain(heading) == ERROR_COLUMN


def label_of(field: Field) -> str:
    """The name that FAL form 5 gives a field."""
    return _LABELS[field]


def headings(*, emswe: bool = False) -> Sequence[str]:
    """The header line of an empty list in either form, without the columns of the voyage."""
    return [column.emswe if emswe else column.fal for column in COLUMNS if column.field not in OF_THE_VOYAGE]


def plain(heading: str) -> str:
    """`Person_gender, coded` and `person gender coded` meet in one form."""
    return " ".join(_NOT_A_WORD.sub(" ", heading.casefold()).split())


_HEADINGS: Mapping[str, Field] = {
    plain(name): column.field
    for column in COLUMNS
    for name in (column.fal, column.emswe, column.field.value, *column.others)
}
_LABELS: Mapping[Field, str] = {column.field: column.fal for column in COLUMNS}
REQUIRED = tuple(column.field for column in COLUMNS if column.is_required)
