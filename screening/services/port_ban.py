"""Enters, confirms and lifts port bans, each by two officers; lets clearances and permits fall."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.models import Port, User
from ledger.services import record
from portsec.kernel.errors import Conflict, InvalidInput, require
from portsec.kernel.scope import Scope
from portsec.kernel.steps import next_state
from portsec.kernel.verdict import Verdict, all_of
from screening.enums import ScreeningCause
from screening.kinds.transitions import BAN
from screening.kinds.words import BanEvent, BanScope
from screening.models import Person, PortBan
from screening.permissions import is_other_hand, may_ban
from screening.selectors.clearance import hold_clearances
from screening.selectors.port_ban import due_bans
from screening.services import clearance, permit, rescreening

LONGEST_BAN = timedelta(
    days=40 * 366
)  # Belgium: up to 20 years (domain notes 1.6); twice that is a typing error
PAST = {
    BanEvent.CONFIRM: "confirmed",
    BanEvent.DISCARD: "discarded",
    BanEvent.PROPOSE_LIFT: "lift_proposed",
    BanEvent.KEEP: "kept",
    BanEvent.LIFT: "lifted",
}


@transaction.atomic
def enter(
    person: Person,
    *,
    forbids: BanScope,
    authority: str,
    legal_ref: str,
    order_ref: str,
    starts_on: date,
    ends_on: date,
    actor: User,
    scope: Scope,
    at: datetime,
) -> PortBan:
    """Enter a ban as the order says it. Nothing falls before a second officer confirms it.

    Refuses when: the actor may not suspend clearances there or is the person (Refused); authority, legal
    ground or order is empty, or the days are impossible or past (InvalidInput); the same order is entered
    already (Conflict).
    Records: screening.port_ban.entered.
    """
    require(may_ban(actor, scope, person))
    texts = {"authority": authority, "legal_ref": legal_ref, "order_ref": order_ref}
    _check_texts(texts)
    _check_days(starts_on, ends_on, timezone.localdate(at))
    try:
        with transaction.atomic():
            ban = PortBan.objects.create(
                person=person,
                port=person.port,
                forbids=forbids.value,
                starts_on=starts_on,
                ends_on=ends_on,
                entered_by=actor,
                entered_at=at,
                **{name: text.strip() for name, text in texts.items()},
            )
    except IntegrityError:
        raise Conflict(f"The order {order_ref.strip()} is entered for this person already.") from None
    _record(
        ban,
        "entered",
        actor=actor.reference,
        at=at,
        starts_on=starts_on,
        ends_on=ends_on,
        reason=_order(ban),
    )
    return ban


@transaction.atomic
def confirm(ban: PortBan, *, reason: str, actor: User, scope: Scope, at: datetime) -> PortBan:
    """Confirm a ban. If it has begun, every clearance and permit of the person falls in this transaction.

    Refuses when: the actor entered it, may not suspend clearances there or is the person (Refused); the
    reason is empty (InvalidInput); it was answered already, or ended meanwhile (Conflict).
    Records: screening.port_ban.confirmed; then screening.port_ban.took_effect, screening.clearance.withdrawn
    and screening.permit.revoked.
    Wakes: clearance_changed, and the rescreening of the person.
    """
    if ban.ends_on < timezone.localdate(at):
        raise Conflict("The ban has ended meanwhile; there is nothing to confirm.")
    verdict = all_of(may_ban(actor, scope, ban.person), is_other_hand(actor, ban.entered_by_id))
    confirmed = _answer(
        ban, BanEvent.CONFIRM, verdict, reason, actor=actor, at=at, confirmed_by=actor, confirmed_at=at
    )
    if confirmed.starts_on <= timezone.localdate(at):
        take_effect(confirmed, actor=actor.reference, at=at)
    rescreening.trigger(
        confirmed.person, ScreeningCause.PORT_BAN, reference=confirmed.ref, actor=actor.reference, at=at
    )
    return confirmed


@transaction.atomic
def discard(ban: PortBan, *, reason: str, actor: User, scope: Scope, at: datetime) -> PortBan:
    """Do not confirm: another person is meant, say, or the order was quashed. Refuses as `confirm` does.

    Records: screening.port_ban.discarded.
    """
    verdict = all_of(may_ban(actor, scope, ban.person), is_other_hand(actor, ban.entered_by_id))
    return _answer(
        ban, BanEvent.DISCARD, verdict, reason, actor=actor, at=at, confirmed_by=actor, confirmed_at=at
    )


@transaction.atomic
def propose_lift(ban: PortBan, *, reason: str, actor: User, scope: Scope, at: datetime) -> PortBan:
    """Propose to lift a ban before its end. It binds until another officer lifts it.

    Refuses when: the actor may not suspend clearances there or is the person (Refused); the reason is empty
    (InvalidInput); it is not confirmed (Conflict).
    Records: screening.port_ban.lift_proposed.
    """
    verdict = may_ban(actor, scope, ban.person)
    return _answer(
        ban,
        BanEvent.PROPOSE_LIFT,
        verdict,
        reason,
        actor=actor,
        at=at,
        lift_proposed_by=actor,
        lift_reason=reason.strip(),
    )


@transaction.atomic
def keep(ban: PortBan, *, reason: str, actor: User, scope: Scope, at: datetime) -> PortBan:
    """Answer a proposal to lift with no. Refuses as `lift` does. Records: screening.port_ban.kept."""
    verdict = all_of(may_ban(actor, scope, ban.person), is_other_hand(actor, ban.lift_proposed_by_id))
    return _answer(
        ban, BanEvent.KEEP, verdict, reason, actor=actor, at=at, lift_proposed_by=None, lift_reason=""
    )


@transaction.atomic
def lift(ban: PortBan, *, reason: str, actor: User, scope: Scope, at: datetime) -> PortBan:
    """Lift a ban. Clearances that fell do not come back; a new application grants a new one.

    Refuses when: the actor proposed it, may not suspend clearances there or is the person (Refused); the
    reason is empty (InvalidInput); nobody proposed it, or it was answered meanwhile (Conflict).
    Records: screening.port_ban.lifted.
    """
    verdict = all_of(may_ban(actor, scope, ban.person), is_other_hand(actor, ban.lift_proposed_by_id))
    return _answer(ban, BanEvent.LIFT, verdict, reason, actor=actor, at=at, lifted_by=actor, lifted_at=at)


def start_due(port: Port, *, at: datetime) -> int:
    """Let the bans take effect that have begun since somebody last looked; done by a worker each day.

    Safe to repeat because: a ban takes effect once.
    """
    due = due_bans(port.pk, at=at)
    for ban in due:
        take_effect(ban, actor="system:screening", at=at)
    return len(due)


@transaction.atomic
def take_effect(ban: PortBan, *, actor: str, at: datetime) -> None:
    """Withdraw whatever clearance and permit of the person stands; gates read it afresh.

    Safe to repeat because: the row says that it was done.
    """
    hold_clearances(ban.person)
    if PortBan.objects.filter(pk=ban.pk, effective_at=None).update(effective_at=at) != 1:
        return
    ban.effective_at = at
    reason = f"Port ban {ban.ref} until {ban.ends_on}. {_order(ban)}"
    clearance.withdraw_all(ban.person, actor=actor, reason=reason, at=at)
    permit.revoke_all(ban.person, actor=actor, reason=reason, at=at)
    _record(ban, "took_effect", actor=actor, at=at, ends_on=ban.ends_on)


def _answer(
    ban: PortBan,
    event: BanEvent,
    verdict: Verdict,
    reason: str,
    *,
    actor: User,
    at: datetime,
    **columns: object,
) -> PortBan:
    require(verdict)
    if not reason.strip():
        raise InvalidInput("Give a reason.", fields={"reason": "Give a reason."})
    old = ban.state_word
    new = next_state(BAN, old, event)
    if event in (BanEvent.CONFIRM, BanEvent.DISCARD):
        columns["answer"] = reason.strip()
    changed = PortBan.objects.filter(pk=ban.pk, state=old.value).update(state=new.value, **columns)
    if changed != 1:
        raise Conflict("Another officer answered this meanwhile; look again.")
    ban.refresh_from_db()
    _record(ban, PAST[event], actor=actor.reference, at=at, reason=reason.strip())
    return ban


def _check_texts(texts: dict[str, str]) -> None:
    said = {
        "authority": "Name the court or authority.",
        "legal_ref": "Name the law that the order rests on.",
        "order_ref": "Give the number of the order.",
    }
    missing = {name: said[name] for name, text in texts.items() if not text.strip()}
    if missing:
        raise InvalidInput(" ".join(missing.values()), fields=missing)


def _check_days(starts_on: date, ends_on: date, today: date) -> None:
    problem = ""
    if ends_on < starts_on:
        problem = "The ban ends before it starts."
    elif ends_on < today:
        problem = "The ban has ended already."
    elif ends_on - starts_on > LONGEST_BAN:
        problem = "No order forbids this for forty years; look at the year again."
    if problem:
        raise InvalidInput(problem, fields={"ends_on": problem})


def _order(ban: PortBan) -> str:
    return f"{ban.authority}, order {ban.order_ref}, {ban.legal_ref}."


def _record(ban: PortBan, verb: str, *, actor: str, at: datetime, **body: object) -> None:
    record.append(
        f"screening.port_ban.{verb}",
        actor=actor,
        at=at,
        subject=ban.person.reference,
        port=ban.port.locode,
        ban=ban.ref,
        **body,
    )
