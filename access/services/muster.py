"""Keeps roll calls at the assembly point. The one writer of them."""

from __future__ import annotations

from datetime import datetime

from django.db import IntegrityError, transaction

from access.models import RollCall, RollCallMark
from access.permissions.gate import may_call_roll
from access.selectors.muster import muster, open_roll_call
from accounts.models import Port, User
from ledger.services import record
from portsec.kernel.errors import Conflict, NotFound, require
from portsec.kernel.scope import Scope


def start(port: Port, *, actor: User, scope: Scope, at: datetime) -> RollCall:
    """Begin to count at the assembly point.

    Refuses when: the actor may not (Refused). Records: access.roll_call.started.
    Safe to repeat because: the roll call that goes on is returned as it is.
    """
    require(may_call_roll(scope, port.pk))
    try:
        with transaction.atomic():
            roll_call = RollCall.objects.create(port=port, started_at=at, started_by=actor)
            _note(roll_call, "started", actor=actor, at=at, inside=muster(port, at=at).total)
    except IntegrityError:
        going_on = open_roll_call(port)
        if going_on is None:
            raise
        return going_on
    return roll_call


@transaction.atomic
def mark(
    port: Port, person_ref: str, *, seen: bool, actor: User, scope: Scope, at: datetime
) -> RollCallMark | None:
    """Say that somebody was seen at the assembly point, or take it back after a slip.

    Refuses when: the actor may not (Refused); no roll call goes on (Conflict); nobody of this reference is on
    the list (NotFound). Records: access.roll_call.marked.
    Safe to repeat because: who was seen already stays seen by whoever said so first.
    """
    require(may_call_roll(scope, port.pk))
    roll_call = _going_on(port)
    present = next((each for each in muster(port, at=at).people if each.person.ref == person_ref), None)
    if present is None:
        raise NotFound("person on this list")
    if seen:
        kept, is_new = RollCallMark.objects.get_or_create(
            roll_call=roll_call, person=present.person, defaults={"at": at, "by": actor}
        )
    else:
        taken_back, _ = RollCallMark.objects.filter(roll_call=roll_call, person=present.person).delete()
        kept, is_new = None, taken_back > 0
    if is_new:
        record.append(
            "access.roll_call.marked",
            actor=actor.reference,
            at=at,
            subject=present.person.reference,
            port=port.locode,
            roll_call=roll_call.reference,
            seen="yes" if seen else "no",
        )
    return kept


@transaction.atomic
def end(port: Port, *, actor: User, scope: Scope, at: datetime) -> RollCall:
    """Close the roll call, with how many were seen and how many are missing.

    Refuses when: the actor may not (Refused); none goes on (Conflict). Records: access.roll_call.ended.
    """
    require(may_call_roll(scope, port.pk))
    roll_call = _going_on(port)
    counted = muster(port, at=at)
    if RollCall.objects.filter(pk=roll_call.pk, ended_at=None).update(ended_at=at, ended_by=actor) != 1:
        raise Conflict("The roll call was ended meanwhile.")
    roll_call.refresh_from_db()
    _note(
        roll_call,
        "ended",
        actor=actor,
        at=at,
        roll_call=roll_call.reference,
        seen=counted.seen,
        missing=counted.missing,
    )
    return roll_call


def _going_on(port: Port) -> RollCall:
    roll_call = RollCall.objects.select_for_update().filter(port=port, ended_at=None).first()
    if roll_call is None:
        raise Conflict("No roll call goes on; start one first.")
    return roll_call


def _note(about: RollCall, verb: str, *, actor: User, at: datetime, **body: object) -> None:
    record.append(
        f"access.roll_call.{verb}",
        actor=actor.reference,
        at=at,
        subject=about.reference,
        port=about.port.locode,
        **body,
    )
