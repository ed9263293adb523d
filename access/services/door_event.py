"""What doors tell of themselves: entered, nobody entered, forced, held open. The one writer of the table."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.db.models import Exists, OuterRef

from access.enums import DoorEventKind, GateResult
from access.models import DoorEvent, GateEvent, Reader
from access.models.gate_event import source_of
from access.permissions.gate import may_submit_attempts
from access.selectors.known_event import gate_events_named
from access.services import gate_attempt, presence
from access.services.gate_event import BY_GUARD, WITH_SECOND
from accounts.models import Port
from ledger.services import record
from portsec.kernel.errors import InvalidInput, require
from portsec.kernel.scope import Scope

OWN_SOURCE = "service"  # what nobody told and the service found out
ENTERS_WITHIN = timedelta(
    seconds=30
)  # from the answer to the step through the door (house proposal, Nov 2026)
LOOKED_BACK = timedelta(hours=1)  # a sweep that was late finds what it missed; older is history
REPORTS_DOORS = timedelta(days=1)
"""A reader whose door told of an entry within this time tells of every one; others may just be silent."""
RECORDED = frozenset(
    {DoorEventKind.NOT_ENTERED, DoorEventKind.FORCED, DoorEventKind.HELD_OPEN, DoorEventKind.TAMPERED}
)
"""What comes on record. An entry is on record as the attempt, and a door that closes is no news."""
ACTOR = "system:doors"


@dataclass(frozen=True, slots=True)
class Told:
    """What a door controller sends. `nonce` makes it unique at its reader, `attempt` is the nonce of the
    attempt that it follows, `seconds` how long the door stood open."""

    kind: DoorEventKind
    nonce: str
    at: datetime | None = None
    attempt: str = ""
    seconds: int | None = None


def tell(reader: Reader, told: Told, *, actor: str, scope: Scope, at: datetime) -> DoorEvent:
    """Keep what a door tells. Where nobody entered, who was let through is not inside.

    Refuses when: the caller may not submit attempts at this port (Refused); the reader's time lies more than
    a day back or ahead of ours, or its nonce came before with another message (InvalidInput).
    Records: access.door_event.told, unless it is an entry or a door that closes.
    Safe to repeat because: the same nonce at the same reader is kept once.
    """
    require(may_submit_attempts(scope, reader.port_id))
    happened_at = gate_attempt.happened_at(told.at, at)
    earlier = _earlier(reader, told)
    if earlier is not None:
        return earlier
    try:
        with transaction.atomic():
            return _keep(reader, told, source_of(reader.code), actor, happened_at, at)
    except IntegrityError:
        # The same message arrived twice at the same moment; the other copy is kept.
        earlier = _earlier(reader, told)
        if earlier is None:
            raise
        return earlier


def find_not_entered(port: Port, *, at: datetime) -> int:
    """Note the granted attempts after which nobody entered, at readers whose doors tell of entries.

    Of a pair only the second one's attempt opened the door, and what a guard checked no door knows of.

    Returns how many. Records: access.door_event.told for each.
    Safe to repeat because: each attempt is noted once.
    """
    doors = DoorEvent.objects.filter(reader=OuterRef("reader"))
    answered = doors.filter(attempt=OuterRef("code"))
    telling = doors.filter(kind=DoorEventKind.ENTERED.value, at__gt=at - REPORTS_DOORS)
    silent = (
        GateEvent.objects.filter(
            Exists(telling),
            ~Exists(answered),
            port=port,
            result=GateResult.GRANTED.value,
            received_at__gt=at - LOOKED_BACK,
            received_at__lte=at - ENTERS_WITHIN,
            at__gt=at - LOOKED_BACK,
            source__startswith="reader:",
            decided_by="",
        )
        .exclude(code__startswith=WITH_SECOND)
        .exclude(code__startswith=BY_GUARD)
        .select_related("reader__port")
        .order_by("number")
    )
    return sum(_note_not_entered(event, at) for event in silent)


def _note_not_entered(event: GateEvent, at: datetime) -> int:
    assert event.reader is not None  # noqa: S101  chosen by the doors of its reader
    told = Told(DoorEventKind.NOT_ENTERED, nonce=f"attempt:{event.number}", attempt=event.code)
    try:
        with transaction.atomic():
            _keep(event.reader, told, OWN_SOURCE, ACTOR, at, at)
    except IntegrityError:
        return 0  # another sweep was faster
    return 1


def _earlier(reader: Reader, told: Told) -> DoorEvent | None:
    event = DoorEvent.objects.filter(
        port_id=reader.port_id, source=source_of(reader.code), code=told.nonce
    ).first()
    if event is not None and (event.kind, event.attempt) != (told.kind.value, told.attempt):
        problem = "This nonce came before with another message; every message needs its own."
        raise InvalidInput(problem, fields={"nonce": problem})
    return event


def _keep(
    reader: Reader, told: Told, source: str, actor: str, happened_at: datetime, at: datetime
) -> DoorEvent:
    event = DoorEvent.objects.create(
        id=uuid.uuid4(),
        port_id=reader.port_id,
        source=source,
        code=told.nonce,
        reader=reader,
        kind=told.kind.value,
        at=happened_at,
        received_at=at,
        attempt=told.attempt,
        seconds=told.seconds,
    )
    if told.kind is DoorEventKind.NOT_ENTERED:
        _undo(reader, told.attempt, at)
    if told.kind in RECORDED:
        record.append(
            "access.door_event.told",
            actor=actor,
            at=at,
            subject=source_of(reader.code),
            port=reader.port.locode,
            event=event.id,
            reader=reader.code,
            what=told.kind.label.lower(),
            seconds=told.seconds,
        )
    return event


def _undo(reader: Reader, nonce: str, at: datetime) -> None:
    named = gate_events_named(reader.port_id, [source_of(reader.code)], [nonce])
    attempt = named.filter(result=GateResult.GRANTED.value).first()
    if attempt is not None:
        presence.undo(attempt, at=at)
