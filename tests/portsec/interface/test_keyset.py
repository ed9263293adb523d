"""Paging by keyset: every row exactly once, forwards and backwards, in any order with empty values."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from types import SimpleNamespace
from typing import Any
from uuid import uuid4

import pytest
from django.db.models import Q
from hypothesis import given, settings
from hypothesis import strategies as st

from portsec.interface.keyset import InvalidCursor, Keyset, page

pytestmark = pytest.mark.unit

START = datetime(2026, 11, 1, 8, 0, 0, 123456, tzinfo=UTC)


def fits(condition: Q, row: dict[str, Any]) -> bool:
    """What SQL would answer: a comparison with an empty value is never true."""
    assert not condition.negated
    answers = (fits(part, row) if isinstance(part, Q) else _leaf(*part, row) for part in condition.children)
    return any(answers) if condition.connector == Q.OR else all(answers)


def _leaf(lookup: str, value: Any, row: dict[str, Any]) -> bool:
    field, _, operator = lookup.partition("__")
    held = row[field]
    if operator == "isnull":
        return (held is None) is value
    if held is None or value is None:
        return False
    return bool(
        {
            "": held == value,
            "lt": held < value,
            "gt": held > value,
            "lte": held <= value,
            "gte": held >= value,
        }[operator]
    )


class Table:
    """A list that answers filter, order_by and a slice as a table does."""

    def __init__(self, rows: list[dict[str, Any]]) -> None:
        self.rows = rows

    def filter(self, condition: Q) -> Table:
        return Table([row for row in self.rows if fits(condition, row)])

    def order_by(self, *orders: Any) -> Table:
        rows = list(self.rows)
        for order in reversed(orders):
            field, nulls_first = order.expression.name, bool(order.nulls_first)
            filled = sorted(
                (row for row in rows if row[field] is not None),
                key=lambda row, field=field: row[field],
                reverse=order.descending,
            )
            empty = [row for row in rows if row[field] is None]
            rows = empty + filled if nulls_first else filled + empty
        return Table(rows)

    def __getitem__(self, place: slice) -> list[dict[str, Any]]:
        return self.rows[place]


rows_of = st.lists(
    st.tuples(
        st.none() | st.integers(0, 2),
        st.integers(0, 2),
        st.none() | st.integers(0, 3).map(lambda d: START + timedelta(d)),
    ),
    max_size=14,
).map(lambda found: [{"a": a, "b": b, "c": c, "id": i} for i, (a, b, c) in enumerate(found)])
orders = st.permutations(["a", "b", "c"]).flatmap(
    lambda fields: st.tuples(
        st.integers(0, 3).map(lambda n: [*fields[:n], "id"]), st.lists(st.booleans(), min_size=4, max_size=4)
    ).map(lambda pair: tuple(f"-{name}" if down else name for name, down in zip(*pair, strict=False)))
)


@settings(max_examples=300, deadline=None)
@given(rows=rows_of, ordering=orders, size=st.integers(1, 5))
def test_paging_in_any_order_visits_each_row_once_in_both_directions(
    rows: list[dict[str, Any]], ordering: tuple[str, ...], size: int
) -> None:
    keyset = Keyset(ordering, frozenset({"a", "c"}))
    wanted = Table(rows).order_by(*keyset.order_by()).rows

    found = page(Table(rows), keyset, size=size)
    assert not found.newer
    seen, last = list(found.rows), found
    while last.older:
        last = page(Table(rows), keyset, size=size, after=last.older)
        assert last.newer
        seen += last.rows
    assert seen == wanted

    back = list(last.rows)
    while last.newer:
        last = page(Table(rows), keyset, size=size, before=last.newer)
        back = last.rows + back
    assert back == wanted


def test_cursor_with_every_kind_of_value_reads_back_the_same() -> None:
    row = SimpleNamespace(
        at=START,
        day=date(2026, 11, 2),
        share=Decimal("0.10"),
        key=uuid4(),
        word="Şehamet",
        none=None,
        yes=True,
        person=SimpleNamespace(name="Erin"),
    )
    keyset = Keyset(("-at", "day", "share", "key", "word", "none", "yes", "person__name"))
    assert keyset.read(keyset.cursor(row)) == keyset.values_of(row)


@pytest.mark.parametrize("cursor", ["x", "", "a:b", "W10:x", "é"])
def test_cursor_when_changed_is_refused(cursor: str) -> None:
    with pytest.raises(InvalidCursor):
        Keyset(("id",)).read(cursor)


def test_cursor_of_another_order_is_refused() -> None:
    cursor = Keyset(("id",)).cursor({"id": 7})
    with pytest.raises(InvalidCursor):
        Keyset(("-id",)).read(cursor)


def test_cursor_of_a_value_it_cannot_carry_is_an_error() -> None:
    with pytest.raises(TypeError, match="cannot carry"):
        Keyset(("id",)).cursor({"id": object()})


def test_beyond_always_bounds_the_first_field_so_that_the_index_is_used() -> None:
    condition = str(Keyset(("-at", "-id")).beyond((START, 5)))
    assert "at__lte" in condition
