"""Which access is proposed to be taken away, and the figures that speak for it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from access.enums import FieldClass

LOOK_BACK = timedelta(days=90)
"""Long enough for the routine of a quarter."""

TRIAL = timedelta(days=14)
"""Two weeks of work without the access, before it is gone (domain notes, section 6, number 9)."""

FEWEST_LOOK_UPS = 100
"""Below so many look-ups of the group in 90 days, not opening something says nothing. House proposal of
November 2026, to be replayed on a port's own history."""

MOST_USED = 0.001
"""The access is idle when at most this share of the group's look-ups opened it. House proposal of November
2026."""

HELD_FOR = timedelta(days=30)
"""What was given more recently has had no time to be used."""


@dataclass(frozen=True, slots=True)
class Use:
    """What a group of holders looked up in the look-back: all of it, and how much at this class or above."""

    group: str
    field_class: FieldClass
    opened: int
    looked_up: int
    holders: int

    @property
    def is_idle(self) -> bool:
        return self.looked_up >= FEWEST_LOOK_UPS and self.opened <= self.looked_up * MOST_USED

    @property
    def sentence(self) -> str:
        return (
            f"{self.group} opened {self.field_class.label.lower()} data in {self.opened:,} of "
            f"{self.looked_up:,} look-ups in {LOOK_BACK.days} days."
        )
