"""The timeline bar: where on the bar each period and each hole stands. Figures only, no markup."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from screening.history.periods import GAP_DAYS, Period, is_explained, uncovered

LEAST_SHARE = 0.6  # percent of the bar: a week must not vanish on a phone


@dataclass(frozen=True, slots=True)
class Piece:
    """A rectangle of the bar; x and width in percent. `tone` as in the interface."""

    x: str
    width: str
    tone: str
    text: str


@dataclass(frozen=True, slots=True)
class Mark:
    """The first of January of a year, in percent of the bar."""

    x: str
    text: str


@dataclass(frozen=True, slots=True)
class Bar:
    pieces: tuple[Piece, ...]
    marks: tuple[Mark, ...]


def bar(rows: Sequence[tuple[Period, str]], within: Period, *, explained: Iterable[Period] = ()) -> Bar:
    """What was told, each with its name, and above it the holes: open ones, explained ones, short ones."""
    told = [_piece(each, within, "info", name) for each, name in rows if each.meets(within)]
    said = tuple(explained)
    holes = [
        _piece(hole, within, _tone(hole, said), _words(hole))
        for hole in uncovered((each for each, _ in rows), within)
    ]
    return Bar((*told, *holes), tuple(_marks(within)))


def _tone(hole: Period, explained: tuple[Period, ...]) -> str:
    if hole.days <= GAP_DAYS:
        return "mute"
    return "wait" if is_explained(hole, explained) else "bad"


def _words(hole: Period) -> str:
    return f"Nothing told, {hole.days} day{'' if hole.days == 1 else 's'}"


def _piece(each: Period, within: Period, tone: str, text: str) -> Piece:
    since, until = max(each.since, within.since), min(each.until, within.until)
    start = _share((since - within.since).days, within)
    width = max(_share((until - since).days + 1, within), LEAST_SHARE)
    return Piece(_percent(min(start, 100 - width)), _percent(width), tone, f"{text}: {since} to {until}")


def _marks(within: Period) -> Iterable[Mark]:
    for year in range(within.since.year + 1, within.until.year + 1):
        yield Mark(_percent(_share((date(year, 1, 1) - within.since).days, within)), str(year))


def _share(days: int, within: Period) -> float:
    return 100 * days / within.days


def _percent(value: float) -> str:
    return f"{value:.2f}%"
