"""A table of certificates is read row by row; what is wrong is said, and nothing is lost."""

from __future__ import annotations

import csv
import io
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from access.certificate_table import EXAMPLE, TABLE, read
from portsec.kernel.errors import InvalidInput
from portsec.kernel.table import MOST_CHARACTERS

pytestmark = pytest.mark.unit

HEAD = ",".join(TABLE.columns)


def test_example_when_read_then_a_good_row() -> None:
    (row,) = read(EXAMPLE)
    assert not row.problems
    assert (row.first_day, row.last_day) == (date(2026, 11, 2), date(2027, 11, 1))


def test_table_when_semicolons_bom_and_european_days_then_read() -> None:
    (row,) = read("\ufeffTraining;Person;first_day\r\nfire;E-1;02.11.2026\r\n")
    assert (row.given["person"], row.given["training"]) == ("E-1", "fire")
    assert (row.first_day, row.last_day, dict(row.problems)) == (date(2026, 11, 2), None, {})


@pytest.mark.parametrize(
    ("line", "field", "problem"),
    [
        (",ship,2026-01-01,,", "person", "is missing"),
        ("E-1,,2026-01-01,,", "training", "is missing"),
        ("E-1,ship,,,", "first_day", "is missing"),
        ("E-1,ship,yesterday,,", "first_day", "no date"),
        ("E-1,ship,2026-02-30,,", "first_day", "no date"),
        ("E-1,ship,2026-02-01,2026-01-01,", "last_day", "before"),
        (f"E-1,ship,2026-02-01,,{'9' * 61}", "number", "longer"),
        ("E-1,ship,2026-02-01,,,more", "row", "more fields"),
    ],
)
def test_row_when_a_field_is_wrong_then_said_at_it(line: str, field: str, problem: str) -> None:
    (row,) = read(f"{HEAD}\n{line}\n")
    assert problem in row.problems[field]


@pytest.mark.parametrize(
    "text",
    [
        "",
        HEAD,
        "person,training\nE-1,ship",
        f"{HEAD},salary\n",
        f"{HEAD},person\n",
        "x" * (MOST_CHARACTERS + 1),
        'person,training,first_day\n"' + "x" * 200_000,
    ],
)
def test_table_when_no_row_can_be_read_then_refused_as_a_whole(text: str) -> None:
    with pytest.raises(InvalidInput):
        read(text)


@given(st.text(max_size=300))
def test_table_when_it_is_any_text_then_read_or_refused(text: str) -> None:
    try:
        rows = read(f"{HEAD}\n{text}")
    except InvalidInput:
        return
    known = [row for row in rows if any(row.given.values())]
    if known:
        assert len(read(TABLE.written(row.given for row in rows))) == len(known)


words = st.text(st.characters(exclude_categories=("Cs", "Cc")), min_size=1, max_size=20).map(str.strip)


@given(st.lists(st.tuples(words, words, st.dates()), min_size=1, max_size=10))
def test_table_when_written_again_then_the_same(lines: list[tuple[str, str, date]]) -> None:
    target = io.StringIO()
    writer = csv.writer(target)
    writer.writerow(TABLE.columns)
    writer.writerows([person, training, day, "", ""] for person, training, day in lines)
    rows = read(target.getvalue())
    assert [row.given for row in read(TABLE.written(row.given for row in rows))] == [
        row.given for row in rows
    ]
