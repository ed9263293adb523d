"""Where stretches and moments lie in a window, in thousandths of its width, for a small picture."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from access.hindsight.could_see import Stretch

WIDTH = 1_000
NARROWEST = 4  # of a bar, or a minute in a week would not be seen


@dataclass(frozen=True, slots=True)
class Bar:
    """A stretch as a bar; `critical` ones are drawn below the others."""

    x: int
    width: int
    critical: bool


@dataclass(frozen=True, slots=True)
class Picture:
    """Bars of what somebody could see, and where they looked."""

    bars: Sequence[Bar]
    looks: Sequence[int]


def picture(
    stretches: Iterable[Stretch], looks: Iterable[datetime], since: datetime, until: datetime
) -> Picture:
    """The picture of one person in a window."""
    bars = {_bar(one, since, until) for one in stretches}
    ordered = sorted(bars, key=lambda bar: (bar.x, bar.width, bar.critical))
    return Picture(ordered, sorted({_place(at, since, until) for at in looks}))


def _bar(one: Stretch, since: datetime, until: datetime) -> Bar:
    begins, ends = _place(one.since, since, until), _place(one.until, since, until)
    width = max(ends - begins, NARROWEST)
    return Bar(min(begins, WIDTH - width), width, one.field_class.value == "S3")


def _place(at: datetime, since: datetime, until: datetime) -> int:
    return round((at - since) / (until - since) * WIDTH)
