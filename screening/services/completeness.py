"""Looks at whether a declaration is complete: returns it with a list, asks checks, or closes the case."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from ledger.services import record
from portsec.kernel.errors import Conflict, InvalidInput, require
from portsec.kernel.scope import Scope
from screening.enums import ApplicationState
from screening.models import Application, Declaration, DeclarationReturn
from screening.permissions import may_answer
from screening.selectors import declaration as declarations
from screening.selectors.completeness import is_overdue
from screening.services import check, invitation, step
from screening.services import person as people
from screening.transitions import ApplicationEvent

MOST_ITEMS = 30
LONGEST_ITEM = 500  # characters


@transaction.atomic
def give_back(
    application: Application, items: Sequence[str], *, actor: User, scope: Scope, at: datetime
) -> DeclarationReturn:
    """Return a declaration to the person with a list of what is missing; their clock starts anew.

    Refuses when: the actor does not work on checks there or is the person (Refused); nothing is listed, or a
    line is too long (InvalidInput); the declaration does not wait for an officer (Conflict).
    Records: screening.declaration.returned.
    """
    require(may_answer(actor, scope, application))
    lines = [item.strip() for item in items if item.strip()]
    if not lines or len(lines) > MOST_ITEMS or any(len(line) > LONGEST_ITEM for line in lines):
        problem = f"List what is missing: 1 to {MOST_ITEMS} lines of at most {LONGEST_ITEM} characters."
        raise InvalidInput(problem, fields={"items": problem})
    step.take(application, ApplicationEvent.RETURN_TO_PERSON)
    declaration = declarations.declaration_of(application)
    if declaration is None:
        raise Conflict("This case has no declaration that could be returned.")
    returned = DeclarationReturn.objects.create(
        declaration=declaration,
        items=lines,
        returned_by=actor.reference,
        returned_at=at,
        due_on=invitation.extend(application, at=at),
    )
    _record(application, "returned", actor=actor, at=at, items=len(lines), due_on=returned.due_on)
    return returned


@transaction.atomic
def complete(application: Application, *, reason: str = "", actor: User, scope: Scope, at: datetime) -> None:
    """Take the declaration as complete and ask the checks.

    What the person's record leaves empty and the declaration tells, native name and nationality, is taken
    over first, so that the watchlist check compares it.
    Refuses when: the actor does not work on checks there or is the person (Refused); something is missing
    and no reason is given for going on without it (InvalidInput); the declaration does not wait for an
    officer (Conflict).
    Records: screening.declaration.completed, screening.person.changed where something is taken over,
    screening.check.requested for each check.
    Wakes: the watchlist check's job.
    """
    require(may_answer(actor, scope, application))
    locked = step.locked(application)
    declaration = declarations.declaration_of(locked)
    if locked.state_word is not ApplicationState.RECEIVED or declaration is None:
        raise Conflict("This case does not wait for a look at its completeness.")
    lacking = declarations.missing_for_the_person(declaration, today=timezone.localdate(at))
    if lacking and not reason.strip():
        problem = "Something is missing. Return it, or say why the checks are asked all the same."
        raise InvalidInput(problem, fields={"reason": problem})
    _record(locked, "completed", actor=actor, at=at, missing=len(lacking), reason=reason.strip())
    _take_over(locked, declaration, actor=actor, at=at)
    check.request_all(locked, actor=actor.reference, at=at)
    application.state = locked.state


@transaction.atomic
def close(application: Application, *, reason: str, actor: User, scope: Scope, at: datetime) -> None:
    """Close a case because the person did not do their part in time. It is no refusal.

    Refuses when: the actor does not work on checks there or is the person (Refused); the person's clock still
    runs, or the case is past their part (Conflict); the reason is empty (InvalidInput).
    Records: screening.application.closed_incomplete, screening.invitation.ended.
    """
    require(may_answer(actor, scope, application))
    if not reason.strip():
        raise InvalidInput("Give a reason.", fields={"reason": "Give a reason."})
    locked = step.locked(application)
    if not is_overdue(locked, today=timezone.localdate(at)):
        raise Conflict("The person still has time, or has done their part.")
    step.close(locked, ApplicationEvent.CLOSE_INCOMPLETE, at=at)
    invitation.end(locked, "The case was closed as incomplete.", actor=actor.reference, at=at)
    record.append(
        "screening.application.closed_incomplete",
        actor=actor.reference,
        at=at,
        subject=locked.reference,
        port=locked.port.locode,
        reason=reason.strip(),
    )
    application.state = locked.state


def _take_over(application: Application, declaration: Declaration, *, actor: User, at: datetime) -> None:
    person = application.person
    told = {
        "native_name": declaration.native_name,
        "nationality": declaration.nationalities[0] if declaration.nationalities else "",
    }
    blanks = {name: value for name, value in told.items() if value and not getattr(person, name)}
    if blanks:
        people.change(person, actor=actor.reference, at=at, **blanks)


def _record(application: Application, verb: str, *, actor: User, at: datetime, **body: object) -> None:
    record.append(
        f"screening.declaration.{verb}",
        actor=actor.reference,
        at=at,
        subject=application.reference,
        port=application.port.locode,
        **body,
    )
