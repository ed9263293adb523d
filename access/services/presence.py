"""Who is inside: written with each granted passage, set right by guards, made anew from the log.

The one writer of the table.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import connection, transaction
from django.utils import timezone

from access.enums import Direction
from access.gate.presence import passes_of
from access.gate_facts.asked import Asked
from access.models import Area, GateEvent, Presence, Reader
from access.permissions.gate import may_forgive
from access.selectors.gate_facts import gathered_all
from access.services.gate_record import Pass
from accounts.models import Port, User
from ledger.services import record
from portsec.kernel.errors import InvalidInput, NotFound, require
from portsec.kernel.scope import Scope
from screening.models import Person

REMEMBERED = timedelta(days=7)
"""How far back the log is read where presence is made anew. Who was not read for a week is not inside."""

TABLE = Presence._meta.db_table
COLUMNS = "person_id, area_id, direction, at, escort_id, event_number, came_on_permit"
KEEP = f"""
ON CONFLICT (person_id, area_id) DO UPDATE SET
  direction = EXCLUDED.direction, at = EXCLUDED.at, escort_id = EXCLUDED.escort_id,
  event_number = EXCLUDED.event_number, came_on_permit = EXCLUDED.came_on_permit
WHERE {TABLE}.at <= EXCLUDED.at
"""
NOTE = f"""
INSERT INTO {TABLE} ({COLUMNS}, forgiven_by, forgiven_reason)
SELECT %(person)s, passed.area_id, passed.direction, %(at)s,
       CASE WHEN passed.direction = 'in' THEN %(escort)s::bigint END, %(event)s,
       passed.direction = 'in' AND %(on_permit)s, '', ''
FROM unnest(%(areas)s::bigint[], %(directions)s::text[]) AS passed(area_id, direction)
ORDER BY passed.area_id {KEEP}
"""  # noqa: S608  names of our own table and columns

# The newest granted passage of each person and area. Readers say by way which areas are entered and left.
# A passage after which nobody entered is none.
REBUILD = f"""
INSERT INTO {TABLE} ({COLUMNS}, forgiven_by, forgiven_reason)
SELECT DISTINCT ON (event.person_id, passed.area_id)
       event.person_id, passed.area_id, passed.direction, LEAST(event.at, event.received_at),
       CASE WHEN passed.direction = 'in' THEN guide.person_id END, event.number, false, '', ''
FROM access_gateevent event
JOIN unnest(%(readers)s::bigint[], %(ways)s::text[], %(areas)s::bigint[], %(directions)s::text[])
  AS passed(reader_id, way, area_id, direction)
  ON passed.reader_id = event.reader_id AND passed.way = event.direction
LEFT JOIN access_badge guide
  ON guide.port_id = event.port_id AND guide.serial = event.escort AND event.escort <> ''
WHERE event.port_id = %(port)s AND event.result = 'granted' AND event.person_id IS NOT NULL
  AND event.at > %(since)s AND event.at <= %(until)s
  AND (%(person)s::bigint IS NULL
       OR event.person_id = %(person)s::bigint AND passed.area_id = ANY(%(only)s::bigint[]))
  AND NOT EXISTS (SELECT FROM access_doorevent door
                  WHERE door.reader_id = event.reader_id AND door.attempt = event.code
                    AND door.kind = 'not_entered')
ORDER BY event.person_id, passed.area_id, event.at DESC, event.number DESC {KEEP}
"""  # noqa: S608  names of our own table and columns


@dataclass(frozen=True, slots=True)
class Passage:
    """One granted passage: who, by which event, at which moment, and how they came."""

    person: int
    event: int
    at: datetime
    escort: int | None = None
    on_permit: bool = False


def note(passage: Passage, crossed: Iterable[Pass]) -> None:
    """Write down which areas a granted passage entered and left, in the transaction of its event.

    An older passage than the one on file changes nothing.
    """
    crossed = tuple(crossed)
    _execute(
        NOTE,
        person=passage.person,
        at=passage.at,
        escort=passage.escort,
        event=passage.event,
        on_permit=passage.on_permit,
        areas=[one.area for one in crossed],
        directions=[one.direction for one in crossed],
    )


@transaction.atomic
def forgive(person: Person, area: Area, *, reason: str, actor: User, scope: Scope, at: datetime) -> Presence:
    """Set the record right after seeing the person: passages of this area up to now no longer count.

    Refuses when: the caller does not watch the gates of the port, or it is their own record (Refused); no
    reason is given (InvalidInput); nothing is on file for this person and area (NotFound).
    Records: access.presence.forgiven.
    Safe to repeat because: what is forgiven stays forgiven; the last reason stands.
    """
    require(may_forgive(actor, scope, person))
    if not reason.strip():
        problem = "Say what you have seen."
        raise InvalidInput(problem, fields={"reason": problem})
    found = Presence.objects.filter(person=person, area=area)
    if not found.update(forgiven_at=at, forgiven_by=actor.reference, forgiven_reason=reason.strip()):
        raise NotFound("passage")
    record.append(
        "access.presence.forgiven",
        actor=actor.reference,
        at=at,
        subject=person.reference,
        port=person.port.locode,
        area=area.code,
        reason=reason.strip(),
    )
    return found.get()


def undo(event: GateEvent, *, at: datetime) -> bool:
    """Take back what a granted passage wrote, because nobody entered. Returns whether anything was.

    What was on file before is read from the log again. Runs in the caller's transaction.
    """
    written = Presence.objects.filter(event_number=event.number)
    areas = list(written.values_list("area_id", flat=True))
    written.delete()
    if areas:
        _rebuild(event.port, at=at, person=event.person_id, only=areas)
    return bool(areas)


@transaction.atomic
def rebuild(port: Port, *, at: datetime) -> None:
    """Read from the log who is inside, after a log was imported.

    Safe to repeat because: the newest passage of a person and area wins, whoever writes it.
    """
    _rebuild(port, at=at)


def _rebuild(port: Port, *, at: datetime, person: int | None = None, only: Sequence[int] = ()) -> None:
    """Of everybody, or of one person in some areas alone."""
    readers, ways, areas, directions = [], [], [], []
    for reader, way, area, direction in _crossings(port, at):
        readers.append(reader)
        ways.append(way)
        areas.append(area)
        directions.append(direction)
    _execute(
        REBUILD,
        port=port.pk,
        person=person,
        only=list(only),
        since=at - REMEMBERED,
        until=at,
        readers=readers,
        ways=ways,
        areas=areas,
        directions=directions,
    )


def _crossings(port: Port, at: datetime) -> Iterable[tuple[int, str, int, str]]:
    """For each reader and way the areas that a passage enters or leaves."""
    readers = Reader.objects.filter(port=port).exclude(area_from=None, area_to=None).order_by("pk")
    asked = [
        Asked(port=port.pk, at=at, zone=timezone.get_default_timezone(), reader=code, direction=way)
        for code in readers.values_list("code", flat=True)
        for way in Direction
    ]
    for one in gathered_all(asked) if asked else ():
        if one.keys.reader is not None:
            for code, way in passes_of(one.facts):
                yield one.keys.reader, one.facts.direction.value, one.keys.areas[code], way.value


def _execute(statement: str, **values: Any) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
