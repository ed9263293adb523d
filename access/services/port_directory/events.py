"""Gate events and data events. An event is kept once and never altered; what it names may be unknown."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, fields
from typing import Any, TypeVar

from django.db import connection, models
from psycopg import sql

from access.models import DataEvent, EventToScan, GateEvent
from access.port_directory.records import DataEventRow, GateEventRow, ReaderRow
from access.port_directory.sheet import Line
from access.services import area
from access.services.merge import Columns, insert, names, values
from access.services.port_directory.delivery import Delivery
from access.services.port_directory.known import Known

SOURCE = "import"
OTHER_CONTENT = "the event is kept already with other content, which stays"

Row = TypeVar("Row", GateEventRow, DataEventRow)


@dataclass(frozen=True, slots=True)
class Stream:
    """One kind of event: its table, its queue for detection, and which field keeps which column."""

    model: type[models.Model]
    queue: str
    columns: dict[str, str]


GATE = Stream(
    GateEvent,
    "gate",
    {
        "code": "event",
        "at": "at",
        "reader_code": "reader",
        "direction": "direction",
        "badge_serial": "badge",
        "person_ref": "person",
        "result": "result",
        "reasons": "reason",
        "auth_mode": "auth_mode",
        "vehicle": "vehicle",
        "escort": "escort",
    },
)
DATA = Stream(
    DataEvent,
    "data",
    {
        "code": "event",
        "at": "at",
        "account": "account",
        "person_ref": "person",
        "action": "action",
        "object_type": "object_type",
        "object_ref": "object",
        "field_class": "field_class",
        "rows": "rows",
        "result": "result",
        "workstation_area": "workstation_area",
        "ip": "ip",
        "system": "system",
        "purpose": "purpose",
        "work_ref": "work_ref",
    },
)


def keep_gate_events(delivery: Delivery[GateEventRow], known: Known) -> None:
    """Readers that nothing else names are made; unknown people, badges and readers are counted."""
    rows, port = delivery.rows, delivery.errand.port
    _make_readers(delivery, known)
    badges = [known.badges.get(row.badge, (None, None))[0] for row in rows]
    people = [known.person_of(row.person, row.badge) for row in rows]
    delivery.report.unknown_badges += badges.count(None)
    delivery.report.unknown_people += people.count(None)
    columns = _columns(delivery, GATE) | {
        "reasons": [" ".join(row.reason) for row in rows],
        "reader": [known.readers[row.reader] for row in rows],
        "badge": badges,
        "person": people,
        "receipt": [""] * len(rows),
    }
    _keep(delivery, GATE, columns, port.pk)


def keep_data_events(delivery: Delivery[DataEventRow], known: Known) -> None:
    """Unknown people are counted."""
    rows = delivery.rows
    people = [known.person_of(row.person) for row in rows]
    delivery.report.unknown_people += people.count(None)
    empty = [""] * len(rows)
    columns = _columns(delivery, DATA) | {
        "person": people,
        "reasons": empty,
        "explanation": empty,
        "explanation_ref": empty,
        "receipt": empty,
    }
    _keep(delivery, DATA, columns, delivery.errand.port.pk)


def _make_readers(delivery: Delivery[GateEventRow], known: Known) -> None:
    unknown = {row.reader for row in delivery.rows} - known.readers.keys()
    if not unknown:
        return
    area.keep_readers(delivery.errand.port, [ReaderRow(code) for code in sorted(unknown)])
    known.readers.update(Known.at(delivery.errand.port).readers)
    known.made.update(unknown)
