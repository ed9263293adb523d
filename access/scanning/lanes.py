"""Which rules are run together, on whose events, and how often.

A rule that judges each person by themselves sees those people's events alone, so that workers share the
people between them. A rule that compares peers sees whole teams. What compares strangers (who met whom, who
was near the same box, how many broke the sequence at once) sees everybody. Whether a rule may stand in a lane
of shares is tested on a simulated port: shares and the whole must say the same.
"""

from __future__ import annotations

import zlib
from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import timedelta

from access.detection.baseline_peers import Peers
from access.detection.facts import PersonContext
from access.detection.registry import rule_named
from access.detection.rule import Rule
from access.detection.window import Feed
from access.scanning.words import ScanLane

MOST_PEOPLE = 500
"""In one part of the teams: their events of half a year fit a worker's memory. House value, November 2026."""
EVERYBODY = "everybody"  # how `Peers` calls the group of all people


@dataclass(frozen=True, slots=True)
class Lane:
    """One row of the table of lanes. `every`: how long after the last scan the next is due without events."""

    word: ScanLane
    rules: tuple[Rule, ...]
    every: timedelta

    @property
    def look_back(self) -> timedelta:
        return max(rule.look_back for rule in self.rules)

    @property
    def reach(self) -> timedelta:
        """How long before its own time a late event can still change a judgement."""
        return max(rule.reach for rule in self.rules)

    @property
    def needs_data(self) -> bool:
        """Whether any of the rules looks at data events; those of gates do without."""
        return any(Feed.DATA in rule.needs | rule.needs_one_of for rule in self.rules)


def _lane(word: ScanLane, every: timedelta, names: str) -> Lane:
    return Lane(word, tuple(rule_named(name) for name in names.split()), every)


LANES: Mapping[ScanLane, Lane] = {
    lane.word: lane
    for lane in (
        _lane(
            ScanLane.PERSON,
            timedelta(hours=1),
            "P06 D22 D23 D24 D01 D03 D04 D09 D11 P01 P03 P08 X02 X03",
        ),
        _lane(ScanLane.GATES, timedelta(minutes=10), "P02 P04 P05 P07 P09 P10 P11 P12 P13 P14 P15"),
        _lane(
            ScanLane.BOXES,
            timedelta(minutes=10),
            "X01 X05 X06 D05 D12 D18 D19 G01 G03 G11",
        ),
        _lane(ScanLane.TEAMS, timedelta(days=1), "D06 D07 D10 D13 D14 D15 D16 D17 D20 D21 D26"),
        _lane(ScanLane.PORT, timedelta(days=1), "D02 D08 D25 G02 G04 G05 G06 G07 G08 G09 G10"),
    )
}


def lane_of(rule: Rule) -> Lane:
    """The lane that runs this rule. Raises LookupError for one that stands in none."""
    for lane in LANES.values():
        if any(one.id == rule.id for one in lane.rules):
            return lane
    raise LookupError(rule.id)


def shard_of(subject: str, shards: int) -> int:
    """Which of so many workers' shares a person, badge or account belongs to; the same on every machine."""
    return zlib.crc32(subject.encode()) % shards


@dataclass(frozen=True, slots=True)
class Part:
    """Whom to judge, and whose events are needed for it; None: everybody's.

    Without `judged` it is everybody but the `others`, also people who are known from the log alone.
    """

    judged: frozenset[str] | None = None
    loaded: frozenset[str] | None = None
    others: frozenset[str] = frozenset()

    def judges(self, subject: str) -> bool:
        """Whether a finding about this person is told; of those loaded for comparison too little is known."""
        for prefix in _NAMELESS:
            subject = subject.removeprefix(prefix)
        return subject not in self.others if self.judged is None else not subject or subject in self.judged


_NAMELESS = ("badge:", "account:")  # how findings name a badge or account of nobody


def parts_by_team(people: Collection[PersonContext], most: int = MOST_PEOPLE) -> list[Part]:
    """All people in parts of whole teams and peer groups, each of about so many people at most.

    Whoever has no peers but everybody is judged in the last part, on everybody's events, and so are people
    who are known from the log alone.
    """
    peers = Peers(people)
    together, alone = _Together(), set()
    for one in people:
        group = peers.of(one.person)
        if group is None or group.name == EVERYBODY:
            alone.add(one.person)
            continue
        for name in (*sorted(one.teams), *group.people):
            together.join(one.person, name)
    groups: defaultdict[str, set[str]] = defaultdict(set)
    for one in people:
        if one.person not in alone:
            groups[together.root(one.person)].add(one.person)
    parts = [Part(frozenset(part), frozenset(part)) for part in _packed(groups.values(), most)]
    told = frozenset().union(*(part.judged or () for part in parts))
    return [*parts, Part(others=told)] if alone or not parts else parts


def _packed(groups: Collection[set[str]], most: int) -> list[set[str]]:
    """Groups joined to parts, the largest first, so that few parts are nearly full."""
    parts: list[set[str]] = []
    for members in sorted(groups, key=lambda each: (-len(each), min(each))):
        smallest = min(parts, key=len, default=None)
        if smallest is None or len(smallest) + len(members) > most:
            parts.append(set(members))
        else:
            smallest |= members
    return parts


class _Together:
    """Names that belong together, directly or through others."""

    def __init__(self) -> None:
        self._above: dict[str, str] = {}

    def root(self, name: str) -> str:
        while (above := self._above.get(name, name)) != name:
            self._above[name] = self._above.get(above, above)
            name = above
        return name

    def join(self, one: str, other: str) -> None:
        self._above[self.root(one)] = self.root(other)
