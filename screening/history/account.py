"""The whole account that a declaration gives of the last years: what is missing in it, in plain sentences."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from screening.enums import ActivityKind, Track
from screening.history.periods import Period, gaps, is_explained, overlaps, window
from screening.history.stays import Stay, long_stays, stays

# Two of these at a time are worth a question; a course or care beside a job is not.
WORK = frozenset({ActivityKind.JOB, ActivityKind.SELF_EMPLOYED, ActivityKind.MILITARY})


@dataclass(frozen=True, slots=True)
class AddressLine:
    """One address as it was declared. `until` None: the person lives there still."""

    country: str
    period: Period
    lasts: bool = False
    name: str = ""


@dataclass(frozen=True, slots=True)
class ActivityLine:
    """One activity as it was declared."""

    kind: ActivityKind
    period: Period
    name: str = ""


@dataclass(frozen=True, slots=True)
class Gap:
    """A stretch of more than 28 days of which nothing is told."""

    track: Track
    period: Period
    is_explained: bool


@dataclass(frozen=True, slots=True)
class Overlap:
    """Days on which two jobs were held."""

    first: ActivityLine
    second: ActivityLine
    shared: Period


@dataclass(frozen=True, slots=True)
class Account:
    """What was told of the last five years. `explanations`: the stretches that the person accounted for."""

    today: date
    addresses: Sequence[AddressLine] = ()
    activities: Sequence[ActivityLine] = ()
    explanations: Sequence[tuple[Track, Period]] = field(default=())

    @property
    def window(self) -> Period:
        return window(self.today)

    @property
    def stays(self) -> tuple[Stay, ...]:
        return stays((line.country, line.period, line.lasts) for line in self.addresses)

    @property
    def long_stays(self) -> tuple[Stay, ...]:
        return long_stays(self.stays, today=self.today)

    def explained(self, track: Track) -> tuple[Period, ...]:
        return tuple(said for where, said in self.explanations if where is track)

    def gaps(self, track: Track) -> tuple[Gap, ...]:
        """Every gap of one history, in order."""
        lines = self.addresses if track is Track.RESIDENCE else self.activities
        said = self.explained(track)
        return tuple(
            Gap(track, hole, is_explained(hole, said))
            for hole in gaps((line.period for line in lines), self.window)
        )

    @property
    def open_gaps(self) -> tuple[Gap, ...]:
        """Gaps of either history that nobody explained."""
        return tuple(gap for track in Track for gap in self.gaps(track) if not gap.is_explained)

    @property
    def overlapping_jobs(self) -> tuple[Overlap, ...]:
        """Two jobs on the same days: allowed, and named."""
        jobs = [line for line in self.activities if line.kind in WORK]
        return tuple(
            Overlap(jobs[first], jobs[second], shared)
            for first, second, shared in overlaps([line.period for line in jobs])
        )
