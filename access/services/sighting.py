"""Notes that somebody has seen what happened at a gate. The one writer of sightings."""

from __future__ import annotations

from datetime import datetime

from django.db import IntegrityError, transaction

from access.models import DoorEvent, GateEvent, Sighting
from access.models.gate_event import source_of
from access.permissions.gate import may_watch
from accounts.models import User
from ledger.services import record
from portsec.kernel.errors import require
from portsec.kernel.scope import Scope


def mark(what: GateEvent | DoorEvent, *, actor: User, scope: Scope, at: datetime) -> Sighting:
    """Note that the actor has seen an attempt or what a door told, so that it calls for nobody else.

    Refuses when: the actor does not watch the gates of this port (Refused).
    Records: access.gate_attempt.seen or access.door_event.seen.
    Safe to repeat because: each is seen once; whoever comes second gets the sighting of the first.
    """
    require(may_watch(scope, what.port_id))
    seen = _seen_of(what)
    try:
        with transaction.atomic():
            sighting = Sighting.objects.create(port_id=what.port_id, by=actor, at=at, **seen)
            _record(what, actor, at)
    except IntegrityError:
        return Sighting.objects.select_related("by").get(**seen)
    return sighting


def _seen_of(what: GateEvent | DoorEvent) -> dict[str, GateEvent | DoorEvent]:
    return {"attempt": what} if isinstance(what, GateEvent) else {"door_event": what}


def _record(what: GateEvent | DoorEvent, actor: User, at: datetime) -> None:
    if isinstance(what, GateEvent):
        record.append(
            "access.gate_attempt.seen",
            actor=actor.reference,
            at=at,
            subject=what.person.reference if what.person else source_of(what.reader_code),
            port=what.port.locode,
            event=what.id,
            reader=what.reader_code,
            badge=what.badge_serial or "unknown",
        )
    else:
        record.append(
            "access.door_event.seen",
            actor=actor.reference,
            at=at,
            subject=source_of(what.reader.code),
            port=what.port.locode,
            event=what.id,
            reader=what.reader.code,
            what=what.kind_word.label.lower(),
        )
