"""Sees to it that cards which have ended come back: the clock, the reminder, the escalation."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from access.accountability.return_clock import ReturnStep, due_on, is_to_return, step
from access.enums import BadgeEvent, BadgeState
from access.models import Badge
from access.selectors.badge_return import ENDED_STATES, clocks_running, ended_without_clock, is_right_over
from access.selectors.badge_stock import possible_witnesses
from access.services import badge as badges
from accounts.models import Port, User
from ledger.services import record
from portsec.kernel.errors import InvalidInput
from portsec.kernel.scope import Scope

SYSTEM = "system:badges"


def look_after(port: Port, *, at: datetime) -> dict[str, int]:
    """Start the clocks that are due at a port, stop those whose ground is gone, remind and escalate.

    Records: access.badge.return_asked, .return_lifted, .return_reminded, .return_escalated.
    Safe to repeat because: each mark is set once, by a conditional update.
    """
    today = timezone.localdate(at)
    done = {"asked": 0, "lifted": 0, "reminded": 0, "escalated": 0}
    for badge in ended_without_clock(port, at=at):
        done["asked"] += _start(badge, at)
    for badge in clocks_running(port, at=at):
        name = _go_on(badge, today, at)
        if name:
            done[name] += 1
    return done


def ask_for_ended(port: Port, *, at: datetime) -> int:
    """Start the clocks of badges that have ended, without waiting for the day's look; returns how many.

    Records: access.badge.return_asked.
    Safe to repeat because: a card that has its day is not found again.
    """
    ended = ended_without_clock(port, at=at).filter(state__in=ENDED_STATES)
    return sum(_start(badge, at) for badge in ended)


def destroy(badge: Badge, *, witness: User, reason: str, actor: User, scope: Scope, at: datetime) -> Badge:
    """Destroy a card that was handed in, before a witness.

    Refuses when: the actor may not change the badge (Refused); the card does not lie at the desk (Conflict);
    the witness is the actor or nobody of the port, or the reason is empty (InvalidInput).
    Records: access.badge.changed, with the witness in its reason.
    """
    people = possible_witnesses(port_ids=frozenset({badge.port_id}))
    if witness == actor or not people.filter(pk=witness.pk).exists():
        problem = "The witness must be somebody else with a role at this port."
        raise InvalidInput(problem, fields={"witness": problem})
    if not reason.strip():
        raise InvalidInput("Give a reason.", fields={"reason": "Give a reason."})
    told = f"{reason.strip()} Witness: {witness} ({witness.reference})."
    return badges.change_state(badge, BadgeEvent.DESTROY, reason=told, actor=actor, scope=scope, at=at)


def _start(badge: Badge, at: datetime) -> bool:
    """Whether the clock of a badge could be started."""
    ended_at = at if badge.state == BadgeState.ACTIVE.value else badge.state_since
    days = badge.badge_type.return_days if badge.badge_type else 0
    due = due_on(timezone.localdate(ended_at), days)
    with transaction.atomic():
        waiting = Badge.objects.filter(pk=badge.pk, state=badge.state, return_due_on=None)
        if waiting.update(return_due_on=due) != 1:
            return False
        _record(badge, "return_asked", at, due_on=due)
    return True


def _go_on(badge: Badge, today: date, at: datetime) -> str:
    """What was done about a running clock; empty where nothing was."""
    due = badge.return_due_on
    if due is None:
        return ""
    if not is_to_return(badge.state_word, right_ended=is_right_over(badge, at)):
        return "lifted" if _lift(badge, at) else ""
    wanted = step(
        due, today, reminded=badge.reminded_on is not None, escalated=badge.escalated_on is not None
    )
    if wanted is ReturnStep.REMIND and _mark(badge, "reminded_on", "return_reminded", today, at):
        return "reminded"
    if wanted is ReturnStep.ESCALATE and _mark(badge, "escalated_on", "return_escalated", today, at):
        return "escalated"
    return ""


@transaction.atomic
def _lift(badge: Badge, at: datetime) -> bool:
    running = Badge.objects.filter(pk=badge.pk, state=badge.state, return_due_on=badge.return_due_on)
    if running.update(return_due_on=None, reminded_on=None, escalated_on=None) != 1:
        return False
    _record(badge, "return_lifted", at)
    return True


@transaction.atomic
def _mark(badge: Badge, field: str, verb: str, today: date, at: datetime) -> bool:
    unmarked = Badge.objects.filter(pk=badge.pk, state=badge.state, **{field: None})
    if unmarked.update(**{field: today}) != 1:
        return False
    _record(badge, verb, at, due_on=badge.return_due_on)
    return True


def _record(badge: Badge, verb: str, at: datetime, **body: object) -> None:
    record.append(
        f"access.badge.{verb}",
        actor=SYSTEM,
        at=at,
        subject=badge.person.reference if badge.person else badge.reference,
        port=badge.port.locode,
        serial=badge.serial,
        **body,
    )
