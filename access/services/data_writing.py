"""The one statement that writes answered look-ups: events, entries in the record, rows to scan, and a silent
alarm where the purpose was the account's duress word.

The service runs it through Django's connection and the lane through its own; many rows are one JSON text.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from access.models import DataEvent, DuressWord, EventToScan, SilentAlarm
from access.services.data_record import Left
from access.services.duress_word import digest
from ledger.many_rows import as_json, declared, listed, row_of
from ledger.models import Entry
from ledger.services import record

EVENT: Final = listed(DataEvent)
ENTRY: Final = listed(Entry)
# The query that inserts is sorted, so that the numbers of events follow the order of the questions.
WRITE: Final = f"""
WITH event AS (
  INSERT INTO {DataEvent._meta.db_table} ({EVENT})
  SELECT {EVENT} FROM json_to_recordset(%(events)s::json) AS given(place int, {declared(DataEvent)})
  ORDER BY place
  RETURNING id, number, port_id, at
), entry AS (
  INSERT INTO {Entry._meta.db_table} ({ENTRY})
  SELECT {ENTRY} FROM json_to_recordset(%(entries)s::json) AS given(place int, {declared(Entry)})
  ORDER BY place
), scan AS (
  INSERT INTO {EventToScan._meta.db_table} (port_id, stream, event_number, at)
  SELECT port_id, 'data', number, at FROM event
), alarm AS (
  INSERT INTO {SilentAlarm._meta.db_table} (port_id, stream, event_number, at, answered_by, remark)
  SELECT event.port_id, 'data', event.number, event.at, '', ''
  FROM json_to_recordset(%(said)s::json) AS said(id uuid, account text, digest text)
  JOIN event USING (id)
  JOIN {DuressWord._meta.db_table} word USING (account, digest)
)
SELECT number FROM event ORDER BY number
"""  # noqa: S608  names of our own tables and columns


@dataclass(frozen=True, slots=True)
class Deed:
    """What one look-up leaves, with its entry, which is not written yet."""

    left: Left
    entry: Entry

    @property
    def columns(self) -> dict[str, Any]:
        """The event's, with the receipt."""
        return {**self.left.event, "receipt": self.entry.receipt}


def deed(left: Left) -> Deed:
    return Deed(left, record.prepare(left.kind, **left.entry))


def parameters(deeds: Sequence[Deed]) -> dict[str, str]:
    """The parameters of `WRITE`."""
    return {
        "events": as_json(one.columns for one in deeds),
        "entries": as_json(row_of(one.entry) for one in deeds),
        "said": as_json(_said(one.left) for one in deeds),
    }


def _said(left: Left) -> dict[str, Any]:
    """The purpose as duress words are kept. Worked out for every look-up, so that none takes longer."""
    event = left.event
    return {
        "id": event["id"],
        "account": event["account"],
        "digest": digest(event["account"], event["purpose"]),
    }
