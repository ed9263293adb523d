"""Notes which other files a report bears on. The one writer of these links.

The link stands on the report's side only. Whoever works on the other file learns nothing of the report, not
even that there is one; what they may know, an officer tells them as a person.
"""

from __future__ import annotations

import re
from datetime import datetime
from typing import Final

from django.db import transaction

from accounts.models import User
from hotline.models import CaseLink, Report
from hotline.permissions import may_handle
from ledger.services import record
from portsec.kernel.errors import Conflict, InvalidInput, require
from portsec.kernel.scope import Scope

# Whether such a file exists is not looked up: the answer would tell what other desks are working on.
REFERENCE: Final = re.compile(r"\A[A-Z]{2,4}-[A-Z0-9][A-Z0-9-]{2,15}\Z")
WRONG = "Give the reference of a person-case or of an application, as it stands on that file."


@transaction.atomic
def link(report: Report, target: str, *, actor: User, scope: Scope, at: datetime) -> CaseLink:
    """Note that the report bears on another file.

    Refuses when: the report was not sealed to the actor (Refused); the reference cannot be one
    (InvalidInput). Records: hotline.report.linked. Safe to repeat because: a file is linked once.
    """
    require(may_handle(actor, scope, report))
    reference = target.strip().upper()
    if not REFERENCE.match(reference):
        raise InvalidInput(WRONG, fields={"target": WRONG})
    made, is_new = CaseLink.objects.get_or_create(
        report=report, target=reference, defaults={"by": actor.reference, "at": at}
    )
    if is_new:
        _record(report, "hotline.report.linked", reference, actor, at)
    return made


@transaction.atomic
def unlink(report: Report, target: str, *, actor: User, scope: Scope, at: datetime) -> None:
    """Take a link back.

    Refuses when: the report was not sealed to the actor (Refused); it was taken back already (Conflict).
    Records: hotline.report.unlinked.
    """
    require(may_handle(actor, scope, report))
    deleted, _ = CaseLink.objects.filter(report=report, target=target).delete()
    if not deleted:
        raise Conflict("This link was taken back already.")
    _record(report, "hotline.report.unlinked", target, actor, at)


def _record(report: Report, kind: str, target: str, actor: User, at: datetime) -> None:
    """Kept with the report alone: an entry about the other file would show there that a report came."""
    record.append(
        kind, actor=actor.reference, at=at, subject=report.subject, port=report.hub.locode, target=target
    )
