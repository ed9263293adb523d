"""Destroys the keys of a report and all that they opened."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.timezone import get_default_timezone

from hotline.enums import ReportEvent
from hotline.models import ErasureRequest, Report
from hotline.transitions import REPORT_TRANSITIONS
from portsec.kernel.errors import Conflict
from portsec.kernel.steps import next_state


@transaction.atomic
def destroy(report: Report, *, at: datetime) -> None:
    """Delete every key of a report, its reporter's box, texts and files; a row with reference and day stays.

    Overwriting is not relied on, because disks and backups keep old blocks: what they keep is sealed to a key
    that is gone.
    Refuses when: it is erased already, or its state changed meanwhile (Conflict).
    """
    state = next_state(REPORT_TRANSITIONS, report.state_word, ReportEvent.ERASE)
    changed = Report.objects.filter(pk=report.pk, state=report.state, is_on_hold=False).update(
        state=state.value,
        look_up=None,
        reporter_box=None,
        body=None,
        topic="",
        erased_on=at.astimezone(get_default_timezone()).date(),
        held_until=None,
        is_settled=False,
    )
    if changed != 1:
        raise Conflict("This report has changed meanwhile.")
    report.files.all().delete()
    report.messages.all().delete()
    ErasureRequest.objects.filter(report=report).delete()
    for rows in (report.keys, report.recovery_offers, report.gradings, report.case_links):
        rows.all().delete()
    report.refresh_from_db()
