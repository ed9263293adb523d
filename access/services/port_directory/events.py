"""Gate events and data events. An event is kept once and never altered; what it names may be unknown."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

from django.db import models
from psycopg import sql

from access.models import DataEvent, EventToScan, GateEvent
from access.port_directory.records import DataEventRow, GateEventRow, ReaderRow
from access.port_directory.sheet import Line
from access.services import area
from access.services.merge import loaded, names
from access.services.port_directory.delivery import Delivery
from access.services.port_directory.known import Known

SOURCE = "import"
UUID_LENGTH = 36  # characters
OTHER_CONTENT = "the event is kept already with other content, which stays"


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
# What the log of another system does not tell of an attempt.
UNTOLD: dict[str, Any] = {
    "receipt": "",
    "duties": [],
    "biometric": "",
    "vouched_by": [],
    "decided_by": "",
    "declared_degraded": False,
}
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
    _recorded_here(delivery, GATE)
    rows = delivery.rows
    _make_readers(delivery, known)
    badges = [known.badges.get(row.badge, (None, None))[0] for row in rows]
    people = [known.person_of(row.person, row.badge) for row in rows]
    delivery.report.unknown_badges += badges.count(None)
    delivery.report.unknown_people += people.count(None)
    columns = _columns(delivery, GATE) | {
        "reader": [known.readers[row.reader] for row in rows],
        "badge": badges,
        "person": people,
    }
    _keep(delivery, GATE, columns, UNTOLD)


def keep_data_events(delivery: Delivery[DataEventRow], known: Known) -> None:
    """Unknown people are counted."""
    _recorded_here(delivery, DATA)
    rows = delivery.rows
    people = [known.person_of(row.person) for row in rows]
    delivery.report.unknown_people += people.count(None)
    silent = {"reasons": [], "explanation": "", "explanation_ref": "", "receipt": ""}
    _keep(delivery, DATA, _columns(delivery, DATA) | {"person": people}, silent)


def _make_readers(delivery: Delivery[GateEventRow], known: Known) -> None:
    unknown = {row.reader for row in delivery.rows} - known.readers.keys()
    if unknown:
        area.keep_readers(delivery.errand.port, [ReaderRow(code) for code in sorted(unknown)])
        known.meet_readers(delivery.errand.port, unknown)
    delivery.report.unknown_readers += sum(row.reader in known.met for row in delivery.rows)


def _columns(delivery: Delivery[Any], stream: Stream) -> dict[str, Sequence[Any]]:
    """The cells as they stand in the file, lists as lists."""
    rows = delivery.rows
    told: dict[str, Sequence[Any]] = {
        name: [getattr(row, column) for row in rows] for name, column in stream.columns.items()
    }
    if "reasons" in told:
        told["reasons"] = [list(reasons) for reasons in told["reasons"]]
    return told | {"id": [uuid4() for _ in rows]}


def _recorded_here(delivery: Delivery[Any], stream: Stream) -> None:
    """Leave out events that this system recorded itself and that an export carried out into the files."""
    named = {line.row.event for line in delivery.lines if len(line.row.event) == UUID_LENGTH}
    if not named:
        return
    texts = [name for name in named if _is_uuid(name)]
    found = stream.model._default_manager.filter(port=delivery.errand.port, id__in=texts)
    ours = {str(pk) for pk in found.exclude(source=SOURCE).values_list("id", flat=True)}
    if ours:
        kept = [line for line in delivery.lines if line.row.event not in ours]
        delivery.report.unchanged += len(delivery.lines) - len(kept)
        delivery.lines = kept


def _is_uuid(name: str) -> bool:
    try:
        return str(UUID(name)) == name
    except ValueError:
        return False


def _keep(
    delivery: Delivery[Any], stream: Stream, columns: dict[str, Sequence[Any]], silent: dict[str, Any]
) -> None:
    """Insert what is new, queue it for detection, and compare the rest with what is there already."""
    errand = delivery.errand
    same = silent | {"port": errand.port.pk, "source": SOURCE, "received_at": errand.at}
    with loaded(stream.model, columns, same) as incoming:
        statement = sql.SQL(
            "WITH fresh AS ({insert} ON CONFLICT ({key}) DO NOTHING RETURNING number, code, at, port_id),"
            " queued AS (INSERT INTO {queue} (port_id, stream, event_number, at)"
            " SELECT port_id, {stream}, number, at FROM fresh)"
            " SELECT code FROM fresh"
        ).format(
            insert=incoming.insert,
            key=names(stream.model, ("port", "source", "code")),
            queue=sql.Identifier(EventToScan._meta.db_table),
            stream=sql.Literal(stream.queue),
        )
        incoming.cursor.execute(statement, incoming.parameters)
        fresh = {code for (code,) in incoming.cursor.fetchall()}
    delivery.report.new += len(fresh)
    repeated = []
    for line in delivery.lines:
        if line.row.event in fresh:
            fresh.remove(line.row.event)
        else:
            repeated.append(line)
    _compare(delivery, stream, repeated)


def _compare(delivery: Delivery[Any], stream: Stream, repeated: Sequence[Line[Any]]) -> None:
    """An event that was kept before is either the same or refused: a log does not change afterwards."""
    if not repeated:
        return
    kept = stream.model._default_manager.filter(
        port=delivery.errand.port, source=SOURCE, code__in={line.row.event for line in repeated}
    ).values_list(*stream.columns)
    known = {event[0]: event for event in kept}
    for line in repeated:
        told = tuple(
            list(value) if isinstance(value := getattr(line.row, column), tuple) else value
            for column in stream.columns.values()
        )
        if known[line.row.event] == told:
            delivery.report.unchanged += 1
        else:
            delivery.report.refuse(line.number, OTHER_CONTENT)
