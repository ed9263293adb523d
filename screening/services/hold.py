"""Legal holds: while one stands nothing of the case is erased. One officer enters it, two lift it."""

from __future__ import annotations

from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.models import User
from ledger.services import record
from portsec.kernel.errors import Conflict, InvalidInput, require
from portsec.kernel.scope import Scope
from screening.data_subject_permissions import may_confirm_lift, may_handle_rights
from screening.models import Application, LegalHold

LONGEST = 366  # days until a hold is reviewed; a hold without an end would be a hidden archive


@transaction.atomic
def enter(
    application: Application, *, reason: str, review_on: date, actor: User, scope: Scope, at: datetime
) -> LegalHold:
    """Stop erasure of a case, for a reason and until a day on which somebody looks again.

    Refuses when: the actor lacks the right or is the person (Refused); the reason is empty or the day not
    within a year from tomorrow (InvalidInput); the case is erased or held already (Conflict).
    Records: screening.hold.entered.
    """
    require(may_handle_rights(actor, scope, application.person))
    problems = {}
    days = (review_on - timezone.localdate(at)).days
    if not reason.strip():
        problems["reason"] = "Give the reason: the proceedings, and who asked."
    if not 0 < days <= LONGEST:
        problems["review_on"] = "Choose a day after today and within a year."
    if problems:
        raise InvalidInput(" ".join(problems.values()), fields=problems)
    if application.erased_at is not None:
        raise Conflict("The case is erased already; there is nothing left to hold.")
    try:
        with transaction.atomic():
            hold = LegalHold.objects.create(
                application=application,
                reason=reason.strip(),
                review_on=review_on,
                entered_by=actor,
                entered_at=at,
            )
    except IntegrityError:
        raise Conflict("A hold stands on this case already.") from None
    _record(hold, "entered", actor=actor, at=at, review_on=review_on)
    return hold


@transaction.atomic
def propose_lift(hold: LegalHold, *, reason: str, actor: User, scope: Scope, at: datetime) -> None:
    """Propose to lift a hold; it stands until another officer confirms.

    Refuses when: the actor lacks the right or is the person (Refused); the reason is empty (InvalidInput);
    it is lifted already (Conflict).
    Records: screening.hold.lift_proposed.
    """
    require(may_handle_rights(actor, scope, hold.application.person))
    if not reason.strip():
        raise InvalidInput("Give the reason.", fields={"reason": "Say why the data is no longer needed."})
    _update(hold, lift_reason=reason.strip(), lift_proposed_by=actor, lift_proposed_at=at)
    _record(hold, "lift_proposed", actor=actor, at=at)


@transaction.atomic
def lift(hold: LegalHold, *, actor: User, scope: Scope, at: datetime) -> None:
    """Confirm that a hold is lifted; what is due goes with the next daily run.

    Refuses when: the actor proposed it, lacks the right or is the person (Refused); nobody proposed it or
    it is lifted already (Conflict).
    Records: screening.hold.lifted.
    """
    require(may_confirm_lift(actor, scope, hold))
    if hold.lift_proposed_by_id is None:
        raise Conflict("Another officer proposes to lift the hold first.")
    _update(hold, lifted_by=actor, lifted_at=at)
    _record(hold, "lifted", actor=actor, at=at)


def _update(hold: LegalHold, **changes: object) -> None:
    if not LegalHold.objects.filter(pk=hold.pk, lifted_at__isnull=True).update(**changes):
        raise Conflict("The hold is lifted already.")
    hold.refresh_from_db()


def _record(hold: LegalHold, verb: str, *, actor: User, at: datetime, **body: object) -> None:
    record.append(
        f"screening.hold.{verb}",
        actor=actor.reference,
        at=at,
        subject=hold.application.reference,
        port=hold.application.port.locode,
        **body,
    )
