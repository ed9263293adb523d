"""When a report appears, and which day is kept for it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

HOUR: Final = timedelta(hours=1)
LONGEST_DELAY: Final = 24  # full hours


@dataclass(frozen=True, slots=True)
class Appearance:
    """`day` is what is kept for good. `held_until` is a full hour, or None for what appears at once."""

    day: date
    held_until: datetime | None


def appearance(at: datetime, *, is_urgent: bool, zone: ZoneInfo, draw: Callable[[int], int]) -> Appearance:
    """When staff may see what comes in now. `draw(n)` gives a number from 0 to n-1 at random.

    The day is that of the appearance. Were it the day of lodging, a report of the 3rd that appears on the
    4th at 20:00 would have to be of the four hours before midnight.
    """
    if is_urgent:
        return Appearance(at.astimezone(zone).date(), None)
    held_until = random_hour(at, draw=draw)
    return Appearance(held_until.astimezone(zone).date(), held_until)


def random_hour(at: datetime, *, draw: Callable[[int], int]) -> datetime:
    """One of the next 24 full hours, each as likely as another."""
    return full_hour(at) + HOUR * (1 + draw(LONGEST_DELAY))


def full_hour(at: datetime) -> datetime:
    """The full hour that has begun last."""
    return at.replace(minute=0, second=0, microsecond=0)


def earliest_day(day: date, *, is_urgent: bool) -> date:
    """The first day on which something kept under this day can have come in."""
    return day if is_urgent else day - timedelta(days=1)
