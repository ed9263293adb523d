"""Reads the log for an export: the cells of each event as text, with both clocks and the source."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.db.models import Case, CharField, F, When
from django.db.models.functions import Cast

from access.models import DataEvent, GateEvent
from access.port_directory.table import Table
from access.port_directory.tables import DATA_EVENTS, GATE_EVENTS
from access.selectors.known_event import IMPORTED
from accounts.models import Port
from accounts.permissions import may
from accounts.roles import Capability
from portsec.kernel.errors import require
from portsec.kernel.scope import Scope

AT_ONCE: Final = 5_000
FIELDS: Final[Mapping[str, Mapping[str, str]]] = {
    GATE_EVENTS.name: {
        "reader": "reader_code",
        "badge": "badge_serial",
        "person": "person_ref",
        "reason": "reasons",
    },
    DATA_EVENTS.name: {"person": "person_ref", "object": "object_ref"},
}
MODELS: Final[Mapping[str, type[GateEvent] | type[DataEvent]]] = {
    GATE_EVENTS.name: GateEvent,
    DATA_EVENTS.name: DataEvent,
}


@dataclass(frozen=True, slots=True)
class LoggedEvent:
    """One event. `cells` have the columns of its file; `received_at` is our clock."""

    cells: Mapping[str, str]
    received_at: datetime
    source: str


def logged_events(
    table: Table[Any], port: Port, *, since: datetime, until: datetime, scope: Scope
) -> Iterator[LoggedEvent]:
    """Events of a port from `since` up to before `until`, in the order of time.

    Refuses when: the caller may not export lists at this port (Refused).
    """
    require(may(Capability.EXPORT_LISTS, scope=scope, port_id=port.pk))
    fields = FIELDS[table.name]
    # As flags name events: by the port's number, else by ours.
    name = Case(When(source=IMPORTED, then=F("code")), default=Cast("id", CharField()))
    events: Any = MODELS[table.name].objects.filter(port=port, at__gte=since, at__lt=until)
    columns = [(column.name, column.cell.write) for column in table.columns]
    read = [fields.get(column, column) for column, _ in columns if column != "event"]
    rows = (
        events.annotate(event=name).order_by("at", "number").values("event", "received_at", "source", *read)
    )
    for row in rows.iterator(chunk_size=AT_ONCE):
        values = {column: row[fields.get(column, column)] for column, _ in columns}
        cells = {column: write(_tuple(values[column])) for column, write in columns}
        yield LoggedEvent(cells, row["received_at"], row["source"])


def _tuple(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value
