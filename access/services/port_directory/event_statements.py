"""The statements that take staged events into the log. Cells of `staged` are text; `line` is their line."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from access.port_directory.plain_rows import is_plain
from access.port_directory.table import Table


@dataclass(frozen=True, slots=True)
class Stream:
    """One kind of event: its name for keys and detection, its file, its table, and how cells become columns.

    `plain` says when a cell is in no doubt; `columns` gives for each column of the table an expression over
    the staged row. Both have the same order, and all that comes is compared when an event comes again.
    """

    name: str
    table: Table[Any]
    relation: str
    plain: Mapping[str, str]
    columns: Mapping[str, str]


def _text(cell: str) -> str:
    return f"COALESCE(staged.{cell}, '')"


GATE: Final[Mapping[str, str]] = {
    "code": "staged.event",
    "at": "staged.at::timestamptz",
    "reader_code": "staged.reader",
    "direction": "staged.direction",
    "badge_serial": _text("badge"),
    "person_ref": _text("person"),
    "result": "staged.result",
    "reasons": "string_to_array(COALESCE(staged.reason, ''), ' ')",
    "auth_mode": _text("auth_mode"),
    "vehicle": _text("vehicle"),
    "escort": _text("escort"),
}
DATA: Final[Mapping[str, str]] = {
    "code": "staged.event",
    "at": "staged.at::timestamptz",
    "account": _text("account"),
    "person_ref": _text("person"),
    "action": "staged.action",
    "object_type": _text("object_type"),
    "object_ref": _text("object"),
    "field_class": _text("field_class"),
    "rows": "COALESCE(staged.rows, '1')::int",
    "result": "staged.result",
    "workstation_area": _text("workstation_area"),
    "ip": _text("ip"),
    "system": _text("system"),
    "purpose": _text("purpose"),
    "work_ref": _text("work_ref"),
}
# What the log of another system does not tell of an event.
UNTOLD: Final = {
    "gate": {
        "receipt": "''",
        "duties": "'{}'::text[]",
        "biometric": "''",
        "vouched_by": "'{}'::text[]",
        "decided_by": "''",
        "declared_degraded": "false",
    },
    "data": {"reasons": "'{}'::text[]", "explanation": "''", "explanation_ref": "''", "receipt": "''"},
}
MONTHS: Final = """
SELECT min(at), max(at), min(line) FILTER (WHERE at > %(now)s)
FROM (SELECT at::timestamptz AS at, line FROM staged OFFSET 0) event
GROUP BY date_trunc('month', at, 'UTC')
"""
OUT_OF_REACH: Final = """
DELETE FROM staged WHERE staged.at::timestamptz NOT BETWEEN %(since)s AND %(until)s
RETURNING line, staged.at::timestamptz < %(since)s
"""
UNKNOWN_READERS: Final = """
SELECT DISTINCT staged.reader FROM staged
WHERE NOT EXISTS (
  SELECT FROM access_reader reader WHERE reader.port_id = %(port)s AND reader.code = staged.reader)
