"""Records that ships have left: their crews' permits end at that moment."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from access.permissions.visit import may_record_departure
from access.selectors.ship_call import crew_lists_of
from access.services import cargo
from accounts.models import Port, User
from ledger.services import record
from portsec.kernel.errors import NotFound, require
from portsec.kernel.scope import Scope
from screening.services.crew import depart


@transaction.atomic
def record_departure(port: Port, call_ref: str, *, actor: User, scope: Scope, at: datetime) -> int:
    """Say that a ship has left. Every permit for its call ends now; returns how many.

    Refuses when: the actor may not (Refused); no crew list of this call was taken in (NotFound); the ship is
    not due yet (Conflict).
    Records: access.ship.departed, screening.crew_list.call_changed for each list.
    Safe to repeat because: a ship that has left already leaves at the time that was told first.
    """
    require(may_record_departure(scope, port.pk))
    lists = list(crew_lists_of(port, call_ref))
    if not lists:
        raise NotFound("ship call")
    staying = [crew_list for crew_list in lists if crew_list.etd > at]
    ended = sum(depart(crew_list, actor=actor.reference, at=at) for crew_list in staying)
    if staying:
        cargo.keep_departure(port, call_ref, at=at)
        record.append(
            "access.ship.departed",
            actor=actor.reference,
            at=at,
            subject=lists[0].reference,
            port=port.locode,
            call=call_ref,
            ship=f"IMO {lists[0].imo_number}",
            permits=ended,
        )
    return ended
