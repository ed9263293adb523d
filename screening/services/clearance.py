"""Grants, suspends, reinstates and withdraws clearances. The one writer of clearance states."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from functools import partial

from django.db import transaction

from accounts.models import User
from ledger.services import record
from portsec.kernel.errors import Conflict, InvalidInput, require
from portsec.kernel.scope import Scope
from portsec.kernel.steps import next_state
from screening.enums import ClearanceLevel, ClearanceState
from screening.models import Clearance, ClearanceChange, Decision, Person
from screening.permissions import may_suspend
from screening.signals import clearance_changed
from screening.transitions import CLEARANCE, ClearanceEvent

PAST = {
    ClearanceEvent.SUSPEND: "suspended",
    ClearanceEvent.REINSTATE: "reinstated",
    ClearanceEvent.WITHDRAW: "withdrawn",
}
REPLACED = "Replaced by a new clearance."


@transaction.atomic
def grant(
    person: Person,
    *,
    level: ClearanceLevel,
    valid_from: date,
    valid_until: date,
    actor: str,
    at: datetime,
    decision: Decision | None = None,
    reason: str = "Decided by two officers.",
) -> Clearance:
    """Grant a clearance; called by a countersigned decision and by port import.

    Refuses when: it would end before it starts (InvalidInput).
    Records: screening.clearance.granted.
    Wakes: clearance_changed.
    """
    if valid_until < valid_from:
        raise InvalidInput(f"The clearance would end on {valid_until}, before it starts on {valid_from}.")
    clearance = Clearance.objects.create(
        person=person,
        port=person.port,
        decision=decision,
        level=level.value,
        valid_from=valid_from,
        valid_until=valid_until,
        state_since=at,
    )
    _keep_change(clearance, ClearanceState.GRANTED, actor=actor, at=at, reason=reason)
    record.append(
        "screening.clearance.granted",
        actor=actor,
        at=at,
        subject=person.reference,
        port=person.port.locode,
        level=level.label.lower(),
        valid_from=valid_from,
        valid_until=valid_until,
    )
    return clearance


def suspend(clearance: Clearance, *, actor: User, scope: Scope, reason: str, at: datetime) -> Clearance:
    """Suspend a clearance: from now on gates and data decisions refuse.

    Refuses when: the actor lacks the right or is the person (Refused); the reason is empty
    (InvalidInput); the clearance is not granted (Conflict).
    Records: screening.clearance.suspended. Wakes: clearance_changed.
    """
    return _by_officer(clearance, ClearanceEvent.SUSPEND, actor=actor, scope=scope, reason=reason, at=at)


def reinstate(clearance: Clearance, *, actor: User, scope: Scope, reason: str, at: datetime) -> Clearance:
    """End a suspension. Refuses, records and wakes as `suspend` does."""
    return _by_officer(clearance, ClearanceEvent.REINSTATE, actor=actor, scope=scope, reason=reason, at=at)


def withdraw(clearance: Clearance, *, actor: User, scope: Scope, reason: str, at: datetime) -> Clearance:
    """End a clearance for good. Refuses, records and wakes as `suspend` does."""
    return _by_officer(clearance, ClearanceEvent.WITHDRAW, actor=actor, scope=scope, reason=reason, at=at)


@transaction.atomic
def change(
    clearance: Clearance, event: ClearanceEvent, *, actor: str, reason: str, at: datetime
) -> Clearance:
    """Take one step of the transition table; for commands that have judged the right themselves.

    Refuses when: the table has no such step, or the row moved meanwhile (Conflict).
    """
    old = clearance.state_word
    new = next_state(CLEARANCE, old, event)
    changed = Clearance.objects.filter(pk=clearance.pk, state=old.value).update(
        state=new.value, state_since=at
    )
    if changed != 1:
        raise Conflict("The clearance was changed meanwhile; look again.")
    clearance.refresh_from_db()
    _keep_change(clearance, new, actor=actor, at=at, reason=reason)
    record.append(
        f"screening.clearance.{PAST[event]}",
        actor=actor,
        at=at,
        subject=clearance.person.reference,
        port=clearance.port.locode,
        reason=reason,
    )
    return clearance


def withdraw_all(person: Person, *, actor: str, reason: str, at: datetime) -> None:
    """Withdraw every clearance of the person that still stands; part of a countersigned decision."""
    standing = Clearance.objects.select_for_update().filter(person=person)
    for clearance in standing.exclude(state=ClearanceState.WITHDRAWN.value):
        change(clearance, ClearanceEvent.WITHDRAW, actor=actor, reason=reason, at=at)


def _by_officer(
    clearance: Clearance, event: ClearanceEvent, *, actor: User, scope: Scope, reason: str, at: datetime
) -> Clearance:
    require(may_suspend(actor, scope, clearance.person))
    if not reason.strip():
        raise InvalidInput("Give a reason.", fields={"reason": "Give a reason."})
    return change(clearance, event, actor=actor.reference, reason=reason.strip(), at=at)


def _keep_change(
    clearance: Clearance, state: ClearanceState, *, actor: str, at: datetime, reason: str
) -> None:
    ClearanceChange.objects.create(clearance=clearance, state=state.value, at=at, by=actor, reason=reason)
    transaction.on_commit(
        lambda: clearance_changed.send(sender=Clearance, clearance=clearance, state=state, at=at, by=actor),
        robust=True,
    )


@transaction.atomic
def take_over(clearances: Sequence[Clearance], *, actor: str, reason: str, at: datetime) -> None:
    """Keep clearances that were decided elsewhere: unsaved rows, each in its state since `state_since`.

    Records: screening.clearance.granted, .suspended or .withdrawn, for each. Wakes: clearance_changed, for
    those that are not granted.
    """
    kept = Clearance.objects.bulk_create(clearances)
    ClearanceChange.objects.bulk_create(
        ClearanceChange(clearance=one, state=one.state, at=one.state_since, by=actor, reason=reason)
        for one in kept
    )
    for one in kept:
        _record_as_it_stands(one, actor=actor, reason=reason, at=at)
        if one.state_word is not ClearanceState.GRANTED:
            transaction.on_commit(partial(_tell, one, by=actor, at=at), robust=True)


@transaction.atomic
def amend(
    clearance: Clearance, *, level: ClearanceLevel, valid_until: date, actor: str, reason: str, at: datetime
) -> None:
    """Change level and end of a clearance that was decided elsewhere.

    Refuses when: two officers decided it here (Conflict). Records: as `take_over`.
    """
    if clearance.decision_id is not None:
        raise Conflict("Two officers decided this clearance; only a new decision changes it.")
    clearance.level, clearance.valid_until = level.value, valid_until
    clearance.save(update_fields=["level", "valid_until"])
    _record_as_it_stands(clearance, actor=actor, reason=reason, at=at)


def _record_as_it_stands(clearance: Clearance, *, actor: str, reason: str, at: datetime) -> None:
    body: dict[str, object] = {"reason": reason}
    if clearance.state_word is ClearanceState.GRANTED:
        body = {
            "level": clearance.level_word.label.lower(),
            "valid_from": clearance.valid_from,
            "valid_until": clearance.valid_until,
        }
    record.append(
        f"screening.clearance.{clearance.state}",
        actor=actor,
        at=at,
        subject=clearance.person.reference,
        port=clearance.port.locode,
        **body,
    )


def _tell(clearance: Clearance, *, by: str, at: datetime) -> None:
    clearance_changed.send(sender=Clearance, clearance=clearance, state=clearance.state_word, at=at, by=by)
