"""Takes a report back at its reporter's wish. Nothing of it goes on record."""

from __future__ import annotations

from hotline.enums import ReportState
from hotline.models import Report
from hotline.services.receipt import Opened
from portsec.kernel.errors import Conflict

ON_HOLD = (
    "An authority has asked that this report be kept for now. The hotline can tell you more in a message."
)


def withdraw(opened: Opened) -> None:
    """Take a report back for good. What was handed over to an authority stays there.

    From now on neither the code nor any officer opens it; its keys, messages and files are destroyed at the
    next full hour, so that nobody at the desk can tell the minute.
    Refuses when: it is on hold (Conflict). Records: nothing.
    """
    rows = Report.objects.filter(pk=opened.report.pk, is_on_hold=False)
    taken_back = rows.exclude(state=ReportState.ERASED.value).update(
        look_up=None, reporter_box=None, body=None, is_settled=False
    )
    if taken_back != 1:
        raise Conflict(ON_HOLD, code="on_hold")
