"""What each person did day by day, and how much that was for the work of those days."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import accumulate
from statistics import median

from access.detection.baseline import Counted, Rates, rates_of
from access.detection.baseline_peers import PeerGroup
from access.detection.rule import Parameter

_START = date(2026, 11, 22)

HISTORY = Parameter("history", 60, "days", "long enough for every shift of a rota; start value", _START)
LEAST_BUSY = Parameter(
    "least_busy", 1 / 3, "of a usual day", "even an idle port is looked at; start value", _START
)
MOST_BUSY = Parameter("most_busy", 3, "times a usual day", "no rush explains everything; start value", _START)


@dataclass(frozen=True, slots=True)
class WorkedDay:
    """A day on which somebody worked: what was counted, over so much exposure (1 is a usual shift)."""

    on: date
    count: float
    exposure: float = 1.0


class History:
    """Counts and exposure of the days before a day, each found in the same time however many there are."""

    def __init__(self, worked: Mapping[str, Iterable[WorkedDay]]) -> None:
        self._days: dict[str, list[date]] = {}
        self._counts: dict[str, list[float]] = {}
        self._exposures: dict[str, list[float]] = {}
        self._rates: dict[tuple[str, date], Rates | None] = {}
        for person, days in worked.items():
            ordered = sorted(days, key=lambda day: day.on)
            self._days[person] = [day.on for day in ordered]
            self._counts[person] = [0.0, *accumulate(day.count for day in ordered)]
            self._exposures[person] = [0.0, *accumulate(day.exposure for day in ordered)]

    def before(self, person: str, on: date) -> Counted:
        """The person's own history before that day."""
        days = self._days.get(person)
        if not days:
            return Counted(0.0, 0.0)
        first = bisect_left(days, on - timedelta(days=HISTORY.value))
        last = bisect_left(days, on)
        counts, exposures = self._counts[person], self._exposures[person]
        return Counted(counts[last] - counts[first], exposures[last] - exposures[first])

    def rates(self, group: PeerGroup, on: date) -> Rates | None:
        """How the rates of a group were spread before that day; worked out once for all its people."""
        key = (group.name, on)
        if key not in self._rates:
            self._rates[key] = rates_of([self.before(person, on) for person in group.people])
        return self._rates[key]


class Workload:
    """How busy the port is on a day, against the days before it: calls, gate moves, discharged boxes."""

    def __init__(self, measures: Iterable[Mapping[date, float]]) -> None:
        """Each measure counts its own thing by day; one that was not delivered is left out."""
        self._measures = [dict(measure) for measure in measures if measure]
        self._known: dict[date, float] = {}

    def index(self, on: date) -> float:
        """1 on a usual day. The mean over the measures, bounded, so that no measure decides alone."""
        if on not in self._known:
            parts = [part for measure in self._measures if (part := _against_usual(measure, on)) is not None]
            busy = sum(parts) / len(parts) if parts else 1.0
            self._known[on] = min(max(busy, LEAST_BUSY.value), MOST_BUSY.value)
        return self._known[on]


def _against_usual(measure: Mapping[date, float], on: date) -> float | None:
    """Against the median of the days before; None where there were none with anything to count."""
    days = (on - timedelta(days=back) for back in range(1, int(HISTORY.value) + 1))
    before = [measure[day] for day in days if measure.get(day)]
    return measure.get(on, 0.0) / median(before) if before else None
