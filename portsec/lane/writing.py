"""The last statement of a batch: all events, what follows from them, and their entries in the record."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.core.serializers.json import DjangoJSONEncoder

from access.models import EventToScan, GateEvent, Presence, SilentAlarm
from access.services.gate_record import Left
from access.services.presence import COLUMNS as PRESENCE_COLUMNS
from access.services.presence import KEEP
from ledger.models import Entry

# As PostgreSQL reads them from JSON; every other column is text.
TYPES: Final = {
    "id": "uuid",
    "port_id": "bigint",
    "at": "timestamptz",
    "received_at": "timestamptz",
    "reader_id": "bigint",
    "badge_id": "bigint",
    "person_id": "bigint",
    "reasons": "text[]",
    "presented": "bytea",
    "duties": "text[]",
    "occupants": "smallint",
    "vouched_by": "text[]",
    "list_issued_at": "timestamptz",
    "declared_degraded": "boolean",
    "schema": "smallint",
    "kind_version": "smallint",
    "body": "jsonb",
    "writer_counter": "bigint",
    "writer_mac": "bytea",
    "leaf_hash": "bytea",
}
GIVEN_BY_DATABASE: Final = {"number", "position", "database_clock"}


def _columns(model: type[GateEvent | Entry]) -> tuple[str, ...]:
    return tuple(f.column for f in model._meta.concrete_fields if f.column not in GIVEN_BY_DATABASE)


def _declared(columns: Sequence[str]) -> str:
    return ", ".join(f'"{name}" {TYPES.get(name, "text")}' for name in columns)


def _listed(columns: Sequence[str]) -> str:
    return ", ".join(f'"{name}"' for name in columns)


EVENT: Final = _columns(GateEvent)
ENTRY: Final = _columns(Entry)
WRITE: Final = f"""
WITH event AS (
  INSERT INTO {GateEvent._meta.db_table} ({_listed(EVENT)})
  SELECT {_listed(EVENT)} FROM jsonb_to_recordset(%(events)s::jsonb) AS given(place int, {_declared(EVENT)})
  ORDER BY place
  RETURNING number, id, port_id, person_id, at, received_at
), scan AS (
  INSERT INTO {EventToScan._meta.db_table} (port_id, stream, event_number, at)
  SELECT port_id, 'gate', number, at FROM event
), alarm AS (
  INSERT INTO {SilentAlarm._meta.db_table} (port_id, event_number, at, answered_by, remark)
  SELECT event.port_id, event.number, event.received_at, '', ''
  FROM unnest(%(alarms)s::uuid[]) AS raised(id) JOIN event ON event.id = raised.id
), presence AS (
  INSERT INTO {Presence._meta.db_table} ({PRESENCE_COLUMNS}, forgiven_by, forgiven_reason)
  SELECT event.person_id, passed.area, passed.direction, event.received_at,
         CASE WHEN passed.direction = 'in' THEN passed.escort END, event.number,
         passed.direction = 'in' AND passed.on_permit, '', ''
  FROM jsonb_to_recordset(%(passes)s::jsonb)
    AS passed(event uuid, area bigint, direction text, escort bigint, on_permit boolean)
  JOIN event ON event.id = passed.event
  ORDER BY event.person_id, passed.area {KEEP}
)
INSERT INTO {Entry._meta.db_table} ({_listed(ENTRY)})
SELECT {_listed(ENTRY)} FROM jsonb_to_recordset(%(entries)s::jsonb) AS given(place int, {_declared(ENTRY)})
ORDER BY place
"""  # noqa: S608  names of our own tables and columns


@dataclass(frozen=True, slots=True)
class Deed:
    """What one attempt leaves, with its entry; `is_duress` raises a silent alarm."""

    left: Left
    entry: Entry
    is_duress: bool


def parameters(deeds: Sequence[Deed]) -> dict[str, Any]:
    """The parameters of `WRITE` for deeds of different people."""
    return {
        "events": _json(
            {"place": n, **deed.left.event, "receipt": deed.entry.receipt} for n, deed in enumerate(deeds)
        ),
        "alarms": [deed.left.event["id"] for deed in deeds if deed.is_duress],
        "passes": _json(
            {
                "event": deed.left.event["id"],
                "area": one.area,
                "direction": one.direction,
                "escort": deed.left.escort,
                "on_permit": deed.left.on_permit,
            }
            for deed in deeds
            for one in deed.left.passes
        ),
        "entries": _json(
            {"place": n, **{name: getattr(deed.entry, name) for name in ENTRY}}
            for n, deed in enumerate(deeds)
        ),
    }


class _Encoder(DjangoJSONEncoder):
    """Bytes in the form in which PostgreSQL reads bytea, times with all their microseconds."""

    def default(self, o: Any) -> Any:
        if isinstance(o, bytes | memoryview):
            return f"\\x{bytes(o).hex()}"
        if hasattr(o, "isoformat"):
            return o.isoformat()
        return super().default(o)


def _json(rows: Any) -> str:
    return json.dumps(list(rows), cls=_Encoder)
