"""Asks checks and takes their answers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from ledger.services import job, record
from portsec.kernel.errors import Conflict, InvalidInput, Unavailable, require
from portsec.kernel.scope import Scope
from portsec.kernel.steps import next_state
from screening.enums import ApplicationState, CheckKind, CheckResult, CheckState
from screening.models import Application, Check, Conviction
from screening.offences import offence, sanction
from screening.permissions import may_answer
from screening.selectors.watchlist import is_any_list_in_force
from screening.services import hit, policy, step
from screening.suitability.clocks import due
from screening.transitions import CHECK, ApplicationEvent, CheckEvent

WATCHLIST_JOB = "screening.watchlist_check"
RECORD_CLOCK = "ecris_reply"  # the policy's clock for an answer from another State's central authority


@dataclass(frozen=True, slots=True)
class ConvictionInput:
    """One conviction as the officer types it in from a record answer. Codes are those of ECRIS."""

    offence_code: str
    country: str
    decided_on: date
    final_on: date | None = None
    offence_date: date | None = None
    released_on: date | None = None
    sanction_code: str = ""
    sanction_months: int | None = None
    sanction_suspended: bool = False
    day_rates: int | None = None
    completion: str = "C"
    participation: str = "M"
    exemption: str = ""
    rehabilitated: bool = False
    pardoned: bool = False
    amnesty: bool = False
    juvenile: bool = False
    declared: bool = False


def request_all(application: Application, *, actor: str, at: datetime) -> None:
    """Ask the checks that policy and level require, in the transaction that makes the case.

    Records: screening.check.requested for each. Wakes: the watchlist check's job.
    """
    rules = policy.parsed(application.policy)
    clock = rules.clock(RECORD_CLOCK)
    record_due = due(timezone.localdate(at), clock.days, clock.unit)
    for kind in rules.levels[application.level_word].checks:
        due_on = record_due if kind is CheckKind.CRIMINAL_RECORD else application.due_on
        _request(application, kind, due_on, actor=actor, at=at)
    step.take(application, ApplicationEvent.REQUEST_CHECKS)


def answer_identity(
    check: Check, *, result: CheckResult, detail: str, actor: User, scope: Scope, at: datetime
) -> None:
    """Say what the identity document check brought.

    Refuses when: the actor lacks the right or is the person (Refused); it is answered already or the case
    is closed (Conflict); nothing is said of the document (InvalidInput).
    Records: screening.check.answered.
    """
    require(may_answer(actor, scope, check.application))
    _expect(check, CheckKind.IDENTITY)
    if not detail.strip():
        problem = "Name the document and what was compared."
        raise InvalidInput(problem, fields={"detail": problem})
    with transaction.atomic():
        _answer(check, result, detail.strip(), actor=actor.reference, at=at)


def answer_record(
    check: Check,
    convictions: Sequence[ConvictionInput],
    *,
    obtainable: bool = True,
    detail: str = "",
    actor: User,
    scope: Scope,
    at: datetime,
) -> None:
    """Take the answer of a criminal record: codes and dates, or that there is none, or that none can be had.

    Refuses when: the actor lacks the right or is the person (Refused); it is answered already or the case
    is closed (Conflict); a code is unknown or a date impossible (InvalidInput naming the row).
    Records: screening.check.answered.
    """
    require(may_answer(actor, scope, check.application))
    _expect(check, CheckKind.CRIMINAL_RECORD)
    rows = [_conviction(number, item, at) for number, item in enumerate(convictions, start=1)]
    if rows and not obtainable:
        raise InvalidInput("A record that cannot be had holds no convictions.")
    result = CheckResult.FINDINGS if rows else CheckResult.CLEAR
    with transaction.atomic():
        _answer(
            check,
            result if obtainable else CheckResult.UNOBTAINABLE,
            detail.strip(),
            actor=actor.reference,
            at=at,
        )
        for row in rows:
            row.check_answered = check
        Conviction.objects.bulk_create(rows)


@transaction.atomic
def answer_watchlist(check: Check, *, at: datetime) -> int:
    """Screen the person against the lists in force; done by a worker. Returns the number of hits.

    Refuses when: no list is loaded (Unavailable), because "nothing found" on no list would be a lie.
    Records: screening.check.answered.
    Safe to repeat because: an answered check is left alone, and so is one whose case was closed meanwhile:
    who gave up an application is not screened.
    """
    application = step.locked(check.application)
    check.refresh_from_db()  # a second worker waited for the lock above, and finds the answer
    if check.state_word is CheckState.ANSWERED or application.closed_at is not None:
        return check.hits.count()
    if not is_any_list_in_force():
        raise Unavailable("No watchlist is loaded; load one with `manage.py load_watchlist`.")
    found = hit.find(check)
    result = CheckResult.FINDINGS if found else CheckResult.CLEAR
    detail = f"{found} possible match{'es' if found > 1 else ''} to decide" if found else "No similar entry"
    _answer(check, result, detail, actor="system:screening", at=at)
    return found


def _request(application: Application, kind: CheckKind, due_on: date, *, actor: str, at: datetime) -> None:
    check = Check.objects.create(application=application, kind=kind.value, requested_at=at, due_on=due_on)
    record.append(
        "screening.check.requested",
        actor=actor,
        at=at,
        subject=application.reference,
        port=application.port.locode,
        check=kind.label,
        due_on=due_on,
    )
    if kind is CheckKind.WATCHLIST:
        job.request(WATCHLIST_JOB, f"check:{check.pk}", actor=actor, at=at, port=application.port.locode)


def _answer(check: Check, result: CheckResult, detail: str, *, actor: str, at: datetime) -> None:
    locked = step.locked(check.application)
    if locked.closed_at is not None:
        raise Conflict("The case is closed; nothing more is put on file.")
    new = next_state(CHECK, check.state_word, CheckEvent.ANSWER)
    changed = Check.objects.filter(pk=check.pk, state=check.state).update(
        state=new.value, result=result.value, detail=detail, answered_at=at, answered_by=actor
    )
    if changed != 1:
        raise Conflict("This check was answered meanwhile.")
    check.refresh_from_db()
    application = check.application
    record.append(
        "screening.check.answered",
        actor=actor,
        at=at,
        subject=application.reference,
        port=application.port.locode,
        check=check.kind_word.label,
        result=result.label.lower(),
    )
    _complete(locked)
    application.state = locked.state


def _complete(locked: Application) -> None:
    """When the last expected answer is in, the case goes to review."""
    open_checks = locked.checks.filter(state=CheckState.REQUESTED.value).exists()
    if locked.state_word is ApplicationState.CHECKING and not open_checks:
        step.take(locked, ApplicationEvent.COMPLETE_CHECKS)


def _expect(check: Check, kind: CheckKind) -> None:
    if check.kind_word is not kind:
        raise InvalidInput(f"This is the check '{check.kind_word.label}', not '{kind.label}'.")


def _conviction(number: int, item: ConvictionInput, at: datetime) -> Conviction:
    try:
        code = offence(item.offence_code).code
        sanction_code = sanction(item.sanction_code).code if item.sanction_code else ""
    except InvalidInput as error:
        raise InvalidInput(f"Conviction {number}: {error.detail}", fields=error.fields) from None
    for name in ("offence_date", "decided_on", "final_on", "released_on"):
        day: date | None = getattr(item, name)
        if day is not None and day > timezone.localdate(at):
            problem = f"Conviction {number}: {day} lies in the future."
            raise InvalidInput(problem, fields={name: problem})
    values = {field.name: getattr(item, field.name) for field in fields(item)}
    return Conviction(**values | {"offence_code": code, "sanction_code": sanction_code})
