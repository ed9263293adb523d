"""Answers who could see a container between two times, and puts on record that it was asked."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from django.db import transaction

from access.permissions.look_up import may_audit
from access.selectors.visible_between import Audit, visible_between
from accounts.models import Port, User
from ledger.services import record
from portsec.kernel.errors import InvalidInput, require
from portsec.kernel.scope import Scope

LONGEST: Final = timedelta(days=92)  # a quarter; a longer look back is asked in parts


@transaction.atomic
def ask(
    port: Port,
    container: str,
    since: datetime,
    until: datetime,
    *,
    actor: User,
    scope: Scope,
    at: datetime,
) -> Audit:
    """Who could see the container, who looked, and why. The answer names people, so asking leaves a trace.

    A time that is not over is asked about as far as it has come.
    Refuses when: the caller does not read the log of look-ups at this port (Refused); the time is the wrong
    way round, not begun or longer than a quarter (InvalidInput).
    Records: access.audit.asked.
    """
    require(may_audit(scope, port.pk))
    until = min(until, at)
    if until <= since:
        raise InvalidInput(
            "The end must be after the beginning, and the beginning in the past.", fields=_BOTH
        )
    if until - since > LONGEST:
        problem = f"Ask for at most {LONGEST.days} days at once."
        raise InvalidInput(problem, fields={"until": problem})
    found = visible_between(port, container, since, until)
    record.append(
        "access.audit.asked",
        actor=actor.reference,
        at=at,
        subject=f"container:{container}",
        port=port.locode,
        container=container,
        since=since,
        until=until,
        could_see=len(found.could),
        look_ups=len(found.did),
    )
    return found


_BOTH: Final = {"since": "Begins too late.", "until": "Ends too early."}
