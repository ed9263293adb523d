"""The last statement of a batch: all events, what follows from them, and their entries in the record."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from access.models import EventToScan, GateEvent, Presence, SilentAlarm
from access.services.gate_record import Left
from access.services.presence import COLUMNS as PRESENCE_COLUMNS
from access.services.presence import KEEP
from ledger.many_rows import as_json, declared, listed, row_of
from ledger.models import Entry

EVENT: Final = listed(GateEvent)
ENTRY: Final = listed(Entry)
WRITE: Final = f"""
WITH event AS (
  INSERT INTO {GateEvent._meta.db_table} ({EVENT})
  SELECT {EVENT} FROM jsonb_to_recordset(%(events)s::jsonb) AS given(place int, {declared(GateEvent)})
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
INSERT INTO {Entry._meta.db_table} ({ENTRY})
SELECT {ENTRY} FROM jsonb_to_recordset(%(entries)s::jsonb) AS given(place int, {declared(Entry)})
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
        "events": as_json({**deed.left.event, "receipt": deed.entry.receipt} for deed in deeds),
        "alarms": [deed.left.event["id"] for deed in deeds if deed.is_duress],
        "passes": as_json(
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
        "entries": as_json(row_of(deed.entry) for deed in deeds),
    }
