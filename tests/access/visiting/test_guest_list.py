"""Several visitors at once: good rows, bad ones with every reason, and no line lost."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from access.visiting.guest_list import MOST_ROWS, Guest, parse
from portsec.kernel.errors import InvalidInput

pytestmark = pytest.mark.unit

TODAY = date(2026, 11, 22)


@pytest.mark.parametrize(
    "text",
    [
        "Peeters, Anna, 31.12.1990, be, Liftcare, 1-ABC-234",
        "Peeters;Anna;31/12/1990;BE;Liftcare;1-ABC-234",
        "Peeters\tAnna\t1990-12-31\tBE\tLiftcare\t1-ABC-234",
        "\ufeffborn,Surname,First names,Firm,Country,Plate\n31-12-1990,Peeters,Anna,Liftcare,BE,1-ABC-234",
        "Name;Given names;Born;Nationality;Company;Car\nPeeters;Anna;31 Dec 1990;BE;Liftcare;1-ABC-234",
    ],
)
def test_row_when_written_in_any_usual_way_then_read_alike(text: str) -> None:
    said = parse(text, today=TODAY)
    assert said.rejected == ()
    assert [row.guest for row in said.rows] == [
        Guest("Peeters", "Anna", date(1990, 12, 31), "BE", "Liftcare", "1-ABC-234")
    ]


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        (", Anna, 31.12.1990", "family name"),
        ("Peeters, , 31.12.1990", "given names"),
        ("Peeters, Anna", "birth date"),
        ("Peeters, Anna, 31.13.1990", "31.12.1990"),
        ("Peeters, Anna, 31.12.2030", "1900"),
        ("Peeters, Anna, 31.12.1890", "1900"),
        ("Peeters, Anna, 31.12.1990, Belgium", "two letters"),
        ("Peeters, Anna, 31.12.1990, BE, x, y, z", "more cells"),
        ("P" * 121 + ", Anna, 31.12.1990", "120"),
        ("Pee\x07ters, Anna, 31.12.1990", "printed"),
        ("Peeters, Anna, 31.12.1990, BE, x, " + "9" * 31, "plate"),
    ],
)
def test_row_when_wrong_then_kept_as_sent_with_the_reason(line: str, problem: str) -> None:
    said = parse(f"{line}\nWest, Bo, 1.1.1980", today=TODAY)
    assert [row.line for row in said.rejected] == [line]
    assert problem in " ".join(said.rejected[0].errors)
    assert [row.guest.full_name for row in said.rows] == ["Bo West"]


def test_row_when_everything_is_wrong_then_all_of_it_is_said() -> None:
    said = parse(",,yesterday,Belgium", today=TODAY)
    assert len(said.rejected[0].errors) == 4


def test_row_when_the_person_stands_twice_then_the_second_is_named() -> None:
    said = parse("Peeters, Anna, 31.12.1990\nPEETERS, anna, 1990-12-31", today=TODAY)
    assert [row.number for row in said.rows] == [1]
    assert said.rejected[0].errors == ("The same person stands in row 1.",)


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("", "one visitor in each line"),
        (" \n\n", "one visitor in each line"),
        ("Surname,First name,Born", "no visitor below"),
        ("Surname,First name\nPeeters,Anna", "no birth date"),
        ("Surname,Name,First name,Born\nPeeters,x,Anna,1.1.1990", "twice family name"),
        ("\n".join(f"P{n}, Anna, 1.1.1990" for n in range(MOST_ROWS + 1)), "50 at most"),
    ],
)
def test_list_when_it_cannot_be_read_as_a_whole_then_says_why(text: str, problem: str) -> None:
    with pytest.raises(InvalidInput) as raised:
        parse(text, today=TODAY)
    assert problem in raised.value.fields["people"]


@given(st.text(max_size=400))
def test_list_when_any_text_is_sent_then_no_line_is_lost(text: str) -> None:
    try:
        said = parse(text, today=TODAY)
    except InvalidInput:
        return
    kept = [row.line for row in said.rows] + [row.line for row in said.rejected]
    wanted = [line for line in text.removeprefix("\ufeff").splitlines() if line.strip()]
    assert sorted(kept + ([said.heading] if said.heading else [])) == sorted(wanted)
