"""Closes a port, an area or one gate at once, and opens it again. Gates obey from the next attempt on."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db import IntegrityError, transaction

from access.enums import EmergencyFunction
from access.models import Area, Gate, Lockdown
from access.permissions.area import may_end_lockdown, may_hold_gate, may_lock_down
from accounts.models import Port, User
from ledger.services import record
from portsec.kernel.errors import Conflict, InvalidInput, require
from portsec.kernel.scope import Scope

STANDARD_PASSING = tuple(function.value for function in EmergencyFunction if function.passes_lockdown)
"""Who comes in to a locked-down place unless somebody says otherwise: those who come to help."""


def lock_down(
    place: Port | Area,
    *,
    reason: str,
    passing: Iterable[str] = STANDARD_PASSING,
    actor: User,
    scope: Scope,
    at: datetime,
) -> Lockdown:
    """Close a whole port, or an area and all inside it, to everybody but some functions. Ways out stay open.

    Refuses when: the actor may not lock down there (Refused); the reason is empty or a function unknown
    (InvalidInput); the place is locked down already (Conflict).
    Records: access.lockdown.begun.
    """
    port, area = (place.port, place) if isinstance(place, Area) else (place, None)
    require(may_lock_down(scope, port.pk))
    return _begin(port, area, None, reason=reason, passing=passing, actor=actor, at=at)


def hold_gate(
    gate: Gate,
    *,
    reason: str,
    passing: Iterable[str] = STANDARD_PASSING,
    actor: User,
    scope: Scope,
    at: datetime,
) -> Lockdown:
    """Hold one gate: nobody comes in there but some functions. Other gates go on, and ways out stay open.

    Refuses when: the actor neither watches gates nor locks down there (Refused); the reason is empty or a
    function unknown (InvalidInput); the gate is held already (Conflict).
    Records: access.lockdown.begun.
    """
    require(may_hold_gate(scope, gate.port_id))
    return _begin(gate.port, None, gate, reason=reason, passing=passing, actor=actor, at=at)


@transaction.atomic
def release(lockdown: Lockdown, *, reason: str, actor: User, scope: Scope, at: datetime) -> Lockdown:
    """Open the place again. The levels and hours that held before hold again at once.

    Refuses when: the actor may not, or is a guard and somebody else holds the gate (Refused); the reason is
    empty (InvalidInput); it was opened meanwhile (Conflict).
    Records: access.lockdown.ended.
    """
    require(may_end_lockdown(actor, scope, lockdown))
    text = _reason(reason)
    ended = Lockdown.objects.filter(pk=lockdown.pk, ended_at=None).update(
        ended_at=at, ended_by=actor.reference, end_reason=text
    )
    if ended != 1:
        raise Conflict(f"{_name(lockdown)} was opened again already.")
    lockdown.refresh_from_db()
    _record(lockdown, "ended", actor=actor, at=at, reason=text)
    return lockdown


def _begin(
    port: Port,
    area: Area | None,
    gate: Gate | None,
    *,
    reason: str,
    passing: Iterable[str],
    actor: User,
    at: datetime,
) -> Lockdown:
    text = _reason(reason)
    known = list(STANDARD_PASSING)
    wanted = set(passing)
    if unknown := sorted(wanted - set(known)):
        problem = f"There is no function {unknown[0]}."
        raise InvalidInput(problem, fields={"passing": problem})
    made = Lockdown(
        port=port,
        area=area,
        gate=gate,
        passing=[value for value in known if value in wanted],
        reason=text,
        since=at,
        by=actor.reference,
    )
    try:
        with transaction.atomic():
            made.save(force_insert=True)
            names = [EmergencyFunction(value).label.lower() for value in made.passing]
            _record(made, "begun", actor=actor, at=at, passing=names, reason=text)
    except IntegrityError:
        # Two people see the same danger: the second is told that it is done.
        raise Conflict(f"{_name(made)} is closed already.") from None
    return made


def _name(lockdown: Lockdown) -> str:
    return str(lockdown.gate or lockdown.area or lockdown.port)


def _reason(reason: str) -> str:
    if not reason.strip():
        raise InvalidInput("Give the reason; it goes on record.", fields={"reason": "Give the reason."})
    return reason.strip()


def _record(lockdown: Lockdown, verb: str, *, actor: User, at: datetime, **body: object) -> None:
    place = lockdown.gate or lockdown.area
    record.append(
        f"access.lockdown.{verb}",
        actor=actor.reference,
        at=at,
        subject=place.reference if place else f"port:{lockdown.port.locode}",
        port=lockdown.port.locode,
        place=_name(lockdown),
        **body,
    )
