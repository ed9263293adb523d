"""How times, spans and lists read in the sentences of flags."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta

_SHOWN = 5  # items of a list that a sentence names before it only counts the rest


def moment(at: datetime) -> str:
    """3 March 2026 14:05 UTC."""
    at = at.astimezone(UTC)
    return f"{at.day} {at:%B %Y %H:%M} UTC"


def day(at: datetime) -> date:
    """The day in UTC: the same for a fact wherever and in whatever window it is read."""
    return at.astimezone(UTC).date()


def length(span: timedelta) -> str:
    """The two largest units: 2 days 3 h, 1 h 12 min, 45 s."""
    seconds = int(span.total_seconds())
    days, rest = divmod(seconds, 86400)
    hours, rest = divmod(rest, 3600)
    minutes, seconds = divmod(rest, 60)
    if days:
        return counted(days, "day") + (f" {hours} h" if hours else "")
    if hours:
        return f"{hours} h" + (f" {minutes} min" if minutes else "")
    return f"{minutes} min" if minutes else f"{seconds} s"


def counted(count: int, noun: str, plural: str = "") -> str:
    """1 box, 3 boxes."""
    return f"{count} {noun if count == 1 else plural or noun + 's'}"


def listed(items: Sequence[str]) -> str:
    """A, B and C; long lists end in "and 7 more"."""
    if len(items) > _SHOWN:
        return f"{', '.join(items[:_SHOWN])} and {len(items) - _SHOWN} more"
    return f"{', '.join(items[:-1])} and {items[-1]}" if len(items) > 1 else "".join(items)
