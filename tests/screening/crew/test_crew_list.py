"""A crew list is read row by row: every bad row is named, every good row is kept."""

from __future__ import annotations

import csv
from contextlib import suppress
from datetime import date
from io import StringIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portsec.kernel.errors import InvalidInput
from screening.crew.columns import COLUMNS, Field, field_of, headings, label_of
from screening.crew.crew_list import MAX_ROWS, parse
from screening.crew.writing import correction_table
from tests.screening.crew.files import GOOD, row, written

pytestmark = pytest.mark.unit

TODAY = date(2026, 11, 22)


def only(text: str) -> tuple[str, str]:
    """Field and reason of the one error."""
    (error,) = parse(text, today=TODAY).errors
    return error.field, error.reason


def test_list_when_good_then_fields_are_read() -> None:
    (read,) = parse(written([row(document_number="p-123 456", nationality="Philippines")]), today=TODAY).rows
    assert (read.row, read.full_name, read.nationality) == (2, "Maria Santos", "PH")
    assert read.identity == ("P123456", "PH", date(1991, 5, 10))
    assert (read.gender, read.document_kind) == ("F", "passport")
    assert read.document_expires == date(2031, 1, 1)


@pytest.mark.parametrize("emswe", [False, True])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_list_when_in_either_form_and_any_delimiter_then_read_alike(emswe: bool, delimiter: str) -> None:
    names = {column.field: column.emswe if emswe else column.fal for column in COLUMNS}
    text = written([row()], header=[names[field] for field in GOOD], delimiter=delimiter)
    assert parse(text, today=TODAY).rows == parse(written([row()]), today=TODAY).rows


def test_template_when_written_then_every_heading_is_known_and_none_of_the_voyage() -> None:
    for emswe in (False, True):
        assert all(field_of(heading) for heading in headings(emswe=emswe))
        assert field_of(headings(emswe=emswe)[0]) is Field.SEQUENCE


@pytest.mark.parametrize("extra", ["Religion", "e-mail", "Next of kin", "Vaccination status"])
def test_list_when_it_asks_for_more_than_fal_form_5_then_refused_by_name(extra: str) -> None:
    text = written([{**row(), Field.VISA_NUMBER: "x"}], header=[*(label_of(f) for f in GOOD), extra])
    with pytest.raises(InvalidInput, match=extra):
        parse(text, today=TODAY)


@pytest.mark.parametrize("field", [Field.FAMILY_NAME, Field.BIRTH_DATE, Field.DOCUMENT_NUMBER])
def test_list_when_a_needed_column_is_missing_then_refused_by_name(field: Field) -> None:
    without = {name: text for name, text in row().items() if name is not field}
    text = written([without], header=[label_of(name) for name in without])
    with pytest.raises(InvalidInput, match=f"The column '{label_of(field)}' is missing"):
        parse(text, today=TODAY)


def test_list_when_a_column_stands_twice_then_refused() -> None:
    text = written([{**row(), Field.VISA_NUMBER: "x"}], header=[*(label_of(f) for f in GOOD), "Surname"])
    with pytest.raises(InvalidInput, match="'Surname' stands there twice"):
        parse(text, today=TODAY)


