"""Notes to which authority a report was given, and on what ground. The one writer of hand-overs."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from accounts.models import User
from hotline.enums import ReportState
from hotline.models import HandOver, Report
from hotline.permissions import may_handle
from ledger.services import record
from portsec.kernel.errors import Conflict, InvalidInput, require
from portsec.kernel.scope import Scope


@transaction.atomic
def hand_over(
    report: Report,
    authority: str,
    ground: str,
    *,
    authority_reference: str = "",
    actor: User,
    scope: Scope,
    at: datetime,
) -> HandOver:
    """Note that a report was given to an authority.

    What is given is what the officer has read and prints; portsec sends nothing. What was given cannot be
    erased there, and the reporter should know it before.
    Refuses when: the report was not sealed to the actor (Refused); it was not acknowledged yet (Conflict);
    authority or ground is empty (InvalidInput).
    Records: hotline.report.handed_over.
    """
    require(may_handle(actor, scope, report))
    if report.state == ReportState.LODGED.value:
        raise Conflict("Acknowledge the report first, so that its reporter hears from us before others act.")
    given = {"authority": authority.strip(), "ground": ground.strip()}
    missing = {name: f"Give the {name}." for name, text in given.items() if not text}
    if missing:
        raise InvalidInput(" ".join(missing.values()), fields=missing)
    made = HandOver.objects.create(
        report=report,
        authority_reference=authority_reference.strip(),
        by=actor.reference,
        at=at,
        **given,
    )
    record.append(
        "hotline.report.handed_over",
        actor=actor.reference,
        at=at,
        subject=report.subject,
        port=report.hub.locode,
        reference=made.authority_reference,
        **given,
    )
    return made
