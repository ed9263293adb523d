"""Confirms that somebody works outside the roster. The one writer of the table."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction

from access.models import Area, DutyConfirmation
from access.permissions.gate import may_confirm_duty
from accounts.models import User
from ledger.services import record
from portsec.kernel.errors import InvalidInput, require
from portsec.kernel.scope import Scope
from screening.models import Person

LONGEST = timedelta(hours=24)  # a confirmation is for one piece of work; who comes for longer is rostered
EARLIEST = timedelta(days=7)  # before its start


@transaction.atomic
def confirm(
    person: Person,
    area: Area | None,
    *,
    starts_at: datetime,
    ends_at: datetime,
    reason: str,
    remote: bool = False,
    actor: User,
    scope: Scope,
    at: datetime,
) -> DutyConfirmation:
    """Confirm that a person works in an area, or anywhere in the port, outside the roster.

    It counts at gates whose area or security level asks for a supervisor's word; at level 3 nothing does.
    `remote`: the person works from outside the areas and may read critical cargo data from there, as far as
    their work explains it; it opens no gate.
    Refuses when: the caller does not confirm duties at the port, or it is their own (Refused); the time is
    over, longer than a day or more than a week ahead, the area is of another port, or no reason is given
    (InvalidInput).
    Records: access.duty.confirmed.
    Safe to repeat because: a second confirmation of the same time adds nothing to the first.
    """
    require(may_confirm_duty(actor, scope, person))
    _check(person, area, starts_at, ends_at, reason, at)
    made = DutyConfirmation.objects.create(
        person=person,
        area=area,
        starts_at=starts_at,
        ends_at=ends_at,
        remote=remote,
        reason=reason.strip(),
        by=actor.reference,
        at=at,
    )
    record.append(
        "access.duty.confirmed",
        actor=actor.reference,
        at=at,
        subject=person.reference,
        port=person.port.locode,
        area="from outside" if remote else area.code if area else "",
        starts_at=starts_at,
        ends_at=ends_at,
        reason=made.reason,
    )
    return made


def _check(
    person: Person, area: Area | None, starts_at: datetime, ends_at: datetime, reason: str, at: datetime
) -> None:
    problems: dict[str, str] = {}
    if ends_at <= max(starts_at, at):
        problems["ends_at"] = "The end lies after the start, and in the future."
    elif ends_at - starts_at > LONGEST:
        problems["ends_at"] = "At most 24 hours; put longer work on the roster."
    if starts_at > at + EARLIEST:
        problems["starts_at"] = "At most 7 days ahead; put it on the roster."
    if area is not None and area.port_id != person.port_id:
        problems["area"] = "This area is of another port."
    if not reason.strip():
        problems["reason"] = "Say what the work is."
    if problems:
        raise InvalidInput(" ".join(problems.values()), fields=problems)
