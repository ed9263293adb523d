"""How rare a finding is in its own port: what it weighs once the port's history is known.

A rule that speaks of one person in ten every month says little about any of them; one that has not spoken of
anybody in this work for a month says much. Nobody needs to know who was guilty to measure that.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

from access.detection.baseline import upper_tail
from access.detection.baseline_peers import Peers
from access.detection.facts import PersonContext
from access.detection.rule import Parameter
from access.enums import Severity

_START = date(2026, 11, 23)

HISTORY = Parameter(
    "rarity_history", 30, "days", "a month has each habit once; as long as the half-life of points", _START
)
OF_PORT = Parameter(
    "rarity_of_port",
    100,
    "person-months",
    "how much of the port's own history weighs as much as the start value; start value",
    _START,
)
OF_PEERS = Parameter(
    "rarity_of_peers",
    20,
    "person-months",
    "how much of the peers' history weighs as much as the whole port's; start value",
    _START,
)
SPREAD = Parameter(
    "rarity_spread",
    0.5,
    "size of the negative binomial",
    "badges wear out and jobs differ: who was found once is found again more easily; start value",
    _START,
)
EXPECTED: Mapping[Severity, Parameter] = {
    severity: Parameter(f"expected_{severity.name.lower()}", value, "days a person-month", reason, _START)
    for severity, value, reason in (
        (Severity.CRITICAL, 0.0005, "what the list of rules says of each severity; start value"),
        (Severity.HIGH, 0.01, "what the list of rules says of each severity; start value"),
        (Severity.MEDIUM, 0.05, "what the list of rules says of each severity; start value"),
        (Severity.INFORMATIONAL, 0.3, "what the list of rules says of each severity; start value"),
    )
}


class Found(Protocol):
    """What is needed of a finding, wherever it is kept."""

    @property
    def rule(self) -> str: ...

    @property
    def severity(self) -> Severity: ...

    @property
    def person(self) -> str: ...

    @property
    def due_at(self) -> datetime: ...


@dataclass(frozen=True, slots=True)
class Kind:
    """Findings that are alike: of one rule, with one severity."""

    rule: str
    severity: Severity


class Rarity:
    """How often each kind of finding came up in the port and among the peers of each person.

    Counted are days on which a person was found, so that one slip that shows at three doors counts once.
    """

    def __init__(self, flags: Iterable[Found], people: Iterable[PersonContext], days: float) -> None:
        """`flags` are all those of so many days, whatever became of them."""
        known = {someone.person: someone for someone in people}
        self._peers = Peers(known.values())
        self._months = days / HISTORY.value
        self._port_months = len(known) * self._months
        own: defaultdict[tuple[Kind, str], set[date]] = defaultdict(set)
        for flag in flags:
            own[Kind(flag.rule, flag.severity), flag.person].add(flag.due_at.date())
        self._own = {place: len(found) for place, found in own.items()}
        self._of_port: defaultdict[Kind, int] = defaultdict(int)
        self._of_group: defaultdict[tuple[Kind, str], int] = defaultdict(int)
        for (kind, person), count in self._own.items():
            self._of_port[kind] += count
            group = self._peers.of(person)
            if group is not None:
                self._of_group[kind, group.name] += count

    def surprise(self, kind: Kind, person: str, found: int) -> float:
        """How surprising it is to find this of one person on so many days of a month, in nats.

        -log of the chance by a negative binomial with the peers' rate. What was found of the person stays out
        of that rate.
        """
        return -math.log(upper_tail(found, self.expected(kind, person), SPREAD.value))

    def expected(self, kind: Kind, person: str) -> float:
        """On how many days a month: the peers' rate drawn towards the port's, and that to the start value."""
        own = self._own.get((kind, person), 0)
        elsewhere = self._of_port[kind] - own + EXPECTED[kind.severity].value * OF_PORT.value
        of_port = elsewhere / (self._port_months + OF_PORT.value)
        group = self._peers.of(person)
        if group is None:
            return of_port
        of_peers = self._of_group[kind, group.name] - own + of_port * OF_PEERS.value
        return of_peers / ((len(group.people) - 1) * self._months + OF_PEERS.value)


def measured(
    flags: Iterable[Found], people: Iterable[PersonContext], since: datetime, at: datetime
) -> Rarity:
    """From the flags of the history before `at`; `since` is when the rules began to be run."""
    days = min(HISTORY.value, (at - since).total_seconds() / 86400)
    begin = at - HISTORY.duration
    return Rarity((flag for flag in flags if begin <= flag.due_at < at), people, days)
