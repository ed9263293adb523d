"""Who is inside as far as readers have seen, and the anti-passback rule of an area."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from access.enums import Direction
from portsec.kernel.words import Word


class AntiPassbackMode(Word):
    """Soft notes a second entry, hard refuses it, timed refuses it for a while."""

    SOFT = "soft", "Soft"
    HARD = "hard", "Hard"
    TIMED = "timed", "Timed"


@dataclass(frozen=True, slots=True)
class AntiPassback:
    """The rule of one area; areas around it have their own or none.

    `period`: how long after an entry a timed rule refuses the next one. `forgets_after`: passages so old no
    longer count, so that one missed reading on the way out locks nobody out for good; None: they always do.
    Raises ValueError for a timed rule without a period.
    """

    mode: AntiPassbackMode
    period: timedelta | None = None
    forgets_after: timedelta | None = None

    def __post_init__(self) -> None:
        if self.mode is AntiPassbackMode.TIMED and self.period is None:
            raise ValueError("a timed anti-passback rule needs a period")


@dataclass(frozen=True, slots=True)
class Pass:
    """A granted passage into or out of one area, at an aware time."""

    area: str
    direction: Direction
    at: datetime


@dataclass(frozen=True, slots=True)
class Presence:
    """The last passages of one person, in any order, of any badge of theirs.

    `forgiven_at`: a guard saw the person and set the record right; passages up to then no longer count.
    """

    passes: tuple[Pass, ...] = ()
    forgiven_at: datetime | None = None

    def entered_at(self, area: str, rule: AntiPassback, at: datetime) -> datetime | None:
        """When the person entered the area in which they are still, as far as anybody has seen; else None.

        Of two passages at the same moment the entry counts.
        """
        seen = [
            (each.at.astimezone(UTC), each.direction == Direction.IN)
            for each in self.passes
            if each.area == area and self._counts(each, rule, at)
        ]
        last_at, inside = max(seen, default=(at, False))
        return last_at if inside else None

    def _counts(self, one: Pass, rule: AntiPassback, at: datetime) -> bool:
        if self.forgiven_at is not None and one.at.astimezone(UTC) <= self.forgiven_at:
            return False
        return rule.forgets_after is None or at.astimezone(UTC) - one.at < rule.forgets_after
