"""Two of three keepers open a report whose recipients cannot. The one writer of keepers and their offers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from django.db import transaction

from hotline.models import Hub, Keeper, OriginalPart, Recipient, RecoveryOffer, Report, ReportKey
from hotline.sealing.identity import Identity, identity_of, new_identity, unwrapped, wrapped
from hotline.sealing.parts import Part, parted, together
from hotline.sealing.seal import opened, seal, seal_key
from hotline.services.attachment import PART_SIZES
from ledger.services import record
from portsec.kernel.errors import Conflict, InvalidInput, NotFound

KEEPERS: Final = 3


@dataclass(frozen=True, slots=True)
class NewKeeper:
    """Who keeps a part, and the passphrase that this person has typed."""

    account: str
    name: str
    passphrase: str = field(repr=False)


@transaction.atomic
def set_up(hub: Hub, keepers: Sequence[NewKeeper], *, actor: str, at: datetime) -> Hub:
    """Make the hub's recovery key, give each of three people a part, and forget the whole.

    Refuses when: they are not three different people, or a passphrase is short (InvalidInput); the hub has a
    recovery key (Conflict): reports are sealed to it. Records: hotline.recovery.set_up.
    """
    if len({each.account for each in keepers}) != KEEPERS or len(keepers) != KEEPERS:
        raise InvalidInput(
            "Three different people keep a part each.", fields={"keepers": "Name three people."}
        )
    identity = new_identity()
    made = Hub.objects.filter(pk=hub.pk, recovery_key="").update(recovery_key=identity.public)
    if made != 1:
        raise Conflict("This hub has a recovery key already.")
    for keeper, part in zip(keepers, parted(identity.secret.encode(), KEEPERS), strict=True):
        own = new_identity()
        Keeper.objects.create(
            hub=hub,
            number=part.number,
            account=keeper.account,
            name=keeper.name,
            public_key=own.public,
            wrapped_identity=wrapped(own, keeper.passphrase),
            part=seal(part.to_bytes(), own.public, sizes=PART_SIZES),
        )
    record.append(
        "hotline.recovery.set_up",
        actor=actor,
        at=at,
        subject=f"hub:{hub.locode}",
        port=hub.locode,
        keepers=[f"user:{each.account}" for each in keepers],
    )
    hub.refresh_from_db()
    return hub


@transaction.atomic
def offer(
    report: Report, to: Keeper, passphrase: str, *, reason: str, keeper: str, at: datetime
) -> RecoveryOffer:
    """Give one's own part to another keeper, for one report.

    Refuses when: it is another passphrase, or no reason is given (InvalidInput); one of the two keeps no part
    of this hub's key (NotFound); it is oneself (Conflict). Records: hotline.recovery.offered.
    """
    giver = _keeper(report, keeper)
    if to.hub_id != report.hub_id:
        raise NotFound("keeper")
    if giver.pk == to.pk:
        raise Conflict("Give it to another keeper: two people open a report.")
    if not reason.strip():
        raise InvalidInput("Give a reason.", fields={"reason": "Give a reason."})
    part = _own_part(giver, unwrapped(giver.wrapped_identity, passphrase))
    offered, _ = RecoveryOffer.objects.update_or_create(
        report=report,
        keeper=giver,
        to=to,
        defaults={
            "part": seal(part.to_bytes(), to.public_key, sizes=PART_SIZES),
            "reason": reason.strip(),
            "offered_at": at,
        },
    )
    record.append(
        "hotline.recovery.offered",
        actor=f"user:{giver.account}",
        at=at,
        subject=report.subject,
        port=report.hub.locode,
        keeper=giver.name,
        to=to.name,
        reason=reason.strip(),
    )
    return offered


@transaction.atomic
def recover(report: Report, recipient: Recipient, passphrase: str, *, keeper: str, at: datetime) -> ReportKey:
    """Put the recovery key together with the part that was offered, and open the report for a recipient.

    The key is put together in memory for this one report, and forgotten. Its originals still take two people.
    Refuses when: nobody offered a part (Conflict); it is another passphrase (InvalidInput); the report is
    erased, the keeper has no part, or the recipient is another hub's or has left (NotFound).
    Records: hotline.recovery.used.
    """
    own = _keeper(report, keeper)
    offered = RecoveryOffer.objects.filter(report=report, to=own).select_related("keeper").first()
    if offered is None:
        raise Conflict("Another keeper must give their part first: two people open a report.")
    sealed = ReportKey.objects.filter(report=report, recipient=None).first()
    if sealed is None or recipient.hub_id != report.hub_id or recipient.ended_on is not None:
        raise NotFound("report")
    own_key = unwrapped(own.wrapped_identity, passphrase)
    other = Part.from_bytes(opened(offered.part, own_key))
    recovery = identity_of(together(_own_part(own, own_key), other).decode())
    identity = identity_of(opened(sealed.sealed, recovery).decode())
    key, _ = ReportKey.objects.update_or_create(
        report=report,
        recipient=recipient,
        defaults={"sealed": seal_key(identity, recipient.public_key)},
    )
    _give_parts(report, recovery, recipient)
    RecoveryOffer.objects.filter(report=report).delete()
    record.append(
        "hotline.recovery.used",
        actor=f"user:{own.account}",
        at=at,
        subject=report.subject,
        port=report.hub.locode,
        keepers=[f"user:{offered.keeper.account}", f"user:{own.account}"],
        recipient=f"user:{recipient.account}",
    )
    return key


def _give_parts(report: Report, recovery: Identity, recipient: Recipient) -> None:
    """The recipient gets one part of the key of each original; the second must come from somebody else."""
    for row in OriginalPart.objects.filter(file__report=report, recipient=None):
        both = opened(row.sealed, recovery)
        halves = (both[: len(both) // 2], both[len(both) // 2 :])
        # One after the other, so that two people for whom a report was recovered hold different parts.
        holders = OriginalPart.objects.filter(file_id=row.file_id, passed_on_to=None).count()
        OriginalPart.objects.get_or_create(
            file_id=row.file_id,
            recipient=recipient,
            passed_on_to=None,
            defaults={"sealed": seal(halves[holders % 2], recipient.public_key, sizes=PART_SIZES)},
        )


def _keeper(report: Report, account: str) -> Keeper:
    """A keeper of this hub's key; no sign-in is needed, the passphrase says who it is.

    Raises NotFound for everybody else.
    """
    found = Keeper.objects.filter(hub_id=report.hub_id, account=account).first()
    if found is None:
        raise NotFound("keeper")
    return found


def _own_part(keeper: Keeper, identity: Identity) -> Part:
    return Part.from_bytes(opened(keeper.part, identity))
