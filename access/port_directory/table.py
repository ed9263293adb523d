"""What a file of the port directory is made of: columns, a key, and what makes a row wrong."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from dataclasses import dataclass, fields
from functools import cached_property
from typing import Generic, TypeVar

from access.port_directory.cells import Cell

Row = TypeVar("Row")


@dataclass(frozen=True, slots=True)
class Column:
    """One column. `needed`: the file must have it and no cell of it may be empty.

    `soft`: a cell that cannot be taken counts as unknown and is reported; the row is worth more than it.
    """

    name: str
    cell: Cell
    needed: bool = False
    soft: bool = False


@dataclass(frozen=True)
class Table(Generic[Row]):
    """One file. `key` says which rows are the same thing; rows without a key may stand several times.

    `problem` and `remark` judge a whole row: the first refuses it, the second is only reported.
    """

    name: str
    row: type[Row]
    columns: tuple[Column, ...]
    key: Callable[[Row], Hashable] | None = None
    problem: Callable[[Row], str] | None = None
    remark: Callable[[Row], str] | None = None

    def __post_init__(self) -> None:
        named = tuple(field.name for field in fields(self.row))  # type: ignore[arg-type]
        if named != tuple(column.name for column in self.columns):
            raise ValueError(f"the columns of {self.name} are not the fields of its rows")

    @property
    def file(self) -> str:
        return f"{self.name}.csv"

    @cached_property
    def header(self) -> tuple[str, ...]:
        return tuple(column.name for column in self.columns)
