"""Opening hours: what can be kept, and the week as bars."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import time

from access.gate.opening_hours import Span

DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MINUTES = 24 * 60
MOST_SPANS = 4  # a day; shifts with breaks between them need three


@dataclass(frozen=True, slots=True)
class Bar:
    """A stretch of one day, in minutes from midnight."""

    start: int
    length: int


@dataclass(frozen=True, slots=True)
class DayBars:
    """A weekday, what is open on it as bars, and the same in words."""

    name: str
    bars: tuple[Bar, ...]
    words: str


def bars_of(week: Mapping[int, Sequence[Span]]) -> list[DayBars]:
    """The seven days; what runs past midnight is drawn on the day after, too."""
    drawn: dict[int, list[Bar]] = {day: [] for day in range(7)}
    for day, spans in week.items():
        for span in spans:
            start, end = _minutes(span.opens), _minutes(span.closes)
            if end > start:
                drawn[day].append(Bar(start, end - start))
                continue
            drawn[day].append(Bar(start, MINUTES - start))
            if end:
                drawn[(day + 1) % 7].append(Bar(0, end))
    return [
        DayBars(name, tuple(sorted(drawn[day], key=lambda bar: bar.start)), words_of(week.get(day, ())))
        for day, name in enumerate(DAYS)
    ]


def words_of(spans: Sequence[Span]) -> str:
    """One day's hours in words."""
    if not spans:
        return "Closed"
    ordered = sorted(spans, key=lambda span: span.opens)
    return ", ".join("All day" if _is_whole_day(span) else _span(span) for span in ordered)


def span_problem(spans: Sequence[Span]) -> str:
    """Why a day cannot have these spans, as a sentence; "" when it can."""
    if len(spans) > MOST_SPANS:
        return f"A day has at most {MOST_SPANS} stretches."
    taken = 0
    for place, span in enumerate(ordered := sorted(spans, key=lambda each: each.opens)):
        start, end = _minutes(span.opens), _minutes(span.closes)
        if place and start < taken:
            return f"{_span(span)} overlaps another stretch of the same day."
        if end <= start and place < len(ordered) - 1:
            return f"{_span(span)} runs over midnight, so it must be the last of its day."
        taken = end if end > start else MINUTES
    return ""


def read_spans(text: str) -> tuple[Span, ...]:
    """Stretches as people type them: "06:00-14:00, 15:00-22:00"; "24h" is the whole day; empty is closed.

    Raises ValueError with a sentence for anything else.
    """
    return tuple(_read(part.strip()) for part in text.replace("–", "-").split(",") if part.strip())


def written(spans: Sequence[Span]) -> str:
    """The inverse of `read_spans`."""
    ordered = sorted(spans, key=lambda span: span.opens)
    return ", ".join("24h" if _is_whole_day(span) else _span(span, dash="-") for span in ordered)


def _read(part: str) -> Span:
    if part.lower() in {"24h", "24 h", "all day"}:
        return Span(time(0), time(0))
    opens, dash, closes = part.partition("-")
    if dash:
        try:
            return Span(_clock(opens), _clock(closes))
        except ValueError:
            pass
    raise ValueError(f"'{part}' is not a stretch of time; write 06:00-14:00, or 24h.")


def _clock(text: str) -> time:
    text = text.strip()
    hours, _, minutes = text.partition(":")
    if not (hours.isascii() and hours.isdigit() and minutes.isascii() and minutes.isdigit()):
        raise ValueError(text)
    if (hours, minutes) == ("24", "00"):
        return time(0)
    return time(int(hours), int(minutes))


def _minutes(clock: time) -> int:
    return clock.hour * 60 + clock.minute


def _is_whole_day(span: Span) -> bool:
    return span.opens == span.closes == time(0)


def _span(span: Span, dash: str = "–") -> str:
    closes = "24:00" if span.closes == time(0) else f"{span.closes:%H:%M}"
    return f"{span.opens:%H:%M}{dash}{closes}"
