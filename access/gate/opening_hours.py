"""When an area is open: hours by weekday, days with hours of their own, in the area's own time zone."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta, tzinfo

_DAY = timedelta(days=1)
_SEARCHED = 370  # days; an area that does not open within a year has no next opening worth naming


@dataclass(frozen=True, slots=True)
class Span:
    """From `opens` up to but not including `closes`, clock times of the area's zone.

    A `closes` that is not after `opens` belongs to the next day; 00:00 to 00:00 is the whole day.
    """

    opens: time
    closes: time


@dataclass(frozen=True, slots=True)
class OpeningHours:
    """`week` has the spans that begin on each weekday (0 is Monday); a weekday not named is closed.

    `other_days` has the spans of holidays and other special days, which replace those of their weekday; an
    empty tuple is closed all day. A span that ran over from the evening before still counts.
    """

    zone: tzinfo
    week: Mapping[int, tuple[Span, ...]]
    other_days: Mapping[date, tuple[Span, ...]] = field(default_factory=dict)

    def is_open(self, at: datetime) -> bool:
        """Whether the area is open at this aware time."""
        today = at.astimezone(self.zone).date()
        return any(start <= at.astimezone(UTC) < end for start, end in self._spans(today - _DAY, 2))

    def next_opening(self, at: datetime) -> datetime | None:
        """The next moment after `at` when a span begins, in the area's zone; None if none does in a year."""
        today = at.astimezone(self.zone).date()
        starts = (start for start, end in self._spans(today, _SEARCHED) if at.astimezone(UTC) < start < end)
        first = next(starts, None)
        return first.astimezone(self.zone) if first else None

    def _spans(self, first: date, days: int) -> Iterator[tuple[datetime, datetime]]:
        """(begin, end) in UTC of the spans of some days, in order of time."""
        for day in (first + number * _DAY for number in range(days)):
            spans = self.other_days.get(day, self.week.get(day.weekday(), ()))
            for span in sorted(spans, key=lambda each: each.opens):
                last_day = day if span.closes > span.opens else day + _DAY
                yield self._instant(day, span.opens), self._instant(last_day, span.closes)

    def _instant(self, day: date, clock: time) -> datetime:
        # Where the clocks change, RFC 5545 3.3.5 is followed, which is also what Python does without `fold`:
        # a time that comes twice is the first of the two, one that is skipped counts from before the change.
        # UTC, because Python compares two times of one zone by their clocks and not by their moments.
        return datetime.combine(day, clock, tzinfo=self.zone).astimezone(UTC)
