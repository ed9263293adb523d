"""Grants, suspends, prolongs, reinstates and withdraws clearances. The one writer of clearance states."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from functools import partial

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from ledger.services import record
from portsec.kernel.errors import Conflict, InvalidInput, require
from portsec.kernel.scope import Scope
from portsec.kernel.steps import next_state
from portsec.kernel.verdict import all_of
from screening.enums import ClearanceKind, ClearanceLevel, ClearanceState
from screening.models import Application, Clearance, ClearanceChange, Decision, Person
from screening.permissions import is_not_suspender, may_suspend
from screening.selectors.clearance import lapsed_suspensions
from screening.selectors.port_ban import bans_of
from screening.selectors.sponsorship import last_day_of
from screening.services import interim_clock
from screening.signals import clearance_changed
from screening.standing import state_on
from screening.transitions import CLEARANCE, ClearanceEvent

PAST = {
    ClearanceEvent.SUSPEND: "suspended",
    ClearanceEvent.REINSTATE: "reinstated",
    ClearanceEvent.WITHDRAW: "withdrawn",
}
REPLACED = "Replaced by a new clearance."
CLOSED = "The case was closed without a decision."
LAPSED = "The interim measure reached its last day and ended by itself."
SYSTEM = "system:clock"


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
    kind: ClearanceKind = ClearanceKind.FULL,
    conditions: str = "",
    escort_only: bool = False,
) -> Clearance:
    """Grant a clearance; called by a decision of two officers and by port import.

    Refuses when: it would end before it starts, or after the contract or assignment (InvalidInput); the
    person is banned from the port (Conflict).
    Records: screening.clearance.granted.
    Wakes: clearance_changed.
    """
    if valid_until < valid_from:
        raise InvalidInput(f"The clearance would end on {valid_until}, before it starts on {valid_from}.")
    if decision is not None or kind is ClearanceKind.INTERIM:
        _check_not_banned(person, at)
    if decision is not None:
        _check_terms(decision, valid_until)
    clearance = Clearance.objects.create(
        person=person,
        port=person.port,
        decision=decision,
        level=level.value,
        valid_from=valid_from,
        valid_until=valid_until,
        state_since=at,
        kind=kind.value,
        conditions=conditions,
        escort_only=escort_only,
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
    """Suspend a clearance as an interim measure: from now on gates and data decisions refuse.

    It ends by itself after the last day of the policy's clock, unless it is prolonged or decided before.
    Refuses when: the actor lacks the right or is the person (Refused); the reason is empty
    (InvalidInput); the clearance is not granted (Conflict).
    Records: screening.clearance.suspended. Wakes: clearance_changed.
    """
    return _by_officer(clearance, ClearanceEvent.SUSPEND, actor=actor, scope=scope, reason=reason, at=at)


def reinstate(clearance: Clearance, *, actor: User, scope: Scope, reason: str, at: datetime) -> Clearance:
    """End a suspension. Refuses, records and wakes as `suspend` does.

    Also refuses when: the person is banned from the port (Conflict).
    """
    _check_not_banned(clearance.person, at)
    return _by_officer(clearance, ClearanceEvent.REINSTATE, actor=actor, scope=scope, reason=reason, at=at)


def withdraw(clearance: Clearance, *, actor: User, scope: Scope, reason: str, at: datetime) -> Clearance:
    """End a clearance that is not needed any more. Refuses, records and wakes as `suspend` does.

    Whoever may be unsuitable is reassessed instead: two officers decide then, after a hearing.
    """
    return _by_officer(clearance, ClearanceEvent.WITHDRAW, actor=actor, scope=scope, reason=reason, at=at)


def prolong(clearance: Clearance, *, actor: User, scope: Scope, reason: str, at: datetime) -> Clearance:
    """Let a suspension run once more for the policy's clock, from its last day.

    Refuses when: the actor lacks the right, is the person or ordered the suspension (Refused); the reason is
    empty (InvalidInput); it is not suspended, has lapsed or was prolonged before (Conflict).
    Records: screening.clearance.prolonged.
    """
    require(all_of(may_suspend(actor, scope, clearance.person), is_not_suspender(actor, clearance)))
    text = _given(reason)
    with transaction.atomic():
        held = _held(clearance, at)
        if held.state_word is not ClearanceState.SUSPENDED or held.suspended_until is None:
            raise Conflict("Only a suspension with a last day can be prolonged.")
        if held.prolonged_by:
            raise Conflict("This suspension was prolonged already; decide the case now.")
        until = interim_clock.last_day(held.person, after=held.suspended_until, at=at)
        Clearance.objects.filter(pk=held.pk).update(suspended_until=until, prolonged_by=actor.reference)
        record.append(
            "screening.clearance.prolonged",
            actor=actor.reference,
            at=at,
            subject=held.person.reference,
            port=held.port.locode,
            until=until,
            reason=text,
        )
    clearance.refresh_from_db()
    return clearance


def lapse_due(*, at: datetime) -> int:
    """Put on record the suspensions that have ended by themselves. Returns how many.

    Gates and pages read them as ended without this; see `selectors.clearance.as_it_counts`.
    Records: screening.clearance.lapsed. Wakes: clearance_changed. Safe to repeat because: what is on record
    as lapsed is not suspended any more.
    """
    lapsed = lapsed_suspensions(at=at)
    for clearance in lapsed:
        with transaction.atomic():
            _held(clearance, at)
    return len(lapsed)


@transaction.atomic
def change(
    clearance: Clearance,
    event: ClearanceEvent,
    *,
    actor: str,
    reason: str,
    at: datetime,
    until: date | None = None,
) -> Clearance:
    """Take one step of the transition table; for commands that have judged the right themselves.

    A suspension lasts until `until`, by default for the clock of the policy. One that lapsed before is put on
    record as lapsed first.
    Refuses when: the table has no such step, or the row moved meanwhile (Conflict).
    """
    seen = clearance.state_word
    held = _held(clearance, at, seen=seen)
    new = next_state(CLEARANCE, held.state_word, event)
    _move(held, new, actor=actor, at=at, until=until)
    _keep_change(held, new, actor=actor, at=at, reason=reason)
    record.append(
        f"screening.clearance.{PAST[event]}",
        actor=actor,
        at=at,
        subject=held.person.reference,
        port=held.port.locode,
        reason=reason,
    )
    clearance.refresh_from_db()
    return clearance


def withdraw_all(person: Person, *, actor: str, reason: str, at: datetime) -> None:
    """Withdraw every clearance of the person that still stands; part of a countersigned decision."""
    standing = Clearance.objects.select_for_update().filter(person=person)
    for clearance in list(standing.exclude(state=ClearanceState.WITHDRAWN.value)):
        change(clearance, ClearanceEvent.WITHDRAW, actor=actor, reason=reason, at=at)


def end_interim(application: Application, *, at: datetime) -> None:
    """End the interim clearance of a case that closes without a decision, in the caller's transaction."""
    held = Clearance.objects.filter(interim_proposal__application=application)
    for clearance in held.exclude(state=ClearanceState.WITHDRAWN.value):
        change(clearance, ClearanceEvent.WITHDRAW, actor=SYSTEM, reason=CLOSED, at=at)


