"""Where work orders are missing as a whole: nobody is flagged because a feed was down."""

from __future__ import annotations

import math
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise

from access.detection.facts import PersonContext
from access.detection.rule import Unjudged
from access.detection.unexplained import LookUp
from access.detection.window import grouped
from access.detection.wording import day, moment


@dataclass(frozen=True, slots=True)
class TeamGap:
    """A day on which so much of a team lacked work orders that the orders are missing, not the reasons."""

    team: str
    on: date
    readers: int
    unexplained: int

    def unjudged(self) -> Unjudged:
        begin = datetime.combine(self.on, time(), UTC)
        detail = (
            f"On {self.on} {self.unexplained} of {self.readers} readers of team {self.team} had no work for "
            "what they looked up: orders seem to be missing. Its S2 look-ups of that day were not judged."
        )
        return Unjudged("team_gap", detail, begin, begin + timedelta(days=1))


@dataclass(frozen=True, slots=True)
class Silence:
    """A stretch without new orders that is longer than the feed's own rhythm allows."""

    since: datetime
    until: datetime

    def felt(self, look_ups: Sequence[LookUp], *, share: float, least: float, own_share: float) -> bool:
        """Whether it left so many readers unexplained that it shows; a quiet night or a weekend does not.

        `look_ups` stand in the order of time.
        """
        first = bisect_left(look_ups, self.since, key=_at)
        last = bisect_right(look_ups, self.until, key=_at)
        lacking = _lacking(look_ups[first:last], own_share)
        return sum(lacking.values()) >= max(least, share * len(lacking))

    def unjudged(self) -> Unjudged:
        detail = (
            f"No new work orders came from {moment(self.since)} to {moment(self.until)}, longer than is "
            "usual. S2 look-ups of that time were not judged."
        )
        return Unjudged("orders_silent", detail, self.since, self.until)


@dataclass(frozen=True, slots=True)
class MissingOrders:
    """Where look-ups lack work because orders are missing: of a team for a day, of all for a time."""

    gaps: Mapping[tuple[str, date], TeamGap]
    quiet: Sequence[Silence]

    def excuse(self, look_up: LookUp, people: Mapping[str, PersonContext]) -> bool:
        """Whether missing orders may be the reason. Never for S3."""
        if look_up.is_critical_class:
            return False
        at = look_up.fact.at
        in_gap = any((team, day(at)) in self.gaps for team in teams_of(people, look_up.fact.person))
        return in_gap or any(silence.since <= at <= silence.until for silence in self.quiet)

    def unjudged(self) -> Iterator[Unjudged]:
        yield from (gap.unjudged() for _, gap in sorted(self.gaps.items()))
        yield from (silence.unjudged() for silence in self.quiet)


def teams_of(people: Mapping[str, PersonContext], person: str) -> frozenset[str]:
    """The teams of a person; the peer group stands in where no team is known."""
    someone = people.get(person)
    if someone is None:
        return frozenset()
    return someone.teams or frozenset({someone.peer_group} - {""})


def team_gaps(
    look_ups: Iterable[LookUp],
    people: Mapping[str, PersonContext],
    *,
    share: float,
    least: float,
    own_share: float,
) -> dict[tuple[str, date], TeamGap]:
    """Days on which at least `share` of a team's readers, and `least` people, were unexplained.

    A person is unexplained when nothing explains at least `own_share` of the objects looked up that day.
    """
    readers: defaultdict[tuple[str, date], list[bool]] = defaultdict(list)
    for on, that_day in grouped(look_ups, lambda look_up: day(look_up.fact.at)).items():
        for person, lacking in _lacking(that_day, own_share).items():
            for team in teams_of(people, person):
                readers[team, on].append(lacking)
    return {
        (team, on): TeamGap(team, on, len(each), sum(each))
        for (team, on), each in readers.items()
        if sum(each) >= max(least, share * len(each))
    }


def _lacking(look_ups: Iterable[LookUp], own_share: float) -> dict[str, bool]:
    """For each reader whether nothing explains at least this share of the objects."""
    objects: defaultdict[str, dict[str, bool]] = defaultdict(dict)
    for look_up in look_ups:
        seen = objects[look_up.fact.person]
        seen[look_up.fact.object] = seen.get(look_up.fact.object, False) or look_up.answer.weight == 0
    return {person: sum(seen.values()) >= own_share * len(seen) for person, seen in objects.items()}


def _at(look_up: LookUp) -> datetime:
    return look_up.fact.at


def silences(
    times: Collection[datetime], until: datetime, *, least: float, factor: float
) -> Sequence[Silence]:
    """Gaps in a feed of more than `factor` times its 99th-percentile gap, the last one up to `until`.

    With fewer than `least` gaps the rhythm is not known and nothing is said.
    """
    ordered = sorted(moment_of for moment_of in times if moment_of <= until)
    gaps = sorted(later - earlier for earlier, later in pairwise(ordered))
    if not gaps or len(gaps) < least:
        return ()
    usual = gaps[math.ceil(0.99 * len(gaps)) - 1]
    return [Silence(begin, end) for begin, end in pairwise([*ordered, until]) if end - begin > factor * usual]
