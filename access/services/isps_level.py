"""Changes the ISPS security level of a port or an area: one person proposes, another confirms."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Q

from access.enums import LevelChangeEvent, LevelChangeState
from access.gate.isps import IspsLevel
from access.models import Area, LevelChange
from access.permissions.area import may_confirm_level, may_propose_level
from access.selectors.isps_level import level_of
from access.services import break_glass, status_list
from access.transitions import LEVEL_CHANGE_TRANSITIONS
from accounts.models import Port, User
from ledger.services import record
from portsec.kernel.errors import Conflict, InvalidInput, Refused, require
from portsec.kernel.scope import Scope
from portsec.kernel.steps import next_state
from portsec.kernel.verdict import Verdict

LONGEST = timedelta(days=30)
"""A raised level is looked at anew at least every month (house rule, November 2026): ISPS Code A/4.1 leaves
the duration to the State, and what nobody has to renew is never lowered."""

CLOCK = "system:clock"


def propose(
    place: Port | Area,
    to_level: IspsLevel,
    *,
    steps_back_at: datetime | None,
    reason: str,
    actor: User,
    scope: Scope,
    at: datetime,
) -> LevelChange:
    """Propose a level for a port or an area, up or down, until a moment; level 1 has no end.

    Nothing changes until a second person has confirmed it.
    Refuses when: the actor sets no levels there (Refused); the reason is empty, the end is missing, has
    passed or lies more than 30 days ahead, or the level is the same without a new end (InvalidInput, by
    field); another change of the same place waits (Conflict).
    Records: access.isps_level.proposed.
    """
    port, area = (place.port, place) if isinstance(place, Area) else (place, None)
    require(may_propose_level(scope, port.pk))
    present = level_of(place, at=at)
    _check(present, to_level, steps_back_at, reason, at)
    change = LevelChange(
        port=port,
        area=area,
        from_level=present.value,
        to_level=to_level.value,
        reason=reason.strip(),
        proposed_by=actor.reference,
        proposed_at=at,
        steps_back_at=steps_back_at,
    )
    try:
        with transaction.atomic():
            change.save(force_insert=True)
            _record_change(change, "proposed", change.reason, actor=actor, at=at)
    except IntegrityError:
        raise Conflict(f"A change of the level of {place} waits already; answer it first.") from None
    return change


def confirm(change: LevelChange, *, reason: str, actor: User, scope: Scope, at: datetime) -> LevelChange:
    """Put the proposed level in force. Gates obey from the next attempt on.

    It ends the changes of its own level and above, and leaves lower ones, to which it steps back.
    Refuses when: the actor proposed it or sets no levels there (Refused, and recorded); the reason is empty
    or the end has passed meanwhile (InvalidInput); it was answered meanwhile, or the level is no longer the
    one that it was proposed against (Conflict).
    Records: access.isps_level.confirmed, .ended for what it ends, and access.break_glass.brought_forward for
    review clocks of a port whose level rises. Wakes: the status lists of the port.
    """
    _judge(may_confirm_level(actor, scope, change), change, actor=actor, at=at)
    text = _reason(reason)
    if change.steps_back_at is not None and change.steps_back_at <= at:
        problem = "The level would have stepped back already; propose it anew."
        raise InvalidInput(problem, fields={"reason": problem})
    with transaction.atomic():
        # Weaker than FOR UPDATE, so that gates go on while levels change; two changes wait for each other.
        Port.objects.select_for_update(no_key=True).get(pk=change.port_id)
        if level_of(change.area or change.port, at=at) != change.from_level:
            raise Conflict("The level has changed since this was proposed; propose it anew.")
        _end(_superseded(change), by=actor.reference, at=at)
        _answer(change, LevelChangeEvent.CONFIRM, text, actor=actor, at=at)
        _record_change(change, "confirmed", text, actor=actor, at=at)
        if change.area is None and change.to_level > change.from_level:
            level = IspsLevel(change.to_level)
            break_glass.bring_forward(change.port, level, by=actor.reference, at=at)
        status_list.request(change.port, actor=actor.reference, at=at)
    return change


@transaction.atomic
def refuse(change: LevelChange, *, reason: str, actor: User, scope: Scope, at: datetime) -> LevelChange:
    """Decline a proposed level, or take one's own proposal back; nothing changes at the gates.

    Refuses when: the actor sets no levels there (Refused); the reason is empty (InvalidInput); it was
    answered meanwhile (Conflict).
    Records: access.isps_level.declined.
    """
    require(may_propose_level(scope, change.port_id))
    text = _reason(reason)
    _answer(change, LevelChangeEvent.REFUSE, text, actor=actor, at=at)
    record.append(
        "access.isps_level.declined",
        **_about(change, actor=actor.reference, at=at),
        to_level=change.to_level,
        reason=text,
    )
    return change


@transaction.atomic
def put_lapsed_on_record(*, at: datetime) -> int:
    """Mark what has stepped back by itself, and have the status lists made anew; how many.

    Gates do not wait for it: they read a lapsed change as ended.
    Records: access.isps_level.ended. Wakes: the status lists of the ports concerned.
    Safe to repeat because: what is marked is not found again.
    """
    lapsed = LevelChange.objects.select_for_update(of=("self",), skip_locked=True).filter(
        state=LevelChangeState.IN_FORCE.value, steps_back_at__lte=at
    )
    rows = list(lapsed.select_related("port", "area").order_by("pk"))
    _end(rows, by=CLOCK, at=at)
    for port in {row.port_id: row.port for row in rows}.values():
        status_list.request(port, actor=CLOCK, at=at)
    return len(rows)


def _superseded(change: LevelChange) -> list[LevelChange]:
    in_force = LevelChange.objects.select_related("port", "area").filter(
        Q(area=change.area) if change.area else Q(area=None),
        port=change.port,
        state=LevelChangeState.IN_FORCE.value,
        to_level__gte=change.to_level,
    )
    return list(in_force.order_by("pk"))


def _end(changes: list[LevelChange], *, by: str, at: datetime) -> None:
    for change in changes:
        state = next_state(LEVEL_CHANGE_TRANSITIONS, change.state_word, LevelChangeEvent.END)
        ended = LevelChange.objects.filter(pk=change.pk, state=change.state).update(
            state=state.value, ended_by=by, ended_at=at
        )
        if ended != 1:
            raise Conflict("The level changed at the same moment; look again.")
        record.append(
            "access.isps_level.ended",
            **_about(change, actor=by, at=at),
            level=change.to_level,
            by_itself=by == CLOCK,
        )


def _answer(change: LevelChange, event: LevelChangeEvent, text: str, *, actor: User, at: datetime) -> None:
    state = next_state(LEVEL_CHANGE_TRANSITIONS, change.state_word, event)
    answered = LevelChange.objects.filter(pk=change.pk, state=change.state).update(
        state=state.value, decided_by=actor.reference, decided_at=at, decision_reason=text
    )
    if answered != 1:
        raise Conflict("Somebody else has answered this proposal meanwhile.")
    change.refresh_from_db()


def _check(
    present: IspsLevel, to_level: IspsLevel, steps_back_at: datetime | None, reason: str, at: datetime
) -> None:
    wrong: dict[str, str] = {}
    if not reason.strip():
        wrong["reason"] = "Give the reason."
    if to_level is IspsLevel.NORMAL:
        if present is IspsLevel.NORMAL:
            wrong["to_level"] = "Level 1 is in force already."
        elif steps_back_at is not None:
            wrong["steps_back_at"] = "Level 1 has no end; leave this empty."
    elif steps_back_at is None:
        wrong["steps_back_at"] = "Say when the level steps back by itself."
    elif steps_back_at <= at:
        wrong["steps_back_at"] = "This moment has passed."
    elif steps_back_at > at + LONGEST:
        wrong["steps_back_at"] = f"At most {LONGEST.days} days ahead; it can be renewed."
    if wrong:
        raise InvalidInput(" ".join(wrong.values()), fields=wrong)


def _judge(verdict: Verdict, change: LevelChange, *, actor: User, at: datetime) -> None:
    """A refused confirmation is an event: it stays on record although nothing else happens."""
    if verdict.allowed:
        return
    with transaction.atomic():
        record.append(
            "access.isps_level.not_confirmed",
            **_about(change, actor=actor.reference, at=at),
            to_level=change.to_level,
            reasons=list(verdict.codes),
        )
    raise Refused(verdict)


def _reason(reason: str) -> str:
    if not reason.strip():
        raise InvalidInput("Give the reason; it goes on record.", fields={"reason": "Give the reason."})
    return reason.strip()


def _about(change: LevelChange, *, actor: str, at: datetime) -> dict[str, Any]:
    place = change.area.reference if change.area else f"port:{change.port.locode}"
    return {
        "actor": actor,
        "at": at,
        "subject": place,
        "port": change.port.locode,
        "place": str(change.area or change.port),
    }


def _record_change(change: LevelChange, verb: str, reason: str, *, actor: User, at: datetime) -> None:
    record.append(
        f"access.isps_level.{verb}",
        **_about(change, actor=actor.reference, at=at),
        from_level=change.from_level,
        to_level=change.to_level,
        steps_back_at=change.steps_back_at,
        reason=reason,
    )