def _by_officer(
    clearance: Clearance, event: ClearanceEvent, *, actor: User, scope: Scope, reason: str, at: datetime
) -> Clearance:
    require(may_suspend(actor, scope, clearance.person))
    return change(clearance, event, actor=actor.reference, reason=_given(reason), at=at)


def _check_terms(decision: Decision, valid_until: date) -> None:
    ends_on = last_day_of(decision.application)
    if ends_on is not None and valid_until > ends_on:
        problem = f"The contract or assignment ends on {ends_on}; no clearance lasts longer."
        raise InvalidInput(problem, fields={"valid_until": problem})


def _check_not_banned(person: Person, at: datetime) -> None:
    bans = bans_of(person, timezone.localdate(at))
    if bans:
        raise Conflict(
            f"The person is banned from the port ({bans[0].ref}); no clearance stands beside that."
        )


def _given(reason: str) -> str:
    if not reason.strip():
        raise InvalidInput("Give a reason.", fields={"reason": "Give a reason."})
    return reason.strip()


def _held(clearance: Clearance, at: datetime, *, seen: ClearanceState | None = None) -> Clearance:
    """The row, locked, as it counts now: a suspension that has lapsed is put on record as lapsed.

    Refuses when: it is not in the state that the caller saw (Conflict).
    """
    held = (
        Clearance.objects.select_for_update(of=("self",))
        .select_related("person", "port")
        .get(pk=clearance.pk)
    )
    stored = held.state_word
    counts = state_on(timezone.localdate(at), stored, held.suspended_until)
    if seen is not None and seen not in {stored, counts}:
        raise Conflict("The clearance was changed meanwhile; look again.")
    if counts is not stored:
        _move(held, counts, actor=SYSTEM, at=at)
        _keep_change(held, counts, actor=SYSTEM, at=at, reason=LAPSED)
        record.append(
            "screening.clearance.lapsed",
            actor=SYSTEM,
            at=at,
            subject=held.person.reference,
            port=held.port.locode,
        )
    return held


def _move(
    held: Clearance, new: ClearanceState, *, actor: str, at: datetime, until: date | None = None
) -> None:
    """Write the state of a locked row, with the last day and the hand of a suspension."""
    suspended = new is ClearanceState.SUSPENDED
    if suspended and until is None:
        until = interim_clock.last_day(held.person, after=timezone.localdate(at), at=at)
    held.state, held.state_since = new.value, at
    held.suspended_until, held.suspended_by = (until, actor) if suspended else (None, "")
    held.prolonged_by, held.taken_over = "", False
    held.save(
        update_fields=[
            "state",
            "state_since",
            "suspended_until",
            "suspended_by",
            "prolonged_by",
            "taken_over",
        ]
    )


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
    for one in clearances:
        one.taken_over = True  # the end of a suspension that was ordered elsewhere is not known here
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
    if clearance.decision_id is not None or clearance.kind_word is ClearanceKind.INTERIM:
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
