"""Asks people what a look-up or an entry was for, and takes their answers. One writer of the table.

Whoever is asked sees the event and nothing else: questions of a case and of the lot look alike, so that a
question tells nobody that there is a case.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import transaction

from access.casework.words import AnswerReason
from access.models import AuditDraw, CaseQuestion, DataEvent, GateEvent, PersonCase
from access.permissions.person_case import may_triage
from access.selectors.case_question import account_behind
from access.selectors.event_log import log_name
from accounts.models import Port, User
from ledger.services import record
from portsec.kernel.errors import Conflict, InvalidInput, NotFound, require
from portsec.kernel.scope import Scope

TO_ANSWER = timedelta(hours=24)  # so short that one still knows
MOST_AT_ONCE = 5  # events; whoever is asked about more answers none with care
LONGEST_REMARK = 1000  # characters


@transaction.atomic
def ask(
    case: PersonCase,
    events: Iterable[GateEvent | DataEvent],
    *,
    actor: User,
    scope: Scope,
    at: datetime,
) -> list[CaseQuestion]:
    """Ask the person of a case what these events of theirs were for. The answer is due within a day.

    Refuses when: the actor may not decide the case (Refused); nothing or too much is asked, an event is not
    the person's, or they have no account here (InvalidInput); all of it was asked before (Conflict).
    Records: access.case_question.asked.
    Safe to repeat because: an event is asked about once.
    """
    require(may_triage(actor, scope, case))
    wanted = list(events)
    if not 1 <= len(wanted) <= MOST_AT_ONCE:
        raise InvalidInput(f"Choose from one to {MOST_AT_ONCE} events to ask about.")
    if any(event.person_ref != case.subject for event in wanted):
        raise InvalidInput("Only events of the person whom the case is about can be asked about.")
    made = _asked(case.port, wanted, by=actor.reference, at=at, case=case)
    record.append(
        "access.case_question.asked",
        actor=actor.reference,
        at=at,
        subject=case.reference,
        port=case.port.locode,
        case=case.ref,
        questions=len(made),
    )
    return made


def ask_by_lot(draw: AuditDraw, event: DataEvent, *, at: datetime) -> list[CaseQuestion]:
    """Ask about a look-up that the lot drew, as a case would. Nobody is asked who has no account here."""
    try:
        with transaction.atomic():
            return _asked(draw.port, [event], by="system:lot", at=at, draw=draw)
    except (InvalidInput, Conflict):
        return []


@transaction.atomic
def answer(
    question: CaseQuestion,
    reason: AnswerReason,
    *,
    remark: str = "",
    work_ref: str = "",
    actor: User,
    at: datetime,
) -> CaseQuestion:
    """Say what it was for. A late answer is taken, and is seen to be late.

    Refuses when: somebody else was asked (NotFound, as if it were not there); it was answered before
    (Conflict); the remark is too long, or is missing where the reason says nothing (InvalidInput).
    Records: access.case_question.answered, where a case asked; under the case, which the person cannot see.
    """
    if question.account != actor.username:
        raise NotFound("question")
    said = remark.strip()
    if len(said) > LONGEST_REMARK or (reason is AnswerReason.OTHER and not said):
        problem = f"Say in at most {LONGEST_REMARK} characters what it was for."
        raise InvalidInput(problem, fields={"remark": problem})
    changed = CaseQuestion.objects.filter(pk=question.pk, answered_at=None).update(
        answer=reason.value, remark=said, work_ref=work_ref.strip()[:60], answered_at=at
    )
    if changed != 1:
        raise Conflict("You have answered this already.")
    question.refresh_from_db()
    if question.case is not None:
        record.append(
            "access.case_question.answered",
            actor="system:questions",
            at=at,
            subject=question.case.reference,
            port=question.port.locode,
            case=question.case.ref,
            answer=reason.label.lower(),
        )
    return question


def _asked(
    port: Port,
    events: list[GateEvent | DataEvent] | list[DataEvent],
    *,
    by: str,
    at: datetime,
    case: PersonCase | None = None,
    draw: AuditDraw | None = None,
) -> list[CaseQuestion]:
    account = account_behind(port, events[0].person_ref)
    if account is None:
        raise InvalidInput("This person has no account here, so nobody can be asked.")
    rows = [
        CaseQuestion(
            port=port,
            case=case,
            draw=draw,
            account=account.username,
            stream="data" if isinstance(event, DataEvent) else "gate",
            event_name=log_name(event),
            happened_at=event.at,
            about=event.object_ref if isinstance(event, DataEvent) else event.reader_code,
            field_class=event.field_class if isinstance(event, DataEvent) else "",
            asked_at=at,
            due_at=at + TO_ANSWER,
            asked_by=by,
        )
        for event in events
    ]
    known = set(
        CaseQuestion.objects.filter(port=port, event_name__in=[row.event_name for row in rows]).values_list(
            "stream", "event_name", "happened_at"
        )
    )
    fresh = [row for row in rows if (row.stream, row.event_name, row.happened_at) not in known]
    if not fresh:
        raise Conflict("This was asked before.")
    return CaseQuestion.objects.bulk_create(fresh)
