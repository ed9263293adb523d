"""D17: interest in a box or ship long before the work on it begins."""

from __future__ import annotations

import math
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta

from access.detection.baseline import LEAST_PEERS
from access.detection.baseline_peers import Peers
from access.detection.facts import DataFact
from access.detection.rule import Family, Given, Hit, Parameter, Rule, Tried
from access.detection.unexplained import LookUp
from access.detection.window import Feed, Window, grouped
from access.detection.without_reason import without_reason
from access.detection.wording import counted, length, listed, moment
from access.detection.work import Work
from access.detection.working_day import begin_of, working_day
from access.enums import DataResult, Severity
from access.need_to_know.explanation import FULL
from access.need_to_know.work_order import WINDOW

_START = date(2026, 11, 22)

PARAMETERS = tuple(
    Parameter(name, value, unit, reason, _START)
    for name, value, unit, reason in (
        ("early", 5, "days", "work on a box begins when its ship is near; start value"),
        ("usual", 48, "hours", "of peers, 95 of 100 look-ups before arrival come within it; start value"),
        ("history", 30, "days", "start value"),
        ("known", 20, "look-ups before arrival", "fewer show no usual lead; start value"),
        ("checks", 3, "look-ups of one ship", "once is curiosity; start value"),
        ("ship", 48, "hours", "before it a ship outside the own work concerns nobody else; start value"),
    )
)


class Leads:
    """How long before arrival each person looks up boxes whose work explains it."""

    def __init__(self, window: Window) -> None:
        self._window = window
        self._work = Work(window)
        self._leads: defaultdict[str, list[tuple[datetime, timedelta]]] = defaultdict(list)
        self._known: dict[tuple[str, date], Sequence[timedelta]] = {}
        self._peers = Peers(window.people.values())
        for each in window.sensitive_look_ups:
            lead = None if each.unexplained else self.of(each.fact)
            if lead is not None and lead > timedelta():
                self._leads[each.fact.person].append((each.fact.at, lead))

    def of(self, fact: DataFact) -> timedelta | None:
        """From the look-up to the arrival of the ship; None where no ship or no time is known."""
        for box in self._work.containers(fact.object):
            visit = self._work.visit(box, fact.at)
            call = self._window.vessel_calls.get(visit.vessel_call) if visit else None
            if call is not None and call.starts_at is not None:
                return call.starts_at - fact.at
        return None

    def of_peers(self, person: str, on: date, history: timedelta) -> Sequence[timedelta]:
        """The leads of the whole peer group in the days before, shortest first."""
        group = self._peers.of(person)
        if group is None or len(group.people) <= LEAST_PEERS.value:
            return ()
        if (group.name, on) not in self._known:
            since, until = begin_of(on) - history, begin_of(on)
            self._known[group.name, on] = sorted(
                lead for peer in group.people for at, lead in self._leads.get(peer, ()) if since <= at < until
            )
        return self._known[group.name, on]


def interest_came_early(window: Window, given: Given) -> Iterator[Hit]:
    """A box or a ship was looked up long before anybody in this role has work with it.

    A box more than five days before its ship, without a reason, by somebody whose peers look within two days
    of arrival; or one ship three times, more than two days before and outside the own work. Who expects a
    load asks early where it is ("where is my stuff": interviews in the Erasmus report of 2019).
    """
    leads = Leads(window)
    for person, look_ups in window.once(without_reason).items():
        early = [each for each in look_ups if _is_early(leads, person, each, given)]
        for on, of_day in grouped(early, lambda each: working_day(each.fact.at)).items():
            yield _box_hit(leads, person, on, of_day)
    for ship, facts in _early_ship_looks(window, given).items():
        for person, own in grouped(facts, lambda fact: fact.person).items():
            for index in range(int(given.number("checks")) - 1, len(own)):
                members = own[: index + 1]
                since = own[index].at - given.duration("history")
                recent = [fact for fact in members if fact.at >= since]
                if len(recent) == given.number("checks"):
                    yield _ship_hit(window, person, ship, recent)


def _is_early(leads: Leads, person: str, each: LookUp, given: Given) -> bool:
    lead = leads.of(each.fact)
    if lead is None or lead <= given.duration("early"):
        return False
    usual = leads.of_peers(person, working_day(each.fact.at), given.duration("history"))
    if len(usual) < given.number("known"):
        return False
    return usual[math.ceil(0.95 * len(usual)) - 1] <= given.duration("usual")


def _early_ship_looks(window: Window, given: Given) -> Mapping[str, Sequence[DataFact]]:
    """Successful look-ups of ships well before they arrive that no work of the person explains."""
    found: dict[str, Sequence[DataFact]] = {}
    for ref, call in window.vessel_calls.items():
        facts = window.data_by_object.get(ref, ())
        begin = call.starts_at - given.duration("ship") if call.starts_at else None
        if begin is None or len(facts) < given.number("checks"):
            continue
        early = facts[: bisect_left(facts, begin, key=lambda fact: fact.at)]
        kept = [fact for fact in early if fact.is_look and fact.result == DataResult.OK and fact.person]
        found[ref] = [fact for fact in kept if window.explainer.answer(fact).weight < FULL]
    return found


def _box_hit(leads: Leads, person: str, on: date, of_day: Sequence[LookUp]) -> Hit:
    facts = [each.fact for each in of_day]
    longest = max(lead for fact in facts if (lead := leads.of(fact)) is not None)
    boxes = tuple(sorted({fact.object for fact in facts}))
    return Hit(
        person=person,
        key=f"{person}:{on}",
        events=tuple(fact.id for fact in facts),
        first_at=facts[0].at,
        last_at=facts[-1].at,
        text=(
            f"{counted(len(boxes), 'box', 'boxes')} looked up on the working day of {on}, up to "
            f"{length(longest)} before the ship: {listed(boxes)}. Of the peers' look-ups before arrival 95 "
            "of 100 come within two days of it."
        ),
        objects=boxes,
        tried=(Tried("own_work", "No order, shift or right of the person concerns these boxes yet."),),
    )


def _ship_hit(window: Window, person: str, ship: str, facts: Sequence[DataFact]) -> Hit:
    arrives = window.vessel_calls[ship].starts_at
    lead = length(arrives - facts[0].at) if arrives else "long"
    return Hit(
        person=person,
        key=f"{person}:{ship}:{facts[-1].id}",
        events=tuple(fact.id for fact in facts),
        first_at=facts[0].at,
        last_at=facts[-1].at,
        text=(
            f"Ship {ship} was looked up {counted(len(facts), 'time')} from {moment(facts[0].at)}, first "
            f"{lead} before its arrival, with no shift or order that concerns it."
        ),
        objects=(ship,),
        tried=(Tried("own_work", "No order or shift of the person concerns this ship."),),
    )


RULE = Rule(
    id="D17",
    version=1,
    family=Family.DATA,
    severity=Severity.MEDIUM,
    title="Early interest",
    innocent=(
        "Planning for a service that the person will take over; a customer who asks early; or a ship "
        "delayed after the look-up."
    ),
    parameters=PARAMETERS,
    look_back=timedelta(days=33),
    detect=interest_came_early,
    needs=frozenset({Feed.DATA, Feed.WORK_ORDERS, Feed.CARGO, Feed.VESSEL_CALLS}),
    reach=WINDOW,
    stopped_by=frozenset({Feed.WORK_ORDERS, Feed.RELEASE_CHAIN}),
)
