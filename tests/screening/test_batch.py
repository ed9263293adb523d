"""A list of needs, read row by row: what is wrong stands at its row, and nothing is lost."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portsec.kernel.errors import InvalidInput
from screening.batch import EXAMPLE, TABLE, read

pytestmark = pytest.mark.unit

HEAD = "given_names,family_name,birth_date,post,reason,since,until,nationality,sex,language\n"
GOOD = "Erin,Domínguez,1991-05-10,CRANE,Crane at quay 5,2026-12-01,,ES,F,es\n"


def test_example_when_read_then_has_no_problem() -> None:
    (row,) = read(EXAMPLE)
    assert not row.problems
    assert row.values["birth_date"] == date(1991, 5, 10)


@pytest.mark.parametrize(
    ("line", "name", "problem"),
    [
        ("Erin,,1991-05-10,CRANE,Why,2026-12-01,,,,", "family_name", "is missing"),
        ("Erin,D,,CRANE,Why,2026-12-01,,,,", "birth_date", "is missing"),
        ("Erin,D,10 May,CRANE,Why,2026-12-01,,,,", "birth_date", "is no date"),
        ("Erin,D,1891-05-10,CRANE,Why,2026-12-01,,,,", "birth_date", "cannot be a birth date"),
        ("Erin,D,1991-02-30,CRANE,Why,2026-12-01,,,,", "birth_date", "is no date"),
        ("Erin,D,1991-05-10,,Why,2026-12-01,,,,", "post", "is missing"),
        ("Erin,D,1991-05-10,CRANE,,2026-12-01,,,,", "reason", "is missing"),
        ("Erin,D,1991-05-10,CRANE,Why,soon,,,,", "since", "is no date"),
        ("Erin,D,1991-05-10,CRANE,Why,2026-12-01,,Spain,,", "nationality", "country code"),
        ("Erin,D,1991-05-10,CRANE,Why,2026-12-01,,,female,", "sex", "is no sex"),
        ("Erin,D,1991-05-10,CRANE,Why,2026-12-01,,,,ru", "language", "is no language"),
        ("Erin,D,1991-05-10,CRANE,Why,2026-12-01,,,,,more", "row", "more fields"),
        (f"Erin,{'D' * 121},1991-05-10,CRANE,Why,2026-12-01,,,,", "family_name", "longer than 120"),
    ],
)
def test_row_when_a_field_is_wrong_then_named_and_the_others_are_read(
    line: str, name: str, problem: str
) -> None:
    rows = read(f"{HEAD}{GOOD}{line}\n{GOOD}")
    assert [bool(row.problems) for row in rows] == [False, True, False]
    assert problem in rows[1].problems[name]
    assert rows[1].number == 3


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("", "lacks"),
        ("\n\n", "lacks"),
        (HEAD, "no rows"),
        ("family_name,post\nD,CRANE\n", "lacks birth_date, reason, since"),
        (HEAD.replace("sex", "salary") + GOOD, "salary"),
        (HEAD.replace("sex", "post") + GOOD, "twice"),
        (HEAD + GOOD * (TABLE.most_rows + 1), "at most 500"),
    ],
    ids=["empty", "blank", "head only", "missing columns", "unknown column", "column twice", "too many"],
)
def test_table_when_no_row_can_be_read_then_says_why(text: str, problem: str) -> None:
    with pytest.raises(InvalidInput, match=problem):
        read(text)


@pytest.mark.parametrize("text", [HEAD + GOOD, "\ufeff" + HEAD + GOOD, (HEAD + GOOD).replace(",", ";")])
def test_table_when_saved_by_another_program_then_read_the_same(text: str) -> None:
    (row,) = read(text)
    assert row.values["family_name"] == "Domínguez"


NAMES = st.text(st.characters(exclude_categories=("Cc", "Cs", "Zl", "Zp")), min_size=1, max_size=40)


@given(st.lists(st.tuples(NAMES, NAMES), min_size=1, max_size=5))
def test_table_when_written_again_then_no_name_in_any_script_is_lost(names: list[tuple[str, str]]) -> None:
    given_rows = [
        {"given_names": first.strip(), "family_name": last.strip(), "post": "CRANE"} for first, last in names
    ]
    text = ",".join(TABLE.columns) + "\n"
    lines = [
        ",".join('"' + row.get(name, "").replace('"', '""') + '"' for name in TABLE.columns)
        for row in given_rows
    ]
    rows = read(text + "\n".join(lines) + "\n")
    again = read(TABLE.written(row.given for row in rows))
    assert [row.given for row in again] == [row.given for row in rows]
    assert [row.given["family_name"] for row in rows] == [row["family_name"] for row in given_rows]
