"""D16: a person uses a field class or a system for the first time, and peers do not."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta

from access.detection.baseline import LEAST_PEERS
from access.detection.baseline_peers import Peers
from access.detection.facts import CRITICAL, SENSITIVE_CLASSES, DataFact
from access.detection.rule import Family, Given, Hit, Parameter, Rule, Tried
from access.detection.window import Feed, Window
from access.detection.wording import length, moment
from access.detection.working_day import number_of
from access.enums import DataResult, Severity
from access.need_to_know.explanation import FULL

_START = date(2026, 11, 22)

PARAMETERS = tuple(
    Parameter(name, value, unit, reason, _START)
    for name, value, unit, reason in (
        ("history", 180, "days", "a yearly task shows in it every second time; start value"),
        ("peers", 5, "% of the peers", "what more of them use belongs to the work; start value"),
        ("grace", 20, "working days", "in the beginning everything is new of a person; start value"),
        ("peer_days", 200, "working days of peers", "then they show what is new even of who is new"),
    )
)

Kind = str
"""A field class from S2 up, or a system."""


def field_class_or_system_used_first(window: Window, given: Given) -> Iterator[Hit]:
    """A field class or a system was used for the first time, which nearly no peer uses.

    Not in 180 days by the person, and by less than 5 % of the peers; people in their first 20 working days
    only where the peers' history is long. S3 counts more. Insiders use the rights that they had all along
    (MITRE insider-threat knowledge base), so the first use of one tells more than its grant.
    """
    uses = {person: _uses(facts) for person, facts in window.data_by_person.items() if person}
    peers = Peers(window.people.values())
    for kinds in uses.values():
        for kind, facts in kinds.items():
            for fact in _first_uses(facts, given):
                if fact.at >= window.since:
                    yield from _judge(window, peers, uses, kind, fact, given)


def _uses(facts: Sequence[DataFact]) -> Mapping[Kind, Sequence[DataFact]]:
    """What one person used, kind by kind, in the order of time."""
    found: defaultdict[Kind, list[DataFact]] = defaultdict(list)
    done = DataResult.OK.value
    for fact in facts:
        if fact.result == done:
            if fact.field_class in SENSITIVE_CLASSES:
                found[fact.field_class].append(fact)
            if fact.system:
                found[fact.system].append(fact)
    return found


def _first_uses(facts: Sequence[DataFact], given: Given) -> Iterator[DataFact]:
    yield facts[0]
    for index in range(1, len(facts)):
        if facts[index].at - facts[index - 1].at > given.duration("history"):
            yield facts[index]


def _days_before(window: Window, person: str, at: datetime, history: timedelta) -> int:
    """On how many working days before that one the person used the data."""
    facts = window.data_by_person.get(person, ())
    first = bisect_left(facts, at - history, key=_at)
    last = bisect_left(facts, at, key=_at)
    return len({number_of(facts[index].at) for index in range(first, last)} - {number_of(at)})


def _judge(
    window: Window,
    peers: Peers,
    uses: Mapping[str, Mapping[Kind, Sequence[DataFact]]],
    kind: Kind,
    fact: DataFact,
    given: Given,
) -> Iterator[Hit]:
    group = peers.of(fact.person)
    others = [peer for peer in group.people if peer != fact.person] if group else []
    history = given.duration("history")
    users = sum(_used(uses.get(peer, {}).get(kind, ()), fact.at, history) for peer in others)
    usual = len(others) < LEAST_PEERS.value or users * 100 >= given.number("peers") * len(others)
    if usual or window.explainer.answer(fact).weight >= FULL:
        return
    if _days_before(window, fact.person, fact.at, history) < given.number("grace"):
        known = sum(_days_before(window, peer, fact.at, history) for peer in others)
        if known < given.number("peer_days"):
            return
    critical = fact.rank >= CRITICAL
    yield Hit(
        person=fact.person,
        key=f"{fact.person}:{kind}:{fact.id}",
        events=(fact.id,),
        first_at=fact.at,
        last_at=fact.at,
        text=(
            f"{kind} was used on {moment(fact.at)} for the first time in {length(history)}; {users} of "
            f"{len(others)} peers used it in that time. For: {fact.object or 'nothing named'}."
        ),
        severity=Severity.MEDIUM if critical else None,
        objects=tuple({fact.object} - {""}),
        tried=(Tried("own_work", "No order, task or right of the person asks for this look-up."),),
    )


def _used(facts: Sequence[DataFact], at: datetime, history: timedelta) -> bool:
    """Whether it was used on two days: once is an exception, such as one box that was opened for a claim."""
    first = bisect_left(facts, at - history, key=_at)
    last = bisect_left(facts, at, key=_at)
    return last - first > 1 and number_of(facts[first].at) < number_of(facts[last - 1].at)


def _at(fact: DataFact) -> datetime:
    return fact.at


RULE = Rule(
    id="D16",
    version=2,
    family=Family.DATA,
    severity=Severity.INFORMATIONAL,
    title="First use of a field class or system",
    innocent="A new task, cover for a colleague, or a system that has just been put into service.",
    parameters=PARAMETERS,
    look_back=timedelta(days=182),
    detect=field_class_or_system_used_first,
    needs=frozenset({Feed.DATA, Feed.PEOPLE}),
)
