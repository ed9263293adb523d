"""The geometry of charts: figures in, places on the page out. No markup, no Django."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

MOST_LABELS = 7  # along the day axis; more would touch each other on a 320 px screen
BAR_SHARE = 0.64  # of a bar's slot; the rest is air
LABEL_SPACE = 24  # px under the plot
HEAD_SPACE = 8  # px over the plot, so that the top label is not cut
SPARK_WIDTH, SPARK_HEIGHT, SPARK_EDGE = 100, 32, 3  # units of the sparkline's own box


@dataclass(frozen=True, slots=True)
class Series:
    """One layer of a stacked chart."""

    label: str
    tone: str
    values: Sequence[float]


@dataclass(frozen=True, slots=True)
class Bar:
    """A rectangle: x and width in percent of the plot, y and height in px."""

    x: str
    width: str
    y: float
    height: float
    tone: str
    text: str


@dataclass(frozen=True, slots=True)
class Tick:
    """A label at a place: percent along the days, px along the figures.

    A narrow screen leaves out the minor ones.
    """

    at: str
    text: str
    minor: bool = False


@dataclass(frozen=True, slots=True)
class StackedBars:
    height: int
    floor: int
    axis_width: int
    bars: list[Bar]
    steps: list[Tick]
    days: list[Tick]
    series: Sequence[Series]
    table: list[tuple[str, list[float]]]


def round_ceiling(largest: float) -> float:
    """The next round figure at or above the largest, at least 4, so that four steps of an axis read well."""
    if largest <= 4:
        return 4
    power = 10.0 ** math.floor(math.log10(largest))
    return next(power * step for step in (1, 2, 3, 4, 5, 6, 8, 10) if power * step >= largest)


def stacked_bars(labels: Sequence[str], series: Sequence[Series], *, height: int) -> StackedBars:
    """Places every layer of every bar. Raises ValueError for unequal lengths or a figure below zero."""
    if any(len(one.values) != len(labels) for one in series):
        raise ValueError("every series needs one value for each label")
    if any(value < 0 for one in series for value in one.values):
        raise ValueError("stacked bars cannot show figures below zero")
    floor = height - LABEL_SPACE
    top = round_ceiling(max((sum(one.values[i] for one in series) for i in range(len(labels))), default=0))
    steps = [Tick(_px(_y(top * part / 4, top, floor)), figure(top * part / 4)) for part in range(5)]
    every = math.ceil(len(labels) / MOST_LABELS) or 1
    slot = 100 / max(len(labels), 1)
    days = [
        Tick(_percent(slot * (i + 0.5)), label, minor=(len(labels) - 1 - i) // every % 2 == 1)
        for i, label in enumerate(labels)
        if (len(labels) - 1 - i) % every == 0
    ]
    return StackedBars(
        height=height,
        floor=floor,
        axis_width=10 + 7 * max(len(step.text) for step in steps),
        bars=[bar for i in range(len(labels)) for bar in _stack(i, labels[i], series, slot, top, floor)],
        steps=steps,
        days=days,
        series=series,
        table=[(label, [one.values[i] for one in series]) for i, label in enumerate(labels)],
    )


def _stack(i: int, label: str, series: Sequence[Series], slot: float, top: float, floor: int) -> list[Bar]:
    bars, below = [], 0.0
    for one in series:
        value = one.values[i]
        if value:
            upper, lower = _y(below + value, top, floor), _y(below, top, floor)
            gap = 1 if below else 0  # px between layers, so that they part without colour too
            bars.append(
                Bar(
                    x=_percent(slot * (i + (1 - BAR_SHARE) / 2)),
                    width=_percent(slot * BAR_SHARE),
                    y=round(upper, 1),
                    height=round(max(lower - upper - gap, 1), 1),
                    tone=one.tone,
                    text=f"{label}: {figure(value)} {one.label}",
                )
            )
        below += value
    return bars


def _y(value: float, top: float, floor: int) -> float:
    return floor - (floor - HEAD_SPACE) * value / top


def _percent(value: float) -> str:
    return f"{value:.2f}%"


def _px(value: float) -> str:
    return f"{value:.1f}"


def figure(value: float) -> str:
    """A figure for people: thousands separated, at most one decimal."""
    return f"{value:,.0f}" if float(value).is_integer() else f"{value:,.1f}"


def side_bars(rows: Sequence[Sequence[Any]]) -> list[dict[str, str]]:
    """Each row's label, figure, optional link and share of the largest in percent."""
    largest = max((row[1] for row in rows), default=0) or 1
    return [
        {
            "label": str(row[0]),
            "figure": figure(row[1]),
            "share": _percent(100 * row[1] / largest),
            "url": str(row[2]) if len(row) > 2 else "",
        }
        for row in rows
    ]


def elapsed(since: date, until: date, today: date) -> str:
    """How much of a period is over, in percent of it. A period of a day is over on that day."""
    whole = (until - since).days
    gone = min(max((today - since).days, 0), whole)
    return _percent(100 * gone / whole if whole > 0 else 100)


def course(values: Sequence[float]) -> str:
    """The points of a sparkline in its own box; a single figure draws a level line, none draws nothing."""
    if not values:
        return ""
    shown = list(values) if len(values) > 1 else [values[0], values[0]]
    low, span = min(shown), max(shown) - min(shown)
    room = SPARK_HEIGHT - 2 * SPARK_EDGE
    return " ".join(
        f"{SPARK_WIDTH * i / (len(shown) - 1):.1f},"
        f"{SPARK_HEIGHT - SPARK_EDGE - (room * (value - low) / span if span else room / 2):.1f}"
        for i, value in enumerate(shown)
    )