@pytest.mark.parametrize(
    ("changes", "field", "reason"),
    [
        ({"family_name": ""}, "Family name", "It is empty."),
        ({"family_name": "PETROV<<IVAN"}, "Family name", "'<' does not belong to a name."),
        ({"family_name": "Smith2"}, "Family name", "'2' does not belong to a name."),
        ({"family_name": "--"}, "Family name", "There is no letter in it."),
        ({"given_names": "Ann\nMary"}, "Given names", "A line break does not belong to a name."),
        ({"given_names": "x" * 121}, "Given names", "It has 121 characters; 120 are the most."),
        ({"nationality": "Atlantis"}, "Nationality", "'Atlantis' is no country"),
        ({"birth_date": "2030-01-01"}, "Date of birth", "2030-01-01 cannot be a date of birth."),
        ({"birth_date": "1899-12-31"}, "Date of birth", "1899-12-31 cannot be a date of birth."),
        ({"birth_date": "1990-02-30"}, "Date of birth", "'1990-02-30' is no day of the calendar."),
        ({"birth_date": "03/04/1990"}, "Date of birth", "not a date that is read alike everywhere"),
        ({"gender": "Q"}, "Gender", "'Q' is neither M, F nor X."),
        ({"document_kind": "library card"}, "Nature of identity document", "is none of: Passport"),
        ({"document_number": "12"}, "Number of identity document", "3 to 35 Latin letters and figures"),
        ({"document_number": "номер"}, "Number of identity document", "3 to 35 Latin letters and figures"),
        ({"document_state": "QQ"}, "Issuing State of identity document", "'QQ' is no country"),
        ({"document_expires": "soon"}, "Expiry date of identity document", "not a date"),
        ({"sequence": "one"}, "No.", "'one' is no number within a list."),
    ],
)
def test_row_when_bad_then_named_with_field_and_reason(
    changes: dict[str, str], field: str, reason: str
) -> None:
    said = only(written([row(), row(2, **changes)]))
    assert said[0] == field
    assert reason in said[1]


def test_row_when_several_cells_are_bad_then_all_are_said() -> None:
    (rejected,) = parse(written([row(family_name="", birth_date="x", gender="q")]), today=TODAY).rejected
    assert [error.field for error in rejected.errors] == ["Family name", "Date of birth", "Gender"]


@pytest.mark.parametrize(
    ("text", "stored"),
    [
        ("Иванов", "Иванов"),
        ("陳", "陳"),
        ("محمود", "محمود"),
        ("علی\u200cزاده", "علی\u200cزاده"),
        ("O'Brien-Ó Néill", "O'Brien-Ó Néill"),
        ("'t Hooft", "'t Hooft"),
        ("प्रिया", "प्रिया"),
        ("Muller".replace("u", "u\u0308"), "Müller"),
    ],
)
def test_name_when_in_any_script_then_kept_as_it_is(text: str, stored: str) -> None:
    (read,) = parse(written([row(family_name=text)]), today=TODAY).rows
    assert read.family_name == stored


@pytest.mark.parametrize(
    "text", ["1991-05-10", "19910510", "10.05.1991", "10 May 1991", "1991-05-10T00:00:00Z"]
)
def test_date_when_it_can_be_read_one_way_only_then_read(text: str) -> None:
    (read,) = parse(written([row(birth_date=text)]), today=TODAY).rows
    assert read.birth_date == date(1991, 5, 10)


def test_person_when_without_nationality_then_icao_code_is_kept() -> None:
    (read,) = parse(written([row(nationality="XXA", document_state="UNO")]), today=TODAY).rows
    assert (read.nationality, read.document_state) == ("XXA", "UNO")


def test_rows_when_the_same_person_stands_twice_then_the_second_is_named() -> None:
    read = parse(written([row(1), row(2), row(1, family_name="Other")]), today=TODAY)
    assert [good.row for good in read.rows] == [2, 3]
    assert "Row 2 is the same person" in read.errors[0].reason


def test_rows_when_a_number_stands_twice_then_the_second_is_named() -> None:
    read = parse(written([row(1, sequence="7"), row(2, sequence="7")]), today=TODAY)
    assert str(read.errors[0]) == "Row 3, No.: Row 2 has the number 7 already."


def test_row_when_it_has_a_cell_too_many_then_named() -> None:
    text = written([row()]).rstrip() + ",,,surplus\n"
    assert only(text)[0] == "Row"


def test_row_when_blank_then_passed_over_and_numbers_stay_those_of_a_spreadsheet() -> None:
    head, first = written([row(1)]).splitlines()
    read = parse("\n".join([head, "", first, ",,,"]), today=TODAY)
    assert [good.row for good in read.rows] == [3]


def test_file_when_a_quotation_mark_never_closes_then_refused_with_its_row() -> None:
    text = written([row(1)]) + '"Santos,Maria\nRivera,Ana\n'
    with pytest.raises(InvalidInput, match="opens in row 3 and never closes"):
        parse(text, today=TODAY)


