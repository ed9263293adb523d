"""The one place where a check gets its answer, and where an answer is taken back on the record."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from portsec.kernel.errors import Conflict, InvalidInput, require
from portsec.kernel.scope import Scope
from portsec.kernel.steps import next_state
from screening.enums import ApplicationState, CheckKind, CheckResult, CheckState
from screening.models import Application, Check
from screening.permissions import may_answer
from screening.request_clock import days_since
from screening.services import request, step
from screening.services.request import tell
from screening.transitions import CHECK, ApplicationEvent, CheckEvent

# States in which the file still takes answers. What a proposal rests on stays as it is, so that the second
# officer signs what the first one saw.
TAKES_ANSWERS = (ApplicationState.CHECKING, ApplicationState.IN_REVIEW)
OPEN_CHECKS = (CheckState.REQUESTED.value, CheckState.INVALID.value)
UNANSWERED: dict[str, Any] = {
    "result": "",
    "detail": "",
    "late_days": 0,
    "ask_directly": [],
    "unobtainable_reason": "",
    "advice": "",
    "reference_given": "",
    "valid_until": None,
    "unclear_since": None,
}


def put(check: Check, result: CheckResult, detail: str, *, actor: str, at: datetime, **more: Any) -> None:
    """Keep an answer in the caller's transaction, late if it is; the last one sends the case to review.

    Refuses when: the case is closed, or the check was answered meanwhile (Conflict).
    Records: screening.check.answered, and screening.check.late where it came after its day.
    """
    case = step.locked(check.application)
    if case.closed_at is not None:
        raise Conflict("The case is closed; nothing more is put on file.")
    new = next_state(CHECK, check.state_word, CheckEvent.ANSWER)
    late = _late_days(check, timezone.localdate(at))
    changed = Check.objects.filter(pk=check.pk, state=check.state).update(
        state=new.value,
        result=result.value,
        detail=detail,
        answered_at=at,
        answered_by=actor,
        late_days=late,
        unclear_since=None,
        **more,
    )
    if changed != 1:
        raise Conflict("This check was answered meanwhile.")
    application = check.application
    check.refresh_from_db()
    tell("answered", check, actor=actor, at=at, result=result.label.lower())
    if late:
        tell("late", check, actor=actor, at=at, days=late)
    _complete(case)
    application.state = case.state


def ask_again(check: Check, *, reason: str, actor: User, scope: Scope, at: datetime) -> None:
    """Put the question once more: the answer was wrong, or can no longer be relied on.

    The old answer stays on record as a fact; what it said goes when the new one comes.
    Refuses when: the actor lacks the right or is the person (Refused); no reason is given, or a machine
    answers this check (InvalidInput); it is not answered, or the case is proposed or closed (Conflict).
    Records: screening.check.asked_again. Wakes: nothing; the case goes back to its checks.
    """
    _take_back(check, CheckEvent.ASK_AGAIN, reason, actor=actor, scope=scope, at=at)


def invalidate(check: Check, *, reason: str, actor: User, scope: Scope, at: datetime) -> None:
    """Declare an answer invalid: forged, about somebody else, or drawn up for another purpose.

    Refuses and records as `ask_again` does, under screening.check.invalidated. The question must be asked
    again before the case can go on.
    """
    _take_back(check, CheckEvent.INVALIDATE, reason, actor=actor, scope=scope, at=at)


def expect_open_file(case: Application) -> None:
    """Refuses when: the case is closed, or somebody's decision rests on the file as it is (Conflict)."""
    if case.closed_at is not None:
        raise Conflict("The case is closed; nothing more is put on file.")
    if case.state_word not in TAKES_ANSWERS:
        stands = case.state_word.label
        raise Conflict(
            f"The file stays as it is while the case stands at “{stands}”; it must be returned first."
        )


def back_to_checks(case: Application) -> None:
    """A case in review with a question open again goes back to its checks."""
    if case.state_word is ApplicationState.IN_REVIEW:
        step.take(case, ApplicationEvent.REQUEST_CHECKS)


def _take_back(
    check: Check, event: CheckEvent, reason: str, *, actor: User, scope: Scope, at: datetime
) -> None:
    require(may_answer(actor, scope, check.application))
    if not reason.strip():
        raise InvalidInput("Give the reason.", fields={"reason": "Give the reason."})
    if check.kind_word is CheckKind.WATCHLIST:
        raise InvalidInput("The lists are searched by the system, which looks again at every new list.")
    with transaction.atomic():
        case = step.locked(check.application)
        expect_open_file(case)
        new = next_state(CHECK, check.state_word, event)
        today = timezone.localdate(at)
        asked: dict[str, Any] = {}
        if new is CheckState.REQUESTED:
            asked = {"requested_at": at, "sent_on": None, "due_on": request.due_date(check, today)}
            asked |= {"chasers": 0, "chased_at": None}
        changed = Check.objects.filter(pk=check.pk, state=check.state).update(
            state=new.value, **UNANSWERED, **asked
        )
        if changed != 1:
            raise Conflict("This check was changed meanwhile; look again.")
        application = check.application
        check.refresh_from_db()
        if new is CheckState.REQUESTED:
            told = {"reason": reason.strip(), "due_on": check.due_on}
            tell("asked_again", check, actor=actor.reference, at=at, **told)
        else:
            tell("invalidated", check, actor=actor.reference, at=at, reason=reason.strip())
        back_to_checks(case)
        application.state = case.state


def _late_days(check: Check, today: date) -> int:
    """Working days after the due date; 0 where it came in time, or the State waited for us."""
    if today <= check.due_on or check.unclear_since is not None or not check.is_state_bound:
        return 0
    return max(days_since(check.due_on, today, check.country), 1)


def _complete(case: Application) -> None:
    """When the last expected answer is in, the case goes to review."""
    is_waiting = case.checks.filter(state__in=OPEN_CHECKS).exists()
    if case.state_word is ApplicationState.CHECKING and not is_waiting:
        step.take(case, ApplicationEvent.COMPLETE_CHECKS)
