"""Into which group a person falls."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import datetime
from typing import Final

NOT_KNOWN: Final = "Not known"
_MEMBERS: Final = (
    "AT BE BG CH CY CZ DE DK EE ES FI FR GR HR HU IE IS IT LI LT LU LV MT NL NO PL PT RO SE SI SK"
)
EEA_AND_SWITZERLAND: Final = frozenset(_MEMBERS.split())
"""Free movement of workers: TFEU art. 45, EEA agreement art. 28, EU–Switzerland agreement of 21 June 1999."""

SHIFTS: Final = ((5, 13, "Early"), (13, 21, "Late"))
"""Hours of the port's day in which a shift begins; all others are the night."""

MOSTLY: Final = 0.6
"""Who begins less than this share of their shifts in one part of the day changes between them."""


def nationality_group(nationality: str, country: str) -> str:
    """Three groups instead of a hundred: single nationalities would be too small, and single people out."""
    if not nationality:
        return NOT_KNOWN
    if nationality == country:
        return "Country of the port"
    return "Other EEA and Switzerland" if nationality in EEA_AND_SWITZERLAND else "Other countries"


def usual_shift(starts: Iterable[datetime]) -> str:
    """In which part of the day most shifts begin. `starts` are in the port's time."""
    parts = Counter(_part(start.hour) for start in starts)
    if not parts:
        return NOT_KNOWN
    part, count = parts.most_common(1)[0]
    return part if count >= MOSTLY * parts.total() else "Changing"


def _part(hour: int) -> str:
    return next((name for since, until, name in SHIFTS if since <= hour < until), "Night")
