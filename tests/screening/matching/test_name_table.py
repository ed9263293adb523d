"""Tables of names."""

from __future__ import annotations

import io

import pytest

from portsec.kernel.errors import InvalidInput
from screening.enums import EntityKind
from screening.matching.name_table import PAIR_COLUMNS, pair, person, rows

pytestmark = pytest.mark.unit


def table(text: str) -> io.StringIO:
    return io.StringIO(text, newline="")


def test_rows_when_table_is_well_formed_then_every_cell_is_trimmed() -> None:
    columns, found = rows(table('name1, name2\n"Li, Wei", x \n'), PAIR_COLUMNS)
    assert columns == ["name1", "name2"]
    assert found == [{"name1": "Li, Wei", "name2": "x"}]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "no column 'name1'"),
        ("name1\na\n", "no column 'name2'"),
        ("name1,name2\na,b\na\n", "Line 3 has another number of cells"),
        ("name1,name2\na,b,c\n", "Line 2 has another number of cells"),
        ('name1,name2\n"a,b\n', "is not a CSV row"),
    ],
)
def test_rows_when_table_is_broken_then_names_column_or_line(text: str, said: str) -> None:
    with pytest.raises(InvalidInput, match=said):
        rows(table(text), PAIR_COLUMNS)


@pytest.mark.parametrize(
    ("schema", "kind"),
    [
        ("", EntityKind.PERSON),
        ("Person", EntityKind.PERSON),
        ("Company", EntityKind.ORGANISATION),
        ("LegalEntity", EntityKind.ORGANISATION),
        ("Vessel", EntityKind.VESSEL),
    ],
)
def test_pair_when_schema_is_named_then_both_sides_are_of_its_kind(schema: str, kind: EntityKind) -> None:
    subject, listed = pair({"name1": "A B", "name2": "C D", "schema": schema}, 2)
    assert subject.kind is listed.kind is kind


def test_pair_when_dates_and_countries_are_given_then_each_side_has_its_own() -> None:
    row = {
        "name1": "A B",
        "name2": "C D",
        "birth_date1": "1965-03-09",
        "birth_date2": "1965",
        "country1": "NL",
        "country2": "",
    }
    subject, listed = pair(row, 2)
    assert subject.birth is not None
    assert subject.birth.text == "9 Mar 1965"
    assert [birth.text for birth in listed.births] == ["1965"]
    assert (subject.nationalities, listed.nationalities) == (("NL",), ())


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ({"schema": "Planet"}, "Line 7: the schema 'Planet' is unknown"),
        ({"birth_date2": "1965-13-01"}, "Line 7, birth_date2: "),
    ],
)
def test_pair_when_a_cell_cannot_be_read_then_names_line_and_column(row: dict[str, str], said: str) -> None:
    with pytest.raises(InvalidInput, match=said):
        pair({"name1": "A", "name2": "B", **row}, 7)


def test_person_when_birth_date_is_no_date_then_names_line_and_column() -> None:
    with pytest.raises(InvalidInput, match="Line 3, birth_date"):
        person({"id": "1", "name": "A", "birth_date": "yesterday"}, 3)