ORDER BY staged.reader
"""
# A log calls people by the port's own number, or by ours where the port has none.
PEOPLE: Final = """
person AS MATERIALIZED (
  SELECT DISTINCT ON (found.name) found.name, found.id FROM (
    SELECT external_ref AS name, id FROM screening_person
    WHERE port_id = %(port)s AND external_ref IN (SELECT staged.person FROM staged)
    UNION ALL
    SELECT ref, id FROM screening_person
    WHERE port_id = %(port)s AND external_ref = '' AND ref IN (SELECT staged.person FROM staged)
  ) found ORDER BY found.name, found.id
)"""
UUID: Final = "^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$"


def take_doubtful(stream: Stream, names: Sequence[str]) -> str:
    """Takes rows that are not plain out of the staged ones and returns them with these cells."""
    cells = ", ".join(f'"{name}"' for name in ("line", *names))
    return f"DELETE FROM staged WHERE NOT {is_plain(stream.plain)} RETURNING {cells}"  # noqa: S608


def recorded_here(stream: Stream) -> str:
    """Leaves out events that this system recorded itself and that an export carried out into the files."""
    return f"""
    DELETE FROM staged USING {stream.relation} ours
    WHERE length(staged.event) = 36 AND staged.event ~ '{UUID}'
      AND ours.id = CASE WHEN staged.event ~ '{UUID}' THEN staged.event::uuid END
      AND ours.port_id = %(port)s AND ours.source <> 'import'
    """  # noqa: S608  names of our own tables


def mark_known(stream: Stream) -> str:
    """Marks rows whose event is kept already, or stands in an earlier line of the batch."""
    return f"""
    UPDATE staged SET known = true
    FROM (
      SELECT again.line FROM (
        SELECT line, row_number() OVER (PARTITION BY event ORDER BY line) AS time FROM staged
      ) again WHERE again.time > 1
      UNION
      SELECT staged.line FROM staged JOIN access_eventkey kept
        ON kept.port = %(port)s AND kept.stream = '{stream.name}' AND kept.source = %(source)s
       AND kept.code = staged.event
    ) repeated
    WHERE repeated.line = staged.line
    """  # noqa: S608  names of our own tables


def keep(stream: Stream) -> str:
    """Inserts what is new and queues it for detection.

    Gives how many were new, how many rows name an unknown person or badge, and numbers and digest of the new.
    """
    who = _WHO[stream.name]
    same = {"id": "uuidv7()", "port_id": "%(port)s", "source": "%(source)s", "received_at": "%(received_at)s"}
    found = {**stream.columns, **who.columns}
    given = {**same, **dict.fromkeys(found), **UNTOLD[stream.name]}
    values = [value or f"told.{name}" for name, value in given.items()]
    told = ", ".join(f"{value} AS {name}" for name, value in found.items())
    return f"""
    WITH {PEOPLE}{who.badges}, told AS MATERIALIZED (
      SELECT staged.line, staged.known, {told} FROM staged {who.joins}
    ), kept AS (
      INSERT INTO {stream.relation} ({", ".join(given)})
      SELECT {", ".join(values)} FROM told WHERE told.known IS NULL ORDER BY told.line
      RETURNING {digest_row(stream)} AS row, number, at
    ), queued AS (
      INSERT INTO access_eventtoscan (port_id, stream, event_number, at)
      SELECT %(port)s, '{stream.name}', number, at FROM kept
    )
    SELECT count(*), (SELECT count(*) FROM told WHERE person_id IS NULL),
           (SELECT count(*) FROM told WHERE {who.no_badge}), min(number), max(number),
           encode(sha256(convert_to(COALESCE(string_agg(row, E'\\n' ORDER BY number), ''), 'UTF8')), 'hex')
    FROM kept
    """  # noqa: S608  names of our own tables


def digest_row(stream: Stream) -> str:
    """An event as the text whose digest stands in the record; no time zone can change its times."""
    told = {
        **{name: name for name in stream.columns},
        "at": "extract(epoch FROM at)",
        "reasons": "array_to_string(reasons, ' ')",
    }
    cells = ", ".join(told[name] for name in stream.columns)
    return f"concat_ws('|', number, id, source, {cells})"


def compare(stream: Stream) -> str:
    """Each row that came before, and whether it said the same: a log does not change afterwards.

    OFFSET 0 makes the database go by key and number from row to row; over a table that it has no figures of
    yet it would else compare each row with the whole log.
    """
    same = " AND ".join(
        f"kept.{name} = {cell}" if name != "reasons" else f"kept.reasons = {cell}::varchar[]"
        for name, cell in stream.columns.items()
    )
    return f"""
    SELECT staged.line, {same} FROM staged
    CROSS JOIN LATERAL (
      SELECT known.number, known.at FROM access_eventkey known
      WHERE known.port = %(port)s AND known.stream = '{stream.name}' AND known.source = %(source)s
        AND known.code = staged.event OFFSET 0
    ) place
    CROSS JOIN LATERAL (
      SELECT * FROM {stream.relation} event WHERE event.number = place.number AND event.at = place.at OFFSET 0
    ) kept
    WHERE staged.known ORDER BY staged.line
    """  # noqa: S608  names of our own tables


@dataclass(frozen=True, slots=True)
class _Who:
    """How the people, badges and readers of a staged row are found."""

    joins: str
    columns: Mapping[str, str]
    no_badge: str
    badges: str = ""


_BADGES: Final = """, badge AS MATERIALIZED (
  SELECT serial, id, person_id FROM access_badge
  WHERE port_id = %(port)s AND serial IN (SELECT staged.badge FROM staged)
)"""
_WHO: Final = {
    "gate": _Who(
        joins="""LEFT JOIN person ON person.name = staged.person
        LEFT JOIN badge ON badge.serial = staged.badge
        LEFT JOIN access_reader reader ON reader.port_id = %(port)s AND reader.code = staged.reader""",
        columns={
            "reader_id": "reader.id",
            "badge_id": "badge.id",
            # Without a name it is whoever holds the badge.
            "person_id": "CASE WHEN staged.person IS NULL THEN badge.person_id ELSE person.id END",
        },
        no_badge="badge_id IS NULL",
        badges=_BADGES,
    ),
    "data": _Who(
        joins="LEFT JOIN person ON person.name = staged.person",
        columns={"person_id": "person.id"},
        no_badge="false",
    ),
}
