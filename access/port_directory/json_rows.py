"""Rows that come as JSON, read by the same columns as the files of a port directory. All of them, or none."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, Generic, TypeVar

from access.port_directory.sheet import Line
from access.port_directory.table import Table
from portsec.kernel.errors import InvalidInput

Row = TypeVar("Row")

MOST_ROWS: Final = 10_000
MOST_PROBLEMS: Final = 100  # told at once; whoever has more sees the pattern


@dataclass(frozen=True, slots=True)
class Remark:
    """What the sender should know of a row that was taken. Rows count from 0, as in the list sent."""

    row: int
    detail: str


@dataclass(frozen=True, slots=True)
class JsonRows(Generic[Row]):
    """Rows that can be taken, each thing once; `same` counts those that were sent again with equal values."""

    lines: tuple[Line[Row], ...]
    remarks: tuple[Remark, ...]
    same: int


def read_rows(table: Table[Row], given: Sequence[Any]) -> JsonRows[Row]:
    """Raises InvalidInput whose `fields` name each wrong cell as `rows.<row>.<column>`."""
    if len(given) > MOST_ROWS:
        problem = f"At most {MOST_ROWS} rows are taken at once; these are {len(given)}."
        raise InvalidInput(problem, fields={"rows": problem})
    problems: dict[str, str] = {}
    remarks: list[Remark] = []
    first: dict[Hashable, Line[Row]] = {}
    same = 0
    for number, cells in enumerate(given):
        row = _read(table, number, cells, problems)
        if row is None:
            continue
        line = Line(number, row)
        known = first.setdefault(table.key(row) if table.key else number, line)
        if known is not line and known.row != row:
            problems[f"rows.{number}"] = f"Row {known.number} says the same with other values."
        elif known is not line:
            same += 1
        elif table.remark and (remark := table.remark(row)):
            remarks.append(Remark(number, remark))
    if problems:
        shown = dict(list(problems.items())[:MOST_PROBLEMS])
        raise InvalidInput(
            f"{len(problems)} cells or rows cannot be taken, so nothing was kept.", fields=shown
        )
    return JsonRows(tuple(first.values()), tuple(remarks), same)


def _read(table: Table[Row], number: int, cells: Any, problems: dict[str, str]) -> Row | None:
    if not isinstance(cells, Mapping):
        problems[f"rows.{number}"] = "A row is an object of columns and values."
        return None
    wrong = {
        f"rows.{number}.{name}": "This column means nothing here."
        for name in cells
        if name not in table.header
    }
    values = []
    for column in table.columns:
        try:
            text = cell_text(cells.get(column.name))
            values.append(column.cell.read(text) if text else column.cell.empty)
            if column.needed and not text:
                wrong[f"rows.{number}.{column.name}"] = "This is needed."
        except InvalidInput as error:
            wrong[f"rows.{number}.{column.name}"] = error.detail
    if not wrong:
        row = table.row(*values)
        problem = table.problem(row) if table.problem else ""
        if not problem:
            return row
        wrong[f"rows.{number}"] = problem
    problems.update(wrong)
    return None


def cell_text(value: Any) -> str:
    """A cell as a file would have it, lists separated by spaces. Raises InvalidInput for anything else."""
    if value is None:
        return ""
    if isinstance(value, str):
        return value.strip()
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    if isinstance(value, list) and all(isinstance(item, str) for item in value):
        return " ".join(value).strip()
    raise InvalidInput("Give text, a whole number, a list of texts, or null.")
