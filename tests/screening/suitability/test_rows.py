from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portsec.kernel.errors import InvalidInput
from screening.enums import Effect
from screening.suitability.rows import LARGEST_FILE, Row, document

pytestmark = pytest.mark.unit

FILE = """
code: 0701
until: 2026-02-28
years: 7
open: true
effect: bar
effects: [bar, note]
text: >-
  two
  lines
inner: {name: a}
several: [{name: a}, {name: b}]
named:
  first: {name: a}
  second: {name: b}
"""


def read(text: str) -> Row:
    return document(text, name="demo.yaml")


def read_one(text: str) -> None:
    row = read(text)
    row.text("a")
    row.done()


def test_row_when_fields_are_taken_gives_their_types() -> None:
    row = read(FILE)
    assert row.text("code") == "0701"
    assert row.day("until") == date(2026, 2, 28)
    assert row.number("years", least=1, most=9) == 7
    assert row.flag("open") is True
    assert row.word("effect", Effect) is Effect.BAR
    assert row.words("effects", Effect) == (Effect.BAR, Effect.NOTE)
    assert row.text("text") == "two lines"
    assert row.row("inner").text("name") == "a"
    assert [each.text("name") for each in row.rows("several")] == ["a", "b"]
    assert [(name, each.text("name")) for name, each in row.table("named")] == [
        ("first", "a"),
        ("second", "b"),
    ]
    row.done()


@pytest.mark.parametrize(
    ("text", "line", "problem"),
    [
        ("a: 1\nb: 2\na: 3", 3, "field 'a': stands here twice"),
        ("a: 1\nextra: 2", 2, "field 'extra': is not known here"),
        ("- a\n- b", 1, "fields with names are expected"),
        ("just text", 1, "fields with names are expected"),
        ("? [a, b]\n: 1", 1, "a field name must be plain text"),
        ("a: &x 1\nb: *x", 2, "references are not allowed"),
        ("a: [1\nb: 2", 2, "expected"),
    ],
)
def test_document_when_malformed_names_file_line_and_field(text: str, line: int, problem: str) -> None:
    with pytest.raises(InvalidInput) as refusal:
        read_one(text)
    assert refusal.value.detail.startswith(f"demo.yaml, line {line}")
    assert problem in refusal.value.detail


@pytest.mark.parametrize("text", ["", "# nothing", "a: \x00", "[" * 5000, "a" * (LARGEST_FILE + 1), "\ud800"])
def test_document_when_empty_or_unreadable_is_refused(text: str) -> None:
    with pytest.raises(InvalidInput, match=r"^demo\.yaml"):
        read(text)


@pytest.mark.parametrize("value", ["", "7.5", "-1", "0x7", "1e3", "[7]", "seven", "٧", "0", "10", "12345678"])
def test_number_when_not_a_whole_number_in_range_is_refused(value: str) -> None:
    with pytest.raises(InvalidInput, match="field 'years'"):
        read(f"years: {value}").number("years", least=1, most=9)


@pytest.mark.parametrize("value", ["yes", "True", "1", "", "[true]"])
def test_flag_when_not_true_or_false_is_refused(value: str) -> None:
    with pytest.raises(InvalidInput, match="must be true or false"):
        read(f"open: {value}").flag("open")


@pytest.mark.parametrize("value", ["2026-02-29", "28.02.2026", "today", "{a: 1}", ""])
def test_day_when_no_date_is_refused(value: str) -> None:
    with pytest.raises(InvalidInput, match="must be a date"):
        read(f"until: {value}").day("until")


def test_word_when_unknown_names_the_choices() -> None:
    with pytest.raises(InvalidInput, match="must be one of bar, presume_unsuitable, refer, note"):
        read("effect: ban").word("effect", Effect)


@pytest.mark.parametrize("value", ["a", "[]", "[a, a]", "[a, {b: c}]", '[a, ""]'])
def test_texts_when_not_a_list_of_different_texts_is_refused(value: str) -> None:
    with pytest.raises(InvalidInput, match="field 'codes'"):
        read(f"codes: {value}").texts("codes")


def test_inner_row_when_refused_names_the_whole_path() -> None:
    row = read("rules:\n  - {seq: 1}\n  - {seq: 2}")
    with pytest.raises(InvalidInput, match=r"line 3, field 'rules\[2\]\.kind': is missing") as refusal:
        row.rows("rules")[1].text("kind")
    assert refusal.value.fields == {"rules[2].kind": "is missing"}


@given(st.text(max_size=300))
def test_document_when_given_anything_answers_or_refuses_in_one_sentence(text: str) -> None:
    detail = ""
    try:
        read(text)
    except InvalidInput as refusal:
        detail = refusal.detail
    assert "\n" not in detail
