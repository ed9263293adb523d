"""What happens at each full hour, whether anything came or not."""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from datetime import datetime
from typing import Any, Final

from django.db import transaction
from django.db.models import F, Model, Q

from hotline.clock.day import full_hour
from hotline.enums import Author, ReportEvent, ReportState
from hotline.models import Commitment, Message, OriginalPart, Report, ReportKey, SealedFile
from hotline.services import deadline, erasure, notice, slot
from hotline.transitions import REPORT_TRANSITIONS
from ledger.models import Job
from ledger.services import job
from portsec.kernel.steps import next_state

HOUR_JOB: Final = "hotline.hour"


def request(*, at: datetime) -> Job:
    """Ask for what is due at the full hour. Safe to repeat because: the hour is the job's slot."""
    hour = full_hour(at)
    return job.request(
        HOUR_JOB, "hotline", actor="system:clock", at=at, slot=f"{hour:%Y-%m-%dT%H}", due_at=hour
    )


@transaction.atomic
def look(*, at: datetime) -> None:
    """Let appear what is due, settle rows, fill the places in the ledger, watch deadlines and retention.

    Records: hotline.slot.filled, as many every hour; hotline.deadline.breached and hotline.report.erased;
    at two hours of the day hotline.notice.sent.
    Safe to repeat because: each part is.
    """
    appear(at=at)
    settle()
    slot.fill_due(at=at)
    deadline.escalate_breached(at=at)
    erasure.sweep(at=at)
    notice.send_due(at=at)


def appear(*, at: datetime) -> None:
    """Forget the hours that are past, and open closed reports to which their reporter wrote again."""
    due = Q(held_until__lte=at)
    written = Message.objects.filter(due, author=Author.REPORTER.value).values_list("report", flat=True)
    reopened = next_state(REPORT_TRANSITIONS, ReportState.CLOSED, ReportEvent.REOPEN)
    Report.objects.filter(pk__in=list(written), state=ReportState.CLOSED.value).update(
        state=reopened.value, closed_on=None
    )
    for model in (Report, Message, SealedFile):
        model._default_manager.filter(due).update(held_until=None, is_settled=False)


def settle() -> None:
    """Write anew, in this one transaction and in random order, every row that came since the last hour.

    PostgreSQL keeps the number of the writing transaction with each row. Beside the numbers of rows whose
    time is known, an administrator could tell the minute of a report from it.
    """
    keys = ReportKey.objects.filter(report__is_settled=False).values_list("pk", flat=True)
    parts = OriginalPart.objects.filter(file__is_settled=False).values_list("pk", flat=True)
    _write_anew(ReportKey, keys, "sealed")
    _write_anew(OriginalPart, parts, "sealed")
    _write_anew(Commitment, Commitment.objects.filter(slot=None).values_list("pk", flat=True), "due_at")
    for model in (SealedFile, Message, Report):
        for key in _shuffled(model._default_manager.filter(is_settled=False).values_list("pk", flat=True)):
            model._default_manager.filter(pk=key).update(is_settled=True)


def _write_anew(model: type[Model], keys: Iterable[Any], column: str) -> None:
    """An update that changes nothing makes a new version of the row all the same."""
    for key in _shuffled(keys):
        model._default_manager.filter(pk=key).update(**{column: F(column)})


def _shuffled(keys: Iterable[Any]) -> list[Any]:
    found = list(keys)
    secrets.SystemRandom().shuffle(found)
    return found
