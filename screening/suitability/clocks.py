"""Due dates: calendar and working days. Pure arithmetic; the holidays of a State are given, never guessed."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, timedelta

from portsec.kernel.errors import InvalidInput
from screening.suitability.words import ClockUnit

SATURDAY = 5  # date.weekday()


def is_working_day(day: date, holidays: Collection[date] = ()) -> bool:
    """Neither Saturday, Sunday nor one of the holidays."""
    return day.weekday() < SATURDAY and day not in holidays


def due(start: date, days: int, unit: ClockUnit, holidays: Collection[date] = ()) -> date:
    """The last day of a period of `days` that begins with an event on `start`.

    The day of the event is not counted (Regulation (EEC, Euratom) 1182/71, Article 3(1)). Calendar days
    are counted plainly: an end on a Sunday stays there, and whoever keeps the clock may be kinder.
    Raises InvalidInput for a negative number of days, or one beyond the calendar.
    """
    if days < 0:
        raise InvalidInput(f"A clock cannot run for {days} days.")
    try:
        if unit is ClockUnit.CALENDAR:
            return start + timedelta(days=days)
        return _after_working_days(start, days, frozenset(holidays))
    except OverflowError:
        raise InvalidInput(f"{days} days after {start} is beyond the calendar.") from None


def _after_working_days(start: date, days: int, holidays: frozenset[date]) -> date:
    day = start
    left = days
    while left:
        day += timedelta(days=1)
        left -= is_working_day(day, holidays)
    return day
