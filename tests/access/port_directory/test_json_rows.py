"""Rows as JSON are read by the columns of the files: all or none, each fault named by row and column."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from access.port_directory.json_rows import MOST_ROWS, read_rows
from access.port_directory.tables import CARGO, WORK_ORDERS
from portsec.kernel.errors import InvalidInput

pytestmark = pytest.mark.unit

ORDER: dict[str, Any] = {"work_ref": "W-1", "object": "csqu 305438-3", "opened_at": "2026-11-22T08:00:00Z"}


def faults(table: Any, rows: list[Any]) -> dict[str, str]:
    with pytest.raises(InvalidInput) as error:
        read_rows(table, rows)
    return error.value.fields


def test_rows_when_right_then_typed_as_those_of_a_file() -> None:
    (line,) = read_rows(WORK_ORDERS, [ORDER | {"kind": "job", "closed_at": None}]).lines
    assert (line.number, line.row.work_ref, line.row.object, line.row.kind) == (
        0,
        "W-1",
        "CSQU3054383",
        "job",
    )
    assert line.row.closed_at is None


def test_rows_when_some_are_wrong_then_every_fault_has_its_row_and_column() -> None:
    rows = [
        ORDER,
        ORDER | {"work_ref": "W-2", "opened_at": "yesterday"},
        {"work_ref": "W-3"},
        ORDER | {"work_ref": "W-4", "closed_at": "2026-11-21T08:00:00Z"},
        ORDER | {"work_ref": "W-5", "colour": "red"},
        ORDER | {"work_ref": {"deep": []}},
        "W-7",
    ]
    assert set(faults(WORK_ORDERS, rows)) == {
        "rows.1.opened_at",
        "rows.2.object",
        "rows.2.opened_at",
        "rows.3",
        "rows.4.colour",
        "rows.5.work_ref",
        "rows.6",
    }


@pytest.mark.parametrize("value", [True, 1.5, {"a": 1}, [1], [["x"]]])
def test_rows_when_a_cell_is_no_text_then_refused(value: Any) -> None:
    assert set(faults(WORK_ORDERS, [ORDER | {"person": value}])) == {"rows.0.person"}


def test_rows_when_sent_twice_then_once_and_with_other_values_refused() -> None:
    assert read_rows(WORK_ORDERS, [ORDER, dict(ORDER)]).same == 1
    assert set(faults(WORK_ORDERS, [ORDER, ORDER | {"kind": "job"}])) == {"rows.1"}


def test_rows_when_a_check_digit_is_wrong_then_kept_with_a_remark() -> None:
    read = read_rows(CARGO, [{"container": "HLXU1234567"}, {"container": "CSQU3054383"}])
    assert [line.row.container for line in read.lines] == ["HLXU1234567", "CSQU3054383"]
    assert [remark.row for remark in read.remarks] == [0]
    assert "check digit" in read.remarks[0].detail


def test_rows_when_more_than_are_taken_at_once_then_refused_whole() -> None:
    assert set(faults(WORK_ORDERS, [ORDER] * (MOST_ROWS + 1))) == {"rows"}
    assert read_rows(WORK_ORDERS, [ORDER] * MOST_ROWS).same == MOST_ROWS - 1


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(CARGO.header), inner, max_size=4)
    ),
    max_leaves=12,
)


def taken(rows: list[Any]) -> tuple[int, dict[str, str]]:
    try:
        read = read_rows(CARGO, rows)
    except InvalidInput as error:
        return 0, error.fields
    return len(read.lines) + read.same, {}


@given(st.lists(JSON, max_size=4))
def test_rows_when_anything_comes_then_rows_or_named_faults(rows: list[Any]) -> None:
    count, named = taken(rows)
    assert count == (0 if named else len(rows))
    assert all(name.startswith("rows") for name in named)
