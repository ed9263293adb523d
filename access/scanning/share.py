"""A window on some people's events: what concerns the whole log is told to it, not worked out from a part."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from access.detection.facts import SENSITIVE, DataFact, PersonContext
from access.detection.feed_guard import DeadFeed, dead_feeds
from access.detection.window import Window
from access.enums import DataResult

Made = TypeVar("Made")
Silences = Sequence[DeadFeed]


@dataclass(frozen=True, eq=False)
class Share(Window):
    """The log as some people's events show it.

    A few people are often silent together, which says nothing about a feed: `silences` are those that were
    found in the whole log.
    """

    silences: Silences = field(default_factory=tuple)

    def once(self, build: Callable[[Window], Made]) -> Made:
        """As in any window, but for what only the whole log can tell."""
        if build is dead_feeds:
            return list(self.silences)  # type: ignore[return-value]
        return super().once(build)


def part_of(whole: Window, people: frozenset[str] | None, silences: Silences) -> Share:
    """These people's events of a window, with what others did to the objects that they looked up."""
    gate, data = whole.gate_events, whole.data_events
    if people is not None:
        gate = tuple(fact for fact in gate if (whole.holder(fact) or fact.badge) in people)
        own = [fact for fact in data if (fact.person or fact.account) in people]
        data = (*own, *by_others(data, own, people, whole.people.values()))
    return Share(
        since=whole.since,
        until=whole.until,
        gate=gate,
        data=data,
        context=whole.context,
        loaded_since=whole.loaded_since,
        silences=silences,
    )


def by_others(
    data: Collection[DataFact],
    own: Collection[DataFact],
    people: frozenset[str],
    everybody: Collection[PersonContext],
) -> list[DataFact]:
    """What others did that may explain look-ups of these people: changes of the same objects by anybody, and
    sensitive look-ups of them by colleagues of a team, who may have handed the work over."""
    teams = {team for one in everybody if one.person in people for team in one.teams}
    mates = {one.person for one in everybody if one.teams & teams}
    objects = {fact.object for fact in own if fact.rank >= SENSITIVE}
    return [
        fact
        for fact in data
        if fact.object in objects
        and (fact.person or fact.account) not in people
        and (not fact.is_look or (fact.person in mates and is_read(fact)))
    ]


def is_read(fact: DataFact) -> bool:
    """Whether somebody saw sensitive data."""
    return fact.rank >= SENSITIVE and fact.is_look and fact.result == DataResult.OK
