"""How long until, in words."""

from __future__ import annotations

from datetime import timedelta

MINUTE = timedelta(minutes=1)


def in_words(span: timedelta) -> str:
    """ "3 h 12 min", "2 days 4 h"; a begun minute counts, so that nobody comes too early."""
    minutes = max(1, -(-span // MINUTE))
    days, minutes = divmod(minutes, 24 * 60)
    hours, minutes = divmod(minutes, 60)
    if days:
        parts = [f"{days} day" if days == 1 else f"{days} days", f"{hours} h" if hours else ""]
    else:
        parts = [f"{hours} h" if hours else "", f"{minutes} min" if minutes else ""]
    return " ".join(part for part in parts if part)
