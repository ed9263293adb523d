"""The months in which the log lies: partitions of the tables of events, by the time of their source.

By time and not by a number that grows, because searches, windows of detection and the archive ask for times:
each then reads the months that it means and no other. Late events, up to a day or a year, go to the month in
which they happened. What falls outside all months lies in a partition of its own, so that no event is lost
to a clock that was never set. That an event is kept once is not the partitions' matter: see `EventKey`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

TABLES: Final = ("access_gateevent", "access_dataevent")
BACK: Final = 36  # months before this one that may get a table; an older event is a rarity or a wrong clock
AHEAD: Final = 3  # months made ahead, so that a beat that stands still for weeks does no harm

LOCK: Final = 7_101_614  # of the advisory lock under which months are made


@dataclass(frozen=True, slots=True, order=True)
class Month:
    """A month by UTC, as the partitions are cut."""

    year: int
    month: int

    @classmethod
    def of(cls, at: datetime) -> Month:
        at = at.astimezone(UTC)
        return cls(at.year, at.month)

    def later(self, months: int) -> Month:
        years, month = divmod(self.year * 12 + self.month - 1 + months, 12)
        return Month(years, month + 1)

    @property
    def start(self) -> datetime:
        return datetime(self.year, self.month, 1, tzinfo=UTC)

    def table(self, parent: str) -> str:
        return f"{parent}_{self.year:04}_{self.month:02}"


def span(first: Month, last: Month) -> list[Month]:
    """All months from the first to the last."""
    months = [first]
    while months[-1] < last:
        months.append(months[-1].later(1))
    return months if first <= last else []


def within_reach(month: Month, *, at: datetime) -> bool:
    """Whether a table may be made for this month at this moment."""
    now = Month.of(at)
    return now.later(-BACK) <= month <= now.later(AHEAD)


def outside(parent: str) -> str:
    """The partition of what falls outside all months."""
    return f"{parent}_outside"


def create_outside(parent: str) -> str:
    return f'CREATE TABLE "{outside(parent)}" PARTITION OF "{parent}" DEFAULT'


def create(parent: str, month: Month) -> tuple[str, ...]:
    """Statements that make one month, beside the log and then attached: writers go on meanwhile."""
    table = month.table(parent)
    until = month.later(1).start
    bounds = f"FROM ('{month.start.isoformat()}') TO ('{until.isoformat()}')"
    return (
        f'CREATE TABLE "{table}" (LIKE "{parent}" INCLUDING DEFAULTS INCLUDING CONSTRAINTS)',
        f'ALTER TABLE "{parent}" ATTACH PARTITION "{table}" FOR VALUES {bounds}',
    )
