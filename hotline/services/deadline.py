"""Passes breached deadlines on to somebody outside the port."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import Q
from django.utils.timezone import get_default_timezone

from hotline.clock.deadline import clocks
from hotline.enums import Deadline, ReportState, Standing
from hotline.models import Report
from ledger.services import record

CLOCK = "system:clock"
OVERSIGHT = "oversight"
OVER = (ReportState.CLOSED.value, ReportState.ERASED.value)


@transaction.atomic
def escalate_breached(*, at: datetime) -> int:
    """Tell the sister hub of every report whose deadline has passed unmet; how many.

    It learns the reference and the deadline, not the content; a recipient there, or two keepers, can open
    it. Without a sister hub the oversight board is told. The reporter reads that it was passed on.
    Records: hotline.deadline.breached. Safe to repeat because: what was passed on is not found again.
    """
    today = at.astimezone(get_default_timezone()).date()
    shown = Q(held_until=None) | Q(held_until__lte=at)
    rows = Report.objects.select_for_update(of=("self",), skip_locked=True).select_related("hub")
    told = 0
    for report in rows.filter(shown, escalated_on=None).exclude(state__in=OVER):
        for clock in clocks(
            report.earliest_day, report.acknowledged_on, report.answered_on, today=today
        ).values():
            if clock.standing is Standing.BREACHED and clock.met_on is None and report.escalated_on is None:
                _pass_on(report, clock.deadline, due_on=clock.due_on.isoformat(), at=at)
                told += 1
    return told


def _pass_on(report: Report, deadline: Deadline, *, due_on: str, at: datetime) -> None:
    report.escalated_on = at.astimezone(get_default_timezone()).date()
    Report.objects.filter(pk=report.pk, escalated_on=None).update(escalated_on=report.escalated_on)
    record.append(
        "hotline.deadline.breached",
        actor=CLOCK,
        at=at,
        subject=report.subject,
        port=report.hub.locode,
        deadline=deadline.value,
        due_on=due_on,
        passed_to=report.hub.sister or OVERSIGHT,
    )
