"""How long a badge and what it rests on hold, on one axis of days, so that it can be drawn."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

LEAST_WIDTH = 1.0  # hundredths: what holds for a day must still be seen beside five years


@dataclass(frozen=True, slots=True)
class Span:
    """Something that holds from `since` to `until`, both days included. None: from the first, to the last.

    `stands`: nobody has taken it back; a badge that was lost holds no more, whatever its days.
    """

    name: str
    since: date | None
    until: date | None
    stands: bool = True


@dataclass(frozen=True, slots=True)
class Bar:
    """The same with its place: `start` and `width` in hundredths of the axis."""

    span: Span
    start: float
    width: float
    holds: bool


@dataclass(frozen=True, slots=True)
class Axis:
    """All bars, and where today is, in hundredths; the axis runs from `first` to `last`."""

    first: date
    last: date
    today: float
    bars: tuple[Bar, ...]


def axis(spans: Sequence[Span], today: date) -> Axis:
    """Places the spans on the shortest axis that holds all of them and today."""
    days = [day for span in spans for day in (span.since, span.until) if day is not None]
    first, last = min([*days, today]), max([*days, today])
    length = max((last - first).days, 1)

    def place(day: date) -> float:
        return round(100 * (day - first).days / length, 2)

    def bar(span: Span) -> Bar:
        start = min(place(span.since or first), 100 - LEAST_WIDTH)
        width = max(place(span.until or last) - start, LEAST_WIDTH)
        holds = span.stands and (span.since or first) <= today <= (span.until or last)
        return Bar(span, start, round(width, 2), holds)

    return Axis(first, last, place(today), tuple(bar(span) for span in spans))
