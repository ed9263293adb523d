"""Passes the right to collect a container from party to party. The one writer of release rights.

The row of the cargo visit is held first in every command, so that two steps of one container wait for each
other. A look-up that is refused on the way stays on record, though the step is not taken.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any, Final

from django.db import transaction

from access.enums import DataAction, FieldClass, ReleaseEvent, ReleaseState
from access.models import CargoVisit, ReleaseRight
from access.permissions.release_right import (
    may_answer_offer,
    may_begin_release,
    may_let_out,
    may_pass_on,
    may_take_back,
)
from access.selectors.look_up import requester_named
from access.selectors.release_right import chain_of, holding_right, last_receiver, open_offer
from access.services import cargo
from access.services.release_look_up import Asked, ask
from access.transitions import RELEASE_TRANSITIONS
from accounts.models import Organisation, Port, User
from ledger.services import record
from portsec.kernel.errors import Conflict, InvalidInput, NotFound, Refused, require
from portsec.kernel.scope import Scope
from portsec.kernel.steps import next_state
from portsec.kernel.verdict import deny

GATE_OUT: Final = "system:release"


@transaction.atomic
def begin(visit: CargoVisit, *, actor: User, scope: Scope, at: datetime) -> ReleaseRight:
    """Let the right of a container be passed on here. It begins with whom the imported chain names, else with
    the owner.

    Refuses when: the actor does not keep the port's cargo data (Refused); the holder is no organisation that
    is known here (InvalidInput); the container has left, or its right was begun already (Conflict).
    Records: access.release_right.begun.
    """
    require(may_begin_release(scope, visit.port_id))
    visit = cargo.hold(visit)
    if chain_of(visit):
        raise Conflict("The release right of this container was begun already.")
    receiver = last_receiver(visit)
    holder = _organisation(receiver or visit.owner, field="container")
    right = ReleaseRight.objects.create(
        port=visit.port,
        visit=visit,
        container=visit.container,
        to_organisation=holder.code,
        state=ReleaseState.ACCEPTED.value,
        offered_at=at,
        offered_by=actor.reference,
        answered_at=at,
        answered_by=actor.reference,
    )
    if not receiver:
        _add_hop(right, by=actor.reference, at=at)
    _note(right, "begun", actor=actor, at=at, to_organisation=right.to_organisation)
    return right


def offer(
    visit: CargoVisit, to: str, *, purpose: str, actor: User, scope: Scope, at: datetime, work_ref: str = ""
) -> ReleaseRight:
    """Offer the right to the next party, by its code. The holder keeps it until the receiver accepts.

    Refuses when: the actor's organisation does not hold it (NotFound, as for a container that is not there);
    nothing makes the nomination their business (Refused, and on record); the receiver is unknown or the
    holder itself (InvalidInput); the container has left, or another offer waits (Conflict).
    Records: access.look_up.shown or .refused, and access.release_right.offered.
    """
    with transaction.atomic():
        visit = cargo.hold(visit)
        held = holding_right(visit)
        if held is None or not may_pass_on(actor, scope, held).allowed:
            raise NotFound("release right")
        receiver = _organisation(to, field="to_organisation")
        if receiver.code == held.to_organisation:
            raise _problem("to_organisation", "Choose another organisation than your own.")
        if open_offer(visit) is not None:
            raise Conflict("Another offer waits for its answer; take it back first.")
        asked = ask(
            visit,
            DataAction.NOMINATE,
            purpose=purpose,
            work_ref=work_ref,
            actor=actor,
            scope=scope,
            at=at,
        )
        if asked.verdict.allowed:
            return _offered(held, receiver, asked, actor=actor, at=at)
    raise Refused(asked.verdict)


def accept(right: ReleaseRight, *, actor: User, scope: Scope, at: datetime) -> ReleaseRight:
    """Take the right over; from now on whoever offered it holds it no longer, and gates know the new holder.

    Refuses when: it is offered to another organisation or the actor made the offer (Refused); the actor is no
    cleared person who looks up cargo (Refused, on record as a look-up); the offer was answered or taken back
    meanwhile, or the container has left (Conflict).
    Records: access.look_up.shown or .refused, and access.release_right.accepted.
    """
    require(may_answer_offer(actor, scope, right))
    with transaction.atomic():
        cargo.hold(right.visit)
        # The offer itself is the reason, so what is asked is the person: operational data ask for no other.
        asked = ask(
            right.visit,
            DataAction.READ,
            field_class=FieldClass.S1,
            purpose="Answers an offer of the release right.",
            work_ref=right.ref,
            actor=actor,
            scope=scope,
            at=at,
        )
        if asked.verdict.allowed:
            return _accepted(right, asked, actor=actor, at=at)
    raise Refused(asked.verdict)


@transaction.atomic
def decline(right: ReleaseRight, *, reason: str, actor: User, scope: Scope, at: datetime) -> ReleaseRight:
    """Turn an offer down, with the reason that the giver reads.

    Refuses when: it is offered to another organisation or the actor made the offer (Refused); no reason is
    given (InvalidInput); it was answered or taken back meanwhile (Conflict).
    Records: access.release_right.declined.
    """
    require(may_answer_offer(actor, scope, right))
    said = _said(reason)
    cargo.hold(right.visit)
    _step(right, ReleaseEvent.DECLINE, answered_at=at, answered_by=actor.reference, reason=said)
    _note(right, "declined", actor=actor, at=at, **_parties(right), reason=said)
    return right


@transaction.atomic
def withdraw(right: ReleaseRight, *, reason: str, actor: User, scope: Scope, at: datetime) -> ReleaseRight:
    """Take back what was given: an offer, or the right itself as long as the receiver still holds it.

    An offer that the receiver had made meanwhile falls with it.
    Refuses when: another organisation gave it (Refused); no reason is given (InvalidInput); it was passed on,
    used or answered meanwhile (Conflict).
    Records: access.release_right.withdrawn.
    """
    require(may_take_back(actor, scope, right))
    said = _said(reason)
    cargo.hold(right.visit)
    right.refresh_from_db()
    was_held = right.is_held
    if was_held:
        for further in ReleaseRight.objects.filter(previous=right, state=ReleaseState.OFFERED.value):
            _take_back(further, said, actor=actor, at=at, was_accepted=False)
    _take_back(right, said, actor=actor, at=at, was_accepted=was_held)
    if was_held and right.previous is not None:
        _step(right.previous, ReleaseEvent.RETURN, ended_at=None, ended_by="")
        cargo.end_hop(
            right.visit,
            giver=right.from_organisation,
            receiver=right.to_organisation,
            began=right.answered_at or right.offered_at,
            at=at,
        )
    return right


def use(
    visit: CargoVisit,
    *,
    collected_by: str,
    purpose: str,
    released_by: str = "",
    work_ref: str = "",
    actor: User,
    scope: Scope,
    at: datetime,
) -> ReleaseRight:
    """Hand the container over to whoever came for it: the holder, and nobody else.

    `released_by` is the account of the clerk who does it, where a terminal's system tells it for them.
    Refuses when: the actor does not hand containers over (Refused); nobody holds a right of it (NotFound);
    another organisation came than the one that holds it, or nothing makes the release the clerk's business
    (Refused, and on record); the container has left (Conflict).
    Records: access.look_up.shown or .refused, access.release_right.used or .refused.
    """
    require(may_let_out(scope, visit.port_id))
    with transaction.atomic():
        visit = cargo.hold(visit)
        held = holding_right(visit)
        if held is None:
            raise NotFound("release right")
        if held.to_organisation == collected_by:
            asked = ask(
                visit,
                DataAction.RELEASE,
                purpose=purpose,
                work_ref=work_ref,
                account=released_by,
                actor=actor,
                scope=scope,
                at=at,
            )
            verdict = asked.verdict
            if verdict.allowed:
                return _used(held, asked, actor=actor, at=at)
        else:
            verdict = deny("not_the_holder", "Whoever came does not hold the release right.")
            _note(held, "refused", actor=actor, at=at, collected_by=collected_by)
    raise Refused(verdict)


@transaction.atomic
def end_gone(port: Port, *, at: datetime) -> int:
    """End what is still offered or held of containers that have left; answers with how many.

    Records: access.release_right.ended for each.
    Safe to repeat because: what has ended is not found again. No gate waits for it: it reads when they left.
    """
    gone = ReleaseRight.objects.select_related("visit", "port").filter(
        port=port,
        visit__gate_out_at__lte=at,
        state__in=(ReleaseState.OFFERED.value, ReleaseState.ACCEPTED.value),
    )
    ended = list(gone.order_by("visit_id", "pk").select_for_update(of=("self",)))
    for right in ended:
        _step(right, ReleaseEvent.END, ended_at=at, ended_by=GATE_OUT)
        _record(right, "ended", actor=GATE_OUT, at=at)
    return len(ended)


def _offered(
    held: ReleaseRight, receiver: Organisation, asked: Asked, *, actor: User, at: datetime
) -> ReleaseRight:
    right = ReleaseRight.objects.create(
        port=held.port,
        visit=held.visit,
        container=held.container,
        from_organisation=held.to_organisation,
        to_organisation=receiver.code,
        previous=held,
        offered_at=at,
        offered_by=actor.reference,
    )
    _note(right, "offered", actor=actor, at=at, **_parties(right), event=asked.event)
    return right


def _accepted(right: ReleaseRight, asked: Asked, *, actor: User, at: datetime) -> ReleaseRight:
    """The giver first: at no moment do two rows of one visit hold the right."""
    if right.previous is not None:
        _step(right.previous, ReleaseEvent.PASS_ON, ended_at=at, ended_by=actor.reference)
    _step(right, ReleaseEvent.ACCEPT, answered_at=at, answered_by=actor.reference)
    _add_hop(right, by=right.offered_by, at=at)
    _note(right, "accepted", actor=actor, at=at, **_parties(right), event=asked.event)
    return right


def _take_back(right: ReleaseRight, reason: str, *, actor: User, at: datetime, was_accepted: bool) -> None:
    _step(right, ReleaseEvent.WITHDRAW, ended_at=at, ended_by=actor.reference, reason=reason)
    _note(right, "withdrawn", actor=actor, at=at, **_parties(right), reason=reason, was_accepted=was_accepted)


def _used(held: ReleaseRight, asked: Asked, *, actor: User, at: datetime) -> ReleaseRight:
    _step(held, ReleaseEvent.USE, ended_at=at, ended_by=actor.reference)
    cargo.keep_gate_out(held.visit, at=at)
    _note(held, "used", actor=actor, at=at, to_organisation=held.to_organisation, event=asked.event)
    for further in ReleaseRight.objects.filter(visit=held.visit, state=ReleaseState.OFFERED.value):
        _step(further, ReleaseEvent.END, ended_at=at, ended_by=actor.reference)
        _note(further, "ended", actor=actor, at=at)
    return held


def _step(right: ReleaseRight, event: ReleaseEvent, **changes: Any) -> None:
    """Take the step if the row still stands as it was read. Raises Conflict."""
    new = next_state(RELEASE_TRANSITIONS, right.state_word, event)
    taken = ReleaseRight.objects.filter(pk=right.pk, state=right.state).update(state=new.value, **changes)
    if taken != 1:
        raise Conflict("This release right was changed meanwhile; look again.")
    right.refresh_from_db(fields=["state", *changes])


def _add_hop(right: ReleaseRight, *, by: str, at: datetime) -> None:
    """The step as imported chains have it, for look-ups and detection; it names the person who gave it."""
    requester = requester_named(right.port, "account", by.removeprefix("user:"))
    cargo.add_hop(
        right.visit,
        giver=right.from_organisation,
        receiver=right.to_organisation,
        person_ref=requester.person_ref,
        at=at,
    )


def _organisation(code: str, *, field: str) -> Organisation:
    found = Organisation.objects.filter(code=code).first() if code else None
    if found is None:
        raise _problem(field, "No such organisation is known here; the right can go to known ones only.")
    return found


def _said(reason: str) -> str:
    if not reason.strip():
        raise _problem("reason", "Give a reason.")
    return reason.strip()


def _problem(field: str, problem: str) -> InvalidInput:
    return InvalidInput(problem, fields={field: problem})


def _parties(right: ReleaseRight) -> dict[str, str]:
    return {"from_organisation": right.from_organisation, "to_organisation": right.to_organisation}


def _note(right: ReleaseRight, verb: str, *, actor: User, at: datetime, **body: Any) -> None:
    _record(right, verb, actor=actor.reference, at=at, **body)


def _record(right: ReleaseRight, verb: str, *, actor: str, at: datetime, **body: Any) -> None:
    record.append(
        f"access.release_right.{verb}",
        actor=actor,
        at=at,
        subject=f"container:{right.container}",
        port=right.port.locode,
        right=right.ref,
        container=right.container,
        **body,
    )
