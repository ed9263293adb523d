"""The day of work that a moment belongs to: it begins at 05:00 UTC, so that a night shift is one day."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

BEGINS = time(5, tzinfo=UTC)
"""European night shifts end at six by their own clocks, which is four or five o'clock here."""

_A_DAY = 86400  # seconds
_EPOCH = date(1970, 1, 1).toordinal()


def number_of(at: datetime) -> int:
    """The working day as the number that `date.fromordinal` takes; quick enough for every event."""
    return int((at.timestamp() - BEGINS.hour * 3600) // _A_DAY) + _EPOCH


def working_day(at: datetime) -> date:
    return date.fromordinal(number_of(at))


def begin_of(day: date) -> datetime:
    """The moment at which this working day begins."""
    return datetime.combine(day, BEGINS)


def end_of(day: date) -> datetime:
    """The moment at which the next one begins."""
    return begin_of(day + timedelta(days=1))
