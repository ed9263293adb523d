"""Writes a file of the port directory: UTF-8, RFC 4180, header row. Equal rows give equal bytes."""

from __future__ import annotations

import csv
import os
from collections.abc import Iterable
from pathlib import Path
from typing import TypeVar

from access.port_directory.table import Table

Row = TypeVar("Row")


def write(directory: Path, table: Table[Row], rows: Iterable[Row]) -> int:
    """Write one file and return the number of rows below its header.

    It appears under its name only when it is complete; one that was there before is replaced.
    """
    path = directory / table.file
    partial = path.with_name(f".{table.file}.partial")
    count = 0
    try:
        with partial.open("w", encoding="utf-8", newline="") as stream:
            writer = csv.writer(stream, lineterminator="\r\n")
            writer.writerow(table.header)
            plan = [(column.name, column.cell.write) for column in table.columns]
            for row in rows:
                writer.writerow([cell(getattr(row, name)) for name, cell in plan])
                count += 1
        os.replace(partial, path)
    finally:
        partial.unlink(missing_ok=True)
    return count
