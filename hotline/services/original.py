"""Opens the original of a file, which takes two people. Writes what they pass on to each other."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from accounts.models import User
from hotline.models import OriginalPart, Recipient, SealedFile
from hotline.permissions import may_handle
from hotline.sealing.content import FileHead
from hotline.sealing.identity import identity_of
from hotline.sealing.parts import Part, together
from hotline.sealing.seal import opened, seal
from hotline.services.attachment import PART_SIZES
from hotline.services.conversation import FileContent
from hotline.services.handling import report_identity
from hotline.services.recipient import Unlocked
from ledger.services import record
from portsec.kernel.errors import Conflict, NotFound, require
from portsec.kernel.scope import Scope


@transaction.atomic
def pass_on(
    file: SealedFile, unlocked: Unlocked, to: Recipient, *, actor: User, scope: Scope, at: datetime
) -> None:
    """Give one's own part of the key to a colleague, who can then open the original once.

    Refuses when: it was not sealed to this officer (Refused) or the colleague has no part (NotFound); the
    colleague is oneself (Conflict). Records: hotline.original.passed_on.
    """
    require(may_handle(actor, scope, file.report))
    own = _own_part(file, unlocked)
    if to.account == actor.username:
        raise Conflict("Pass it on to somebody else: two people open an original.")
    if not OriginalPart.objects.filter(file=file, recipient=to, passed_on_to=None).exists():
        raise NotFound("recipient")
    OriginalPart.objects.update_or_create(
        file=file,
        recipient=unlocked.recipient,
        passed_on_to=to,
        defaults={"sealed": seal(own.to_bytes(), to.public_key, sizes=PART_SIZES)},
    )
    record.append(
        "hotline.original.passed_on",
        actor=actor.reference,
        at=at,
        subject=file.report.subject,
        port=file.report.hub.locode,
        file=str(file.pk),
        to=f"user:{to.account}",
    )


@transaction.atomic
def open_original(
    file: SealedFile, unlocked: Unlocked, *, actor: User, scope: Scope, at: datetime
) -> FileContent:
    """Open the original with one's own part and the one that a colleague passed on, which is used up.

    Refuses when: it was not sealed to this officer (Refused); nobody passed a part on (Conflict).
    Records: hotline.original.opened.
    """
    require(may_handle(actor, scope, file.report))
    own = _own_part(file, unlocked)
    passed = file.parts.filter(passed_on_to=unlocked.recipient).select_related("recipient").first()
    if passed is None or passed.recipient is None:
        raise Conflict("A colleague must pass on their part first: two people open an original.")
    other = Part.from_bytes(opened(passed.sealed, unlocked.identity))
    key = identity_of(together(own, other).decode())
    head = FileHead.from_bytes(opened(file.head, report_identity(file.report, unlocked)))
    content = FileContent(head.name, head.media_type, opened(file.original, key))
    passed.delete()
    record.append(
        "hotline.original.opened",
        actor=actor.reference,
        at=at,
        subject=file.report.subject,
        port=file.report.hub.locode,
        file=str(file.pk),
        holders=[f"user:{passed.recipient.account}", actor.reference],
    )
    return content


def _own_part(file: SealedFile, unlocked: Unlocked) -> Part:
    row = file.parts.filter(recipient=unlocked.recipient, passed_on_to=None).first()
    if row is None:
        raise NotFound("file")
    return Part.from_bytes(opened(row.sealed, unlocked.identity))
