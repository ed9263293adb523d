"""Shows an officer whom a person-case is about. One writer of the table."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction

from access.models import PersonCase, Unmasking
from access.permissions.person_case import may_unmask
from accounts.models import User
from ledger.services import record
from portsec.kernel.errors import InvalidInput, require
from portsec.kernel.scope import Scope

LASTS = timedelta(days=7)  # as long as a case takes; whoever needs the name later says so again


def unmask(case: PersonCase, *, reason: str, actor: User, scope: Scope, at: datetime) -> Unmasking:
    """Show the actor, and nobody else, whom the case is about, for a week.

    Refuses when: the actor sees no person-cases at the port or the case is about them (Refused); no reason is
    given (InvalidInput).
    Records: access.person_case.unmasked.
    Safe to repeat because: each time is one more row, and the longest holds.
    """
    require(may_unmask(actor, scope, case))
    text = reason.strip()
    if not text:
        raise InvalidInput("Say why you need the name.", fields={"reason": "Say why you need the name."})
    until = at + LASTS
    with transaction.atomic():
        made = Unmasking.objects.create(case=case, by=actor, at=at, until=until, reason=text)
        record.append(
            "access.person_case.unmasked",
            actor=actor.reference,
            at=at,
            subject=case.reference,
            port=case.port.locode,
            case=case.ref,
            until=until,
            reason=text,
        )
    return made
