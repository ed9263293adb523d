"""Events as lines of JSON: the columns of the port directory, or OCSF 1.5. Read into batches of raw rows."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from access.ocsf.reading import cells_of, is_ocsf
from access.port_directory.json_rows import cell_text
from access.port_directory.raw_rows import RawBatch
from access.port_directory.table import Table
from access.port_directory.tables import DATA_EVENTS, GATE_EVENTS
from portsec.kernel.errors import InvalidInput

TABLES: Final[Mapping[str, Table[Any]]] = {table.name: table for table in (GATE_EVENTS, DATA_EVENTS)}
DEEPEST: Final = "nested too deeply"


@dataclass(slots=True)
class EventLines:
    """What the lines hold: a batch for each file, lines that are no event, and columns that mean nothing."""

    batches: dict[str, RawBatch] = field(default_factory=dict)
    refused: list[tuple[int, str]] = field(default_factory=list)
    strange: dict[str, int] = field(default_factory=dict)


def read_lines(lines: Iterable[bytes]) -> EventLines:
    """Lines count from 1; blank ones are passed over. What the cells hold is judged where they are kept."""
    found = EventLines()
    texts = {name: io.StringIO() for name in TABLES}
    writers = {name: csv.writer(text, lineterminator="\n") for name, text in texts.items()}
    counts = dict.fromkeys(TABLES, 0)
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            name, cells = _cells(line)
            row = [cell_text(cells.get(column)) for column in TABLES[name].header]
            if b"\\u" in line:
                _check_storable(row)
        except InvalidInput as error:
            found.refused.append((number, error.detail))
            continue
        for strange in cells.keys() - TABLES[name].header:
            found.strange.setdefault(strange[:60], number)
        writers[name].writerow([number, *row])
        counts[name] += 1
    found.batches = {
        name: RawBatch(text.getvalue().encode(), counts[name]) for name, text in texts.items() if counts[name]
    }
    return found


def _check_storable(row: Iterable[str]) -> None:
    """JSON can spell characters that no database keeps: zero, and halves of pairs."""
    text = "".join(row)
    try:
        text.encode()
    except UnicodeEncodeError:
        raise InvalidInput("has half of a character") from None
    if "\0" in text:
        raise InvalidInput("has a zero character")


def _cells(line: bytes) -> tuple[str, Mapping[str, Any]]:
    try:
        event = json.loads(line)
    except (ValueError, RecursionError) as error:
        detail = DEEPEST if isinstance(error, RecursionError) else str(error).partition(":")[0]
        raise InvalidInput(f"is no JSON: {detail}") from None
    if not isinstance(event, dict):
        raise InvalidInput("is no JSON object of columns and values")
    if is_ocsf(event):
        return cells_of(event)
    return ("gate_events" if "reader" in event else "data_events"), event
