"""What one file delivers, on its way to the service that keeps it."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, tzinfo
from typing import Any, Generic, TypeVar

from access.port_directory.report import FileReport
from access.port_directory.sheet import Line
from access.port_directory.table import Table
from accounts.models import Port

Row = TypeVar("Row")
Result = TypeVar("Result", bound=tuple[int, int])

REASON = "Taken over from the port directory."


@dataclass(frozen=True, slots=True)
class Errand:
    """One import: for which port, on whose account, when, and which files came.

    `zone` is the port's: days in files are days there.
    """

    port: Port
    actor: str
    at: datetime
    zone: tzinfo
    files: frozenset[str]


@dataclass(slots=True)
class Delivery(Generic[Row]):
    """Lines of one file, all of them or a batch, and the report that takes note of them."""

    errand: Errand
    lines: Sequence[Line[Row]]
    report: FileReport

    @property
    def rows(self) -> list[Row]:
        return [line.row for line in self.lines]

    def count(self, kept: tuple[int, int], rows: int) -> None:
        """Note that of so many rows some were new, some changed, and the others were there already."""
        new, changed = kept
        self.report.new += new
        self.report.changed += changed
        self.report.unchanged += rows - new - changed


@dataclass(slots=True)
class Distinct(Generic[Row]):
    """Lets each thing of a file through once: a second row for it is the same or wrong."""

    table: Table[Row]
    report: FileReport
    _seen: dict[Hashable, Line[Row]] = field(default_factory=dict)

    def lines(self, lines: Iterable[Line[Row]]) -> Iterator[Line[Row]]:
        key = self.table.key
        if key is None:
            yield from lines
            return
        for line in lines:
            first = self._seen.setdefault(key(line.row), line)
            if first is line:
                yield line
            elif first.row == line.row:
                self.report.unchanged += 1
            else:
                self.report.refuse(line.number, f"line {first.number} says the same with other values")


def grouped(lines: Iterable[Line[Any]], column: str) -> dict[str, list[Line[Any]]]:
    """The lines by the value of a column, in the order of the file."""
    groups: dict[str, list[Line[Any]]] = {}
    for line in lines:
        groups.setdefault(getattr(line.row, column), []).append(line)
    return groups
