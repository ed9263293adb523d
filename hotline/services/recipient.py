"""Enrols the people who receive reports, and opens their keys. The one writer of recipients."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction
from django.utils.timezone import get_default_timezone

from accounts.models import User
from hotline.enums import RecipientKind
from hotline.models import Hub, Recipient
from hotline.permissions import may_receive
from hotline.sealing.identity import Identity, new_identity, unwrapped, wrapped
from ledger.services import record
from portsec.kernel.errors import Conflict, InvalidInput, NotFound, require
from portsec.kernel.scope import Scope


@dataclass(frozen=True, slots=True)
class Unlocked:
    """A recipient's own key, for the length of a request."""

    recipient: Recipient
    identity: Identity = field(repr=False)


@transaction.atomic
def enrol(
    hub: Hub,
    *,
    unit: str,
    kind: RecipientKind,
    independence: str,
    passphrase: str,
    actor: User,
    scope: Scope,
    at: datetime,
) -> Recipient:
    """Receive this hub's reports from now on, with a key that only one's own passphrase opens.

    Earlier reports stay closed: they were sealed without it.
    Refuses when: the actor is no hotline officer, or works for a company of the port (Refused); the unit, the
    ground of independence or a long enough passphrase is missing (InvalidInput); the actor receives them
    already (Conflict).
    Records: hotline.recipient.enrolled.
    """
    require(may_receive(actor, scope, hub))
    missing = {
        name: "This is needed."
        for name, given in (("unit", unit), ("independence", independence))
        if not given.strip()
    }
    if missing:
        raise InvalidInput("Name the unit, and what makes it independent of the port.", fields=missing)
    if Recipient.objects.filter(hub=hub, account=actor.username, ended_on=None).exists():
        raise Conflict("You receive the reports of this hub already.")
    identity = new_identity()
    recipient = Recipient.objects.create(
        hub=hub,
        account=actor.username,
        name=actor.get_full_name(),
        unit=unit.strip(),
        kind=kind.value,
        public_key=identity.public,
        wrapped_identity=wrapped(identity, passphrase),
        independence=independence.strip(),
        enrolled_by=actor.reference,
        enrolled_on=at.astimezone(get_default_timezone()).date(),
    )
    record.append(
        "hotline.recipient.enrolled",
        actor=actor.reference,
        at=at,
        subject=actor.reference,
        port=hub.locode,
        name=recipient.name,
        unit=recipient.unit,
        kind=recipient.kind,
        independence=recipient.independence,
    )
    return recipient


@transaction.atomic
def end(recipient: Recipient, *, actor: str, at: datetime) -> Recipient:
    """Give this person no further reports, and open none of the earlier ones to them.

    Refuses when: it has ended already (Conflict). Records: hotline.recipient.ended.
    """
    today = at.astimezone(get_default_timezone()).date()
    ended = Recipient.objects.filter(pk=recipient.pk, ended_on=None).update(ended_on=today)
    if ended != 1:
        raise Conflict("This has ended already.")
    recipient.refresh_from_db()
    recipient.report_keys.all().delete()
    recipient.original_parts.all().delete()
    record.append(
        "hotline.recipient.ended",
        actor=actor,
        at=at,
        subject=f"user:{recipient.account}",
        port=recipient.hub.locode,
        name=recipient.name,
    )
    return recipient


def unlock(hub: Hub, actor: User, passphrase: str) -> Unlocked:
    """Open one's own key with one's own passphrase, in memory only. Takes about a second on purpose.

    Refuses when: the actor receives no reports of this hub (NotFound); the passphrase is wrong
    (InvalidInput).
    """
    recipient = Recipient.objects.filter(hub=hub, account=actor.username, ended_on=None).first()
    if recipient is None:
        raise NotFound("recipient")
    return Unlocked(recipient, unwrapped(recipient.wrapped_identity, passphrase))


@transaction.atomic
def change_passphrase(recipient: Recipient, old: str, new: str) -> None:
    """Wrap one's own key with another passphrase.

    Refuses when: the old one is wrong or the new one short (InvalidInput).
    """
    identity = unwrapped(recipient.wrapped_identity, old)
    Recipient.objects.filter(pk=recipient.pk).update(wrapped_identity=wrapped(identity, new))
