"""The two deadlines of a report: acknowledgement and feedback."""

from __future__ import annotations

import calendar
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from hotline.enums import Deadline, Standing

# Directive (EU) 2019/1937, Article 9(1)(b): acknowledgement within seven days of receipt. (f): feedback
# within three months of the acknowledgement, or, where none was sent, of the end of those seven days.
ACKNOWLEDGED_WITHIN: Final = timedelta(days=7)
FEEDBACK_MONTHS: Final = 3


@dataclass(frozen=True, slots=True)
class Clock:
    """One deadline: by when, how it stands, and when it was met."""

    deadline: Deadline
    due_on: date
    standing: Standing
    met_on: date | None = None

    def days_left(self, today: date) -> int:
        return (self.due_on - today).days


def clocks(
    earliest_day: date, acknowledged_on: date | None, answered_on: date | None, *, today: date
) -> Mapping[Deadline, Clock]:
    """Both deadlines, counted from the first day on which the report can have come in.

    So the hotline is late rather a day early than a day unnoticed.
    """
    by = earliest_day + ACKNOWLEDGED_WITHIN
    feedback_by = add_months(min(acknowledged_on or by, by), FEEDBACK_MONTHS)
    return {
        Deadline.ACKNOWLEDGEMENT: _clock(Deadline.ACKNOWLEDGEMENT, by, acknowledged_on, today),
        Deadline.FEEDBACK: _clock(Deadline.FEEDBACK, feedback_by, answered_on, today),
    }


def add_months(day: date, months: int) -> date:
    """The same day of a later month, or its last one (Regulation (EEC) 1182/71, Article 3(2)(c))."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def is_kept(closed_on: date | None, *, kept_days: int, today: date) -> bool:
    """Whether a report may still be kept: open, or closed for no longer than the hub keeps it."""
    return closed_on is None or today <= closed_on + timedelta(days=kept_days)


def _clock(deadline: Deadline, due_on: date, met_on: date | None, today: date) -> Clock:
    if met_on is not None:
        standing = Standing.MET if met_on <= due_on else Standing.BREACHED
    else:
        standing = Standing.RUNNING if today <= due_on else Standing.BREACHED
    return Clock(deadline, due_on, standing, met_on)
