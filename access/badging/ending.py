"""Until when a badge may hold: never longer than what it rests on."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final

from access.badging.facts import BOUND_NAMES, Bounds
from portsec.kernel.verdict import Verdict, all_of, allow, deny

WARNINGS: Final = (30, 14, 5)
"""Days before its end at which the register points to a badge: time to renew a clearance, to print, to act.
The last is CargoCard's, which warns five days ahead; the others are ours (November 2026)."""


@dataclass(frozen=True, slots=True)
class Ending:
    """A last day and what sets it; `code` is that of the reason for refusing a later one."""

    day: date
    code: str
    name: str


def endings(bounds: Bounds) -> list[Ending]:
    """Everything that a badge may not outlive, the earliest first."""
    found = []
    for field, (code, name) in BOUND_NAMES.items():
        day = getattr(bounds, field)
        if day is not None:
            found.append(Ending(day, code, name))
    return sorted(found, key=lambda ending: ending.day)


def earliest(bounds: Bounds) -> Ending | None:
    """What ends first; None where nothing does."""
    return next(iter(endings(bounds)), None)


def ends_in_time(last_day: date, bounds: Bounds, *, today: date) -> Verdict:
    """Whether a badge may hold until this day, and everything that it would outlive.

    A later day is refused and not cut: whoever asked must see that the badge will not reach that far.
    """
    if last_day < today:
        return deny("end_in_the_past", "The last day lies in the past.")
    late = [ending for ending in endings(bounds) if last_day > ending.day]
    if not late:
        return allow()
    return all_of(
        *(deny(e.code, f"{e.name.capitalize()} ends on {e.day:%-d %B %Y}, before the badge.") for e in late)
    )


def warning(last_day: date, *, today: date) -> int | None:
    """Which of the warnings stands for a badge: the smallest number of days that it is within.

    None while its end is further off, and after it.
    """
    left = (last_day - today).days
    return min((days for days in WARNINGS if 0 <= left <= days), default=None)
