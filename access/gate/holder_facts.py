"""What is known of the holder beyond badge and clearance: training, roster, permit."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from access.enums import RosterKind

ROLLING_YEAR = timedelta(days=365)
"""As screening counts it when a permit is issued; a test compares the two."""


@dataclass(frozen=True, slots=True)
class TrainingCertificate:
    """Proof of a training, in force on its first and last day and between; without `last_day`, for good."""

    training: str
    first_day: date
    last_day: date | None = None

    def holds_on(self, day: date) -> bool:
        return self.first_day <= day and (self.last_day is None or day <= self.last_day)


@dataclass(frozen=True, slots=True)
class Duty:
    """One line of a roster: from `start` up to but not including `end`, aware times."""

    kind: RosterKind
    start: datetime
    end: datetime


@dataclass(frozen=True, slots=True)
class Roster:
    """The duties around the moment, in any order, and whether a supervisor has confirmed this entry."""

    duties: tuple[Duty, ...] = ()
    confirmed: bool = False


@dataclass(frozen=True, slots=True)
class ShipCall:
    """The call of the ship that a permit is for. Aware times; None: not arrived, no departure known."""

    arrived_at: datetime | None
    departed_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class PermitFacts:
    """What lets the holder in without a clearance, from its first to its last day, both included.

    `is_escorted`: it needs an escort; one that needs none stands in for a clearance only in the areas of
    `walk_path`, not in those inside them. `is_revoked`: it, or what it rests on, has ended. `is_essential`:
    it goes on at security level 3. `days_before`: earlier days on which the person came on a permit, whoever
    the sponsor was. `days`: on how many days of its span the holder may come; `days_a_year`: on how many in a
    rolling year; None is any number.
    """

    first_day: date
    last_day: date
    is_escorted: bool = True
    is_revoked: bool = False
    is_essential: bool = False
    walk_path: frozenset[str] = frozenset()
    ship_call: ShipCall | None = None
    days_before: frozenset[date] = frozenset()
    days: int | None = None
    days_a_year: int | None = None

    def days_used(self, day: date) -> int:
        """Days of the permit's span that are used with this one."""
        return self._days_since(self.first_day, day)

    def days_of_year_used(self, day: date) -> int:
        """Days of the rolling year that ends with `day`, this day included."""
        return self._days_since(day - ROLLING_YEAR + timedelta(days=1), day)

    def days_freed(self) -> set[date]:
        """The days on which an earlier day falls out of the rolling year."""
        return {day + ROLLING_YEAR for day in self.days_before}

    def _days_since(self, first: date, day: date) -> int:
        return 1 + sum(first <= each < day for each in self.days_before)
