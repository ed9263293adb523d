"""Due dates: calendar and working days. Pure arithmetic; the holidays of a State are given, never guessed."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, timedelta

from portsec.kernel.errors import InvalidInput
from screening.suitability.words import ClockUnit

WEEKEND = frozenset({5, 6})  # date.weekday(): Saturday and Sunday, unless the State rests on other days


def is_working_day(day: date, holidays: Collection[date] = (), weekend: Collection[int] = WEEKEND) -> bool:
    """Neither a day of the weekend nor one of the holidays."""
    return day.weekday() not in weekend and day not in holidays


def due(
    start: date,
    days: int,
    unit: ClockUnit,
    holidays: Collection[date] = (),
    weekend: Collection[int] = WEEKEND,
) -> date:
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
        return _after_working_days(start, days, frozenset(holidays), frozenset(weekend))
    except OverflowError:
        raise InvalidInput(f"{days} days after {start} is beyond the calendar.") from None


def working_days(
    start: date, end: date, holidays: Collection[date] = (), weekend: Collection[int] = WEEKEND
) -> int:
    """How many working days follow `start` up to and with `end`; negative where `end` lies before it.

    So a period that ends on `due(start, n, WORKING)` has n working days, and one that ended yesterday has -1
    or, over a weekend, 0 left of it: read lateness by the dates, and its length here.
    """
    if end < start:
        return -working_days(end, start, holidays, weekend)
    closed = frozenset(holidays)
    days = (start + timedelta(days=number) for number in range(1, (end - start).days + 1))
    return sum(is_working_day(day, closed, weekend) for day in days)


def _after_working_days(start: date, days: int, holidays: frozenset[date], weekend: frozenset[int]) -> date:
    day = start
    left = days
    while left:
        day += timedelta(days=1)
        left -= is_working_day(day, holidays, weekend)
    return day
