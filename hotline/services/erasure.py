"""Erases reports by destroying their keys: after their time, by two people, or by the reporter."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.timezone import get_default_timezone

from accounts.models import User
from hotline.clock.deadline import is_kept
from hotline.enums import ReportState
from hotline.models import ErasureRequest, Report
from hotline.permissions import may_confirm_erasure, may_handle
from hotline.services import destruction
from ledger.services import record
from portsec.kernel.errors import Conflict, InvalidInput, require
from portsec.kernel.scope import Scope

CLOCK = "system:clock"
RETENTION_OVER = "its time was over"
TWO_PEOPLE = "two officers agreed"


@transaction.atomic
def request(report: Report, reason: str, *, actor: User, scope: Scope, at: datetime) -> ErasureRequest:
    """Ask that a report be erased before its time.

    Refuses when: the actor cannot open it (Refused); no reason (InvalidInput); it is on hold, or asked for
    already (Conflict). Records: hotline.erasure.requested.
    """
    require(may_handle(actor, scope, report))
    text = reason.strip()
    if not text:
        raise InvalidInput("Give a reason.", fields={"reason": "Give a reason."})
    _not_on_hold(report)
    asked, is_new = ErasureRequest.objects.get_or_create(
        report=report, defaults={"reason": text, "by": actor.reference, "at": at}
    )
    if not is_new:
        raise Conflict("Somebody has asked for this already.")
    _record(report, "hotline.erasure.requested", actor.reference, at, reason=text)
    return asked


@transaction.atomic
def confirm(report: Report, *, actor: User, scope: Scope, at: datetime) -> Report:
    """Agree to an early erasure, and erase.

    Refuses when: nobody asked (Conflict); the actor asked, or cannot open it (Refused); it is on hold
    (Conflict). Records: hotline.report.erased.
    """
    asked = ErasureRequest.objects.filter(report=report).first()
    if asked is None:
        raise Conflict("Nobody has asked to erase this report.")
    require(may_confirm_erasure(actor, scope, report, asked))
    _not_on_hold(report)
    return _erase(report, TWO_PEOPLE, by=actor.reference, at=at)


@transaction.atomic
def sweep(*, at: datetime) -> int:
    """Erase what was closed longer ago than its hub keeps it, and what its reporter took back; how many.

    Records: hotline.report.erased for those whose time was over; for the others nothing, as for all that a
    reporter does. Safe to repeat because: what is erased is not found again.
    """
    withdrawn = Report.objects.filter(look_up=None).exclude(state=ReportState.ERASED.value)
    for report in withdrawn:
        destruction.destroy(report, at=at)
    today = at.astimezone(get_default_timezone()).date()
    rows = Report.objects.filter(state=ReportState.CLOSED.value, is_on_hold=False).select_related("hub")
    due = [each for each in rows if not is_kept(each.closed_on, kept_days=each.hub.kept_days, today=today)]
    for report in due:
        _erase(report, RETENTION_OVER, by=CLOCK, at=at)
    return len(due) + len(withdrawn)


def _erase(report: Report, ground: str, *, by: str, at: datetime) -> Report:
    destruction.destroy(report, at=at)
    _record(report, "hotline.report.erased", by, at, ground=ground)
    return report


def _not_on_hold(report: Report) -> None:
    """Read anew: a hold that was put on meanwhile counts."""
    if Report.objects.filter(pk=report.pk, is_on_hold=True).exists():
        raise Conflict("This report is on hold and cannot be erased.", code="on_hold")


def _record(report: Report, kind: str, by: str, at: datetime, **body: str) -> None:
    record.append(kind, actor=by, at=at, subject=report.subject, port=report.hub.locode, **body)
