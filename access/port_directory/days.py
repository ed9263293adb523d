"""Days at the port as moments and back. A span of days includes its last one."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta, tzinfo

INSTANT = timedelta(microseconds=1)

NO_END = datetime(2199, 12, 31, tzinfo=UTC)
"""Stands for the end of a badge whose end nobody gave."""


def begins(given: date | datetime, zone: tzinfo) -> datetime:
    """The moment from which a span counts that begins on this day or at this moment."""
    return given if isinstance(given, datetime) else midnight(given, zone)


def ends(given: date | datetime, zone: tzinfo) -> datetime:
    """The moment at which a span is over that ends with this day or at this moment."""
    return given if isinstance(given, datetime) else midnight(given + timedelta(days=1), zone)


def last_day(given: date | datetime, zone: tzinfo) -> date:
    """The last day that a span touches which ends with this day or at this moment."""
    return (given - INSTANT).astimezone(zone).date() if isinstance(given, datetime) else given


def first_day(given: date | datetime, zone: tzinfo) -> date:
    """The first day that a span touches."""
    return given.astimezone(zone).date() if isinstance(given, datetime) else given


def day_if_whole(at: datetime, zone: tzinfo) -> date | datetime:
    """The day when the moment is its midnight, else the moment: the shortest text that means the same."""
    day = at.astimezone(zone).date()
    return day if at == midnight(day, zone) else at


def midnight(day: date, zone: tzinfo) -> datetime:
    return datetime.combine(day, time.min, zone)
