"""D06: boxes are listed by what makes them attractive, or in great numbers."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from functools import cached_property

from access.detection.baseline import LEAST_PEERS
from access.detection.baseline_peers import Peers
from access.detection.facts import SENSITIVE, DataFact
from access.detection.rule import Family, Given, Hit, Parameter, Rule, Tried
from access.detection.window import Feed, Window
from access.detection.wording import counted, listed, moment
from access.detection.working_day import working_day
from access.enums import DataAction, DataResult, Severity
from access.need_to_know.browsing import TELLING
from access.need_to_know.explanation import FULL

_START = date(2026, 11, 22)

PARAMETERS = tuple(
    Parameter(name, value, unit, reason, _START)
    for name, value, unit, reason in (
        ("rows", 200, "sensitive rows", "more than the exceptions of one ship; start value"),
        ("peers", 5, "% of the peers' working days", "what peers do more often is part of the work"),
        ("own", 20, "% of the own working days", "what a person has always done is the task; start value"),
        ("own_days", 10, "working days", "fewer show no task; start value"),
        ("history", 30, "days", "a month has each kind of report once; start value"),
    )
)

ATTRIBUTE = "attribute"
_MANY = "more than usual rows"
_LISTING = frozenset({DataAction.LIST, DataAction.SEARCH})


class Browsed:
    """What each person browsed by, day by day, and on which days they worked at all."""

    def __init__(self, window: Window, given: Given) -> None:
        self._window = window
        self._given = given
        self._peers = Peers(window.people.values())
        self.by_person: defaultdict[str, defaultdict[date, list[tuple[str, DataFact]]]] = defaultdict(
            lambda: defaultdict(list)
        )
        for fact in window.data_events:
            kind = self._kind(fact)
            if kind and fact.person:
                self.by_person[fact.person][working_day(fact.at)].append((kind, fact))

    def _kind(self, fact: DataFact) -> str:
        """By what the boxes were chosen; empty where one thing was asked for, or where nothing was shown."""
        if fact.result != DataResult.OK or fact.rank < SENSITIVE or not fact.is_look:
            return ""
        name = fact.object.partition(":")[0] if fact.object_type == ATTRIBUTE else fact.object_type
        attribute = name.strip().casefold()
        if attribute in TELLING:
            return attribute
        return _MANY if fact.action in _LISTING and fact.rows > self._given.number("rows") else ""

    @cached_property
    def _worked(self) -> Mapping[str, set[date]]:
        return {
            person: {working_day(fact.at) for fact in facts}
            for person, facts in self._window.data_by_person.items()
        }

    def share(self, people: Sequence[str], kind: str, on: date) -> tuple[float, int]:
        """On what part of their working days before these people browsed like that, and how many days."""
        begin = on - self._given.duration("history")
        worked = browsed = 0
        for person in people:
            worked += sum(begin <= day < on for day in self._worked.get(person, ()))
            browsed += sum(
                begin <= day < on and any(each == kind for each, _ in found)
                for day, found in self.by_person.get(person, {}).items()
            )
        return (browsed / worked if worked else 0.0), worked

    def peers_of(self, person: str) -> Sequence[str]:
        group = self._peers.of(person)
        return [peer for peer in group.people if peer != person] if group else ()


def boxes_browsed_by_attribute(window: Window, given: Given) -> Iterator[Hit]:
    """Sensitive data were listed by origin, goods or control status, or in great numbers, as peers never do.

    Boxes for smuggling are chosen by what they carry, where they come from and whether they are checked: a
    hacker and a bribed clerk at Antwerp watched which boxes were selected for the scanner. An audit task or a
    grant that names the attribute explains it; so does doing it on one working day in five.
    """
    browsed = Browsed(window, given)
    first = working_day(window.since)
    for person, days in browsed.by_person.items():
        for on, found in days.items():
            if on < first:
                continue
            judged = [each for each in found if window.explainer.answer(each[1]).weight < FULL]
            unusual = {
                kind for kind in {kind for kind, _ in judged} if _is_unusual(browsed, person, kind, on, given)
            }
            facts = [fact for kind, fact in judged if kind in unusual]
            if facts:
                yield _hit(browsed, person, on, sorted(unusual), facts)


def _is_unusual(browsed: Browsed, person: str, kind: str, on: date, given: Given) -> bool:
    own, days = browsed.share([person], kind, on)
    if days >= given.number("own_days") and own * 100 >= given.number("own"):
        return False
    peers = browsed.peers_of(person)
    share, _ = browsed.share(peers, kind, on)
    return len(peers) < LEAST_PEERS.value or share * 100 < given.number("peers")


def _hit(browsed: Browsed, person: str, on: date, kinds: Sequence[str], facts: Sequence[DataFact]) -> Hit:
    peers = browsed.peers_of(person)
    shares = [f"{browsed.share(peers, kind, on)[0]:.0%} by {kind}" for kind in kinds]
    return Hit(
        person=person,
        key=f"{person}:{on}",
        events=tuple(fact.id for fact in facts),
        first_at=facts[0].at,
        last_at=facts[-1].at,
        text=(
            f"{counted(len(facts), 'list')} with {sum(fact.rows for fact in facts)} rows by {listed(kinds)} "
            f"from {moment(facts[0].at)}. {counted(len(peers), 'peer')} made such lists on so many of their "
            f"working days: {listed(shares)}."
        ),
        objects=tuple(sorted({fact.object for fact in facts} - {""})),
        tried=(Tried("task", "No audit task or grant names it, and the person does not do it every week."),),
    )


RULE = Rule(
    id="D06",
    version=1,
    family=Family.DATA,
    severity=Severity.HIGH,
    title="Boxes browsed by attribute",
    innocent=(
        "A question from management or statistics that should be answered without box numbers; a campaign on "
        "one kind of goods; or a new task that peers do not have."
    ),
    parameters=PARAMETERS,
    look_back=timedelta(days=33),
    detect=boxes_browsed_by_attribute,
    needs=frozenset({Feed.DATA, Feed.PEOPLE}),
)
