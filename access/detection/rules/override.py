"""D20: one officer overrides risk far more than colleagues, or always for the same owner."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from access.detection.baseline import Counted, expected, rates_of
from access.detection.baseline_peers import Peers
from access.detection.facts import DataFact
from access.detection.over_represented import chance_of_at_least
from access.detection.rule import Family, Given, Hit, Parameter, Rule, Tried
from access.detection.window import Feed, Window
from access.detection.wording import counted, length
from access.detection.work import Work
from access.detection.working_day import working_day
from access.enums import DataAction, DataResult, Severity

_START = date(2026, 11, 22)

PARAMETERS = tuple(
    Parameter(name, value, unit, reason, _START)
    for name, value, unit, reason in (
        ("history", 30, "days", "overrides are rare; a month shows them; start value"),
        ("overrides", 5, "overrides", "fewer are chance, whatever peers do; start value"),
        ("chance", 1, "in 1,000", "against the peers at the same desk; start value"),
        ("for_one", 10, "overrides", "fewer show no preference for an owner; start value"),
        (
            "peers_overrides",
            10,
            "overrides of others",
            "fewer do not show what owners there are; start value",
        ),
    )
)


class Overrides:
    """Overrides and working days by person, and whose boxes were overridden."""

    def __init__(self, window: Window) -> None:
        self._work = Work(window)
        self.by_person: defaultdict[str, list[DataFact]] = defaultdict(list)
        for fact in window.data_events:
            if fact.action == DataAction.OVERRIDE and fact.result == DataResult.OK and fact.person:
                self.by_person[fact.person].append(fact)
        self._window = window
        self._days: dict[str, set[date]] = {}

    def worked(self, person: str, since: date, until: date) -> int:
        """On how many days from `since` to `until` the person used the data at all."""
        if person not in self._days:
            facts = self._window.data_by_person.get(person, ())
            self._days[person] = {working_day(fact.at) for fact in facts}
        return sum(since <= on <= until for on in self._days[person])

    def of(self, person: str, since: date, until: date) -> list[DataFact]:
        return [fact for fact in self.by_person.get(person, ()) if since <= working_day(fact.at) <= until]

    def owner(self, fact: DataFact) -> str:
        """The owner of the box that was overridden; empty where it is not known."""
        for box in self._work.containers(fact.object):
            visit = self._work.visit(box, fact.at)
            if visit is not None:
                return visit.owner
        return ""


def overrides_concentrated(window: Window, given: Given) -> Iterator[Hit]:
    """One person overrode the risk of boxes far more often than peers, or nearly always for one owner.

    Overrides a working day against the peers at the same desk, or the most favoured owner against the
    owners for whom others override, each less likely than 1 in 1,000 over 30 days. A customs officer at
    Rotterdam decided for years which boxes were controlled, for 7.5 % of their value (court case of 2015).
    """
    overrides, peers = Overrides(window), Peers(window.people.values())
    first = working_day(window.since)
    for person, facts in overrides.by_person.items():
        group = peers.of(person)
        others = [peer for peer in group.people if peer != person] if group else []
        for on in sorted({working_day(fact.at) for fact in facts}):
            if on >= first:
                said = [
                    *_too_many(overrides, person, others, on, given),
                    *_one_owner(overrides, person, on, given),
                ]
                if said:
                    begin = on - given.duration("history")
                    yield _hit(person, on, overrides.of(person, begin, on), said, given)


def _too_many(
    overrides: Overrides, person: str, others: Sequence[str], on: date, given: Given
) -> Iterator[str]:
    begin = on - given.duration("history")
    own, days = len(overrides.of(person, begin, on)), overrides.worked(person, begin, on)
    counts = [
        Counted(len(overrides.of(peer, begin, on)), overrides.worked(peer, begin, on)) for peer in others
    ]
    expectation = expected(days, peers=rates_of(counts))
    if expectation is None or own < given.number("overrides"):
        return
    if expectation.chance_of(own) * 1000 < given.number("chance"):
        yield (
            f"{counted(own, 'override')} on {counted(days, 'working day')}; by {len(others)} peers "
            f"{expectation.mean:.1f} were to be expected."
        )


def _one_owner(overrides: Overrides, person: str, on: date, given: Given) -> Iterator[str]:
    begin = on - given.duration("history")
    own = _owners(overrides, overrides.of(person, begin, on))
    others = Counter[str]()
    for other in overrides.by_person:
        if other != person:
            others.update(_owners(overrides, overrides.of(other, begin, on)))
    total = sum(own.values())
    if total < given.number("for_one") or others.total() < given.number("peers_overrides"):
        return
    owner, most = min(own.items(), key=lambda item: (-item[1], item[0]))
    # Half an override more for the owner, and half for all others: nobody's share is none at all.
    share = (others[owner] + 0.5) / (others.total() + 1)
    if chance_of_at_least(most, [share] * total) * 1000 < given.number("chance"):
        yield f"{most} of {total} overrides were for boxes of {owner}; of other people's it is {share:.0%}."


def _owners(overrides: Overrides, facts: Sequence[DataFact]) -> Counter[str]:
    return Counter(owner for fact in facts if (owner := overrides.owner(fact)))


def _hit(person: str, on: date, facts: Sequence[DataFact], said: Sequence[str], given: Given) -> Hit:
    return Hit(
        person=person,
        key=f"{person}:{on}",
        events=tuple(fact.id for fact in facts),
        first_at=facts[0].at,
        last_at=facts[-1].at,
        text=f"In {length(given.duration('history'))} up to {on}: {' '.join(said)}",
        objects=tuple(sorted({fact.object for fact in facts} - {""})),
        tried=(Tried("desk", "Compared with people of the same role, employment and terminal alone."),),
    )


RULE = Rule(
    id="D20",
    version=1,
    family=Family.DATA,
    severity=Severity.HIGH,
    title="Overrides concentrated",
    innocent=(
        "A desk that is given the difficult boxes, or one owner's boxes, by the way work is shared; random "
        "assignment makes such a concentration impossible."
    ),
    parameters=PARAMETERS,
    look_back=timedelta(days=33),
    detect=overrides_concentrated,
    needs=frozenset({Feed.DATA, Feed.PEOPLE}),
)
