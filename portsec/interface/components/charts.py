"""Charts as tags: server-side SVG with its figures beside it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.utils.safestring import SafeString

from portsec.interface import charts
from portsec.interface.components.markup import TONE_ICONS, component, one_of

CHART_TONES = (*TONE_ICONS, "accent")


def bar_chart(
    title: str,
    labels: Sequence[str],
    series: Sequence[charts.Series | tuple[str, str, Sequence[float]]],
    *,
    unit: str = "",
    height: int = 220,
    hide_title: bool = False,
) -> SafeString:
    """Stacked bars. Raises ValueError when a series has another length than the labels."""
    named = [one if isinstance(one, charts.Series) else charts.Series(*one) for one in series]
    for one in named:
        one_of(one.tone, CHART_TONES, "tone")
    drawing = charts.stacked_bars(labels, named, height=height)
    return component("bar_chart", title=title, drawing=drawing, unit=unit, hide_title=hide_title)


def hbar_chart(
    title: str,
    rows: Sequence[Sequence[Any]],
    *,
    unit: str = "",
    tone: str = "accent",
    hide_title: bool = False,
) -> SafeString:
    """Bars from side to side, drawn inside the table of their own figures."""
    one_of(tone, CHART_TONES, "tone")
    drawn = charts.side_bars(rows)
    return component("hbar_chart", title=title, rows=drawn, unit=unit, tone=tone, hide_title=hide_title)


def window_bar(
    since: date | None, until: date | None, today: date, *, tone: str = "accent", for_good: bool = False
) -> SafeString:
    """How long something counts: from, until, and how much of that is over. Nothing where no end is known.

    `for_good` draws a full bar: what counts without an end.
    """
    one_of(tone, CHART_TONES, "tone")
    if until is None and not for_good:
        return SafeString("")
    drawn = bool(since and until)
    gone = charts.elapsed(since, until, today) if since and until else "0%"
    return component(
        "window_bar",
        since=since,
        until=until,
        gone=gone,
        tone=tone,
        drawn=drawn or for_good,
        for_good=for_good,
    )


def sparkline(values: Sequence[float], label: str = "") -> SafeString:
    """The course of one figure; decoration unless it has a label."""
    return component("sparkline", course=charts.course(values), label=label)