@pytest.mark.parametrize("text", ["", "\n\n", "\ufeff"])
def test_file_when_empty_then_said(text: str) -> None:
    with pytest.raises(InvalidInput, match="empty"):
        parse(text, today=TODAY)


def test_file_when_it_has_a_header_alone_then_said() -> None:
    with pytest.raises(InvalidInput, match="no rows"):
        parse(written([]), today=TODAY)


def test_file_when_too_long_then_refused() -> None:
    head, line = written([row()]).splitlines()
    with pytest.raises(InvalidInput, match="more than 5,000 rows"):
        parse("\n".join([head, *[line] * (MAX_ROWS + 1)]), today=TODAY)


def test_file_when_it_names_a_ship_then_its_number_is_told() -> None:
    names = [*(label_of(field) for field in GOOD), "IMO number"]
    good = written([{**row(), Field.IMO_NUMBER: "IMO 9074729"}], header=names)
    assert parse(good, today=TODAY).imo_numbers == {"9074729"}
    bad = written([{**row(), Field.IMO_NUMBER: "9074728"}], header=names)
    assert "check digit is wrong" in only(bad)[1]


def test_file_when_five_thousand_rows_have_bad_ones_then_each_is_named_and_none_is_lost() -> None:
    bad = {7: {"birth_date": "31.02.1990"}, 2500: {"family_name": ""}, 4999: {"document_state": "??"}}
    read = parse(written([row(n, **bad.get(n, {})) for n in range(MAX_ROWS)]), today=TODAY)
    assert {rejected.row - 2 for rejected in read.rejected} == set(bad)
    assert len(read.rows) == MAX_ROWS - len(bad)


def test_rejected_rows_when_corrected_and_sent_again_then_taken() -> None:
    text = written([row(1), row(2, family_name="=Santos"), row(3, birth_date="03/04/1990")])
    first = parse(text, today=TODAY)
    kept = [
        {"cells": list(bad.cells), "errors": [{"field": e.field, "reason": e.reason} for e in bad.errors]}
        for bad in first.rejected
    ]
    header, rows = correction_table(first.header, kept)
    buffer = StringIO(newline="")
    csv.writer(buffer).writerows([header, *rows])
    assert "'=' does not belong to a name" in buffer.getvalue()
    mended = buffer.getvalue().replace("=Santos", "Santos").replace("03/04/1990", "1990-04-03")
    assert [good.row for good in parse(mended, today=TODAY).rows] == [2, 3]


CELL = st.text(st.characters(blacklist_categories=("Cs",), blacklist_characters='"'), max_size=12)


@settings(max_examples=150, deadline=None)
@given(st.lists(st.lists(CELL, min_size=1, max_size=len(GOOD) + 2), min_size=1, max_size=8))
def test_file_when_cells_are_anything_then_every_filled_row_is_kept_or_named(cells: list[list[str]]) -> None:
    """Whatever stands in the cells, no row disappears: it is good, or it is rejected with a reason."""
    buffer = StringIO(newline="")
    csv.writer(buffer, quoting=csv.QUOTE_ALL).writerows([[label_of(field) for field in GOOD], *cells])
    filled = [line for line in cells if any(cell.strip() for cell in line)]
    if not filled:
        return
    read = parse(buffer.getvalue(), today=TODAY)
    assert len(read.rows) + len(read.rejected) == len(filled)
    assert all(rejected.errors for rejected in read.rejected)


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=300))
def test_file_when_it_is_any_text_then_read_or_refused_in_words(text: str) -> None:
    """No text raises anything but the one error that pages can show."""
    with suppress(InvalidInput):
        parse(text, today=TODAY)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.booleans(), min_size=1, max_size=30))
def test_file_when_good_and_bad_rows_are_mixed_then_the_good_ones_are_exactly_those(good: list[bool]) -> None:
    rows = [row(n) if is_good else row(n, gender="?") for n, is_good in enumerate(good)]
    read = parse(written(rows), today=TODAY)
    assert [each.row for each in read.rows] == [n for n, is_good in enumerate(good, start=2) if is_good]
    assert [each.row for each in read.rejected] == [n for n, ok in enumerate(good, start=2) if not ok]
