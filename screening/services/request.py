"""Follows a question that went out: sent, unclear, cleared up, chased. The app itself never queries ECRIS."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from ledger.services import record
from portsec.kernel.errors import Conflict, InvalidInput, require
from portsec.kernel.scope import Scope
from screening.asked_states import language_for
from screening.enums import CheckState
from screening.models import Application, Check
from screening.permissions import may_answer
from screening.request_clock import end_of, term_of
from screening.services import policy


def due_date(check: Check, start: date) -> date:
    """The last day for the answer to a question that goes out on `start`."""
    return due_of(check.application, check, start)


def due_of(application: Application, check: Check, start: date) -> date:
    """The same for a check that is not kept yet. Where no clock runs, the case's own due date counts."""
    term = term_of(check.kind_word, check.channel_word, policy.parsed(application.policy))
    if term is None:
        return max(application.due_on, start)
    return end_of(term, start, check.country or application.port.country)


@transaction.atomic
def send(check: Check, *, actor: User, scope: Scope, at: datetime) -> None:
    """Say that the request left today; its clock runs from here.

    Refuses when: the actor lacks the right or is the person (Refused); it was sent already or is answered
    (Conflict); it is no request to a State (InvalidInput).
    Records: screening.check.sent.
    """
    require(may_answer(actor, scope, check.application))
    _expect_state_bound(check)
    if check.sent_on is not None:
        raise Conflict("This request was sent already.")
    today = timezone.localdate(at)
    _change(check, sent_on=today, due_on=due_date(check, today))
    tell("sent", check, actor=actor.reference, at=at, due_on=check.due_on)


@transaction.atomic
def mark_unclear(check: Check, *, actor: User, scope: Scope, at: datetime) -> None:
    """The State cannot tell who is meant and asks for more data; its clock stands until it has them.

    Refuses when: as `send` does, or it was said already (Conflict).
    Records: screening.check.unclear.
    """
    require(may_answer(actor, scope, check.application))
    _expect_state_bound(check)
    if check.unclear_since is not None:
        raise Conflict("The State waits for data already.")
    today = timezone.localdate(at)
    # We are to answer at once (Framework Decision 2009/315/JHA, Art. 8(1)): it stands first on the desk.
    _change(check, unclear_since=today, due_on=today)
    tell("unclear", check, actor=actor.reference, at=at)


@transaction.atomic
def give_data(check: Check, *, actor: User, scope: Scope, at: datetime) -> None:
    """The State received the data that it asked for; its clock starts anew.

    Refuses when: as `send` does, or nothing was asked for (Conflict).
    Records: screening.check.data_given.
    """
    require(may_answer(actor, scope, check.application))
    if check.unclear_since is None:
        raise Conflict("The State did not ask for more data.")
    today = timezone.localdate(at)
    _change(check, unclear_since=None, due_on=due_date(check, today), sent_on=check.sent_on or today)
    tell("data_given", check, actor=actor.reference, at=at, due_on=check.due_on)


@transaction.atomic
def chase(check: Check, *, actor: User, scope: Scope, at: datetime) -> None:
    """Send a reminder: the answer is overdue. Its text stands on the check's page.

    Refuses when: the actor lacks the right or is the person (Refused); the answer is not overdue, or was
    chased today already (Conflict).
    Records: screening.check.chased.
    """
    require(may_answer(actor, scope, check.application))
    today = timezone.localdate(at)
    if not is_overdue(check, today):
        raise Conflict(f"{check}: the answer is not overdue.")
    if check.chased_at is not None and timezone.localdate(check.chased_at) == today:
        raise Conflict(f"{check}: a reminder went out today already.")
    _change(check, chasers=check.chasers + 1, chased_at=at)
    language = language_for(check.country)
    tell("chased", check, actor=actor.reference, at=at, number=check.chasers, language=language.label)


def chase_all(checks: Iterable[Check], *, actor: User, scope: Scope, at: datetime) -> int:
    """Chase every one of these that may be chased now. Returns how many were.

    Refuses when: the actor may chase none of them (Refused). One that is not overdue, or was chased today, is
    passed over.
    """
    chased = 0
    for check in checks:
        require(may_answer(actor, scope, check.application))
        try:
            chase(check, actor=actor, scope=scope, at=at)
        except Conflict:
            continue
        chased += 1
    return chased


def is_overdue(check: Check, today: date) -> bool:
    """Whether somebody owes us an answer since yesterday or longer."""
    waits = check.state_word is CheckState.REQUESTED and check.unclear_since is None
    return waits and today > check.due_on


def _change(check: Check, **values: object) -> None:
    changed = Check.objects.filter(
        pk=check.pk,
        state=CheckState.REQUESTED.value,
        unclear_since=check.unclear_since,
        chasers=check.chasers,
        application__closed_at=None,
    ).update(**values)
    if changed != 1:
        raise Conflict("This check was answered or changed meanwhile, or its case is closed; look again.")
    for name, value in values.items():
        setattr(check, name, value)


def _expect_state_bound(check: Check) -> None:
    if not check.is_state_bound:
        raise InvalidInput(f"“{check}” is not a request to a State.")


def tell(verb: str, check: Check, *, actor: str, at: datetime, **body: object) -> None:
    """Put what happened to a check on record, about its case."""
    record.append(
        f"screening.check.{verb}",
        actor=actor,
        at=at,
        subject=check.application.reference,
        port=check.application.port.locode,
        check=str(check),
        **body,
    )
