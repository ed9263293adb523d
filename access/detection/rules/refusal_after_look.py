"""X02: somebody looks up a box without a reason, and is then refused where it stands."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import date, timedelta

from access.detection.facts import GateFact, is_outside
from access.detection.places import Places
from access.detection.rule import Family, Given, Hit, Parameter, Rule, Tried
from access.detection.rules.refusals import PAPERS
from access.detection.unexplained import LookUp
from access.detection.window import Feed, Window
from access.detection.without_reason import between, without_reason
from access.detection.wording import counted, day, length, listed, moment
from access.enums import Severity
from access.need_to_know.work_order import WINDOW

_START = date(2026, 11, 22)

PARAMETERS = (
    Parameter("within", 24, "hours", "as long as a position is worth knowing; start value", _START),
)


def refused_after_look_up(window: Window, given: Given) -> Iterator[Hit]:
    """Somebody looked up a box with no work that makes it necessary, and within a day a gate to the place
    where it stands refused the same person.

    Extraction teams and their helpers try the doors of the zone where the box is (110 arrests in ten days at
    Rotterdam, September 2021). Refusals for papers alone do not count. One finding per person and day.
    """
    places = window.once(Places)
    for person, look_ups in window.once(without_reason).items():
        days: defaultdict[date, list[tuple[LookUp, GateFact]]] = defaultdict(list)
        for fact in window.refusals_by_person.get(person, ()):
            if fact.leaving or is_outside(fact.area_to) or (fact.reasons and PAPERS.issuperset(fact.reasons)):
                continue
            for look_up in between(look_ups, fact.at - given.duration("within"), fact.at):
                place = places.of(look_up.fact.object, look_up.fact.at)
                if place and place.holds(fact.area_to):
                    days[day(fact.at)].append((look_up, fact))
        for on, found in days.items():
            yield _hit(person, on, found)


def _hit(person: str, on: date, found: list[tuple[LookUp, GateFact]]) -> Hit:
    look_ups = {look_up.fact.id: look_up for look_up, _ in found}
    refused = {fact.id: fact for _, fact in found}
    boxes = tuple(sorted({look_up.fact.object for look_up in look_ups.values()}))
    first, last = min(look_up.fact.at for look_up in look_ups.values()), max(fact.at for _, fact in found)
    latest, fact = found[-1]
    return Hit(
        person=person,
        key=f"{person}:{on}",
        events=(*look_ups, *refused),
        first_at=first,
        last_at=last,
        text=(
            f"{counted(len(boxes), 'box', 'boxes')} looked up with no work that makes it necessary: "
            f"{listed(boxes)}. {length(fact.at - latest.fact.at)} after a look reader {fact.reader} at "
            f"{fact.area_to} refused the badge on {moment(fact.at)}."
        ),
        objects=boxes,
        tried=(
            *(Tried(failed.code, failed.sentence) for failed in latest.answer.failed),
            Tried("papers", "The badge was not refused for papers that had run out."),
        ),
    )


RULE = Rule(
    id="X02",
    version=1,
    family=Family.CROSS,
    severity=Severity.HIGH,
    title="Look-up, then refusal",
    innocent=(
        "A job that was asked for by radio and entered nowhere, at a door whose area the badge does not "
        "hold; a badge newly issued or moved to another post."
    ),
    parameters=PARAMETERS,
    look_back=timedelta(days=4),
    detect=refused_after_look_up,
    needs=frozenset({Feed.GATE, Feed.DATA, Feed.CARGO, Feed.WORK_ORDERS}),
    stopped_by=frozenset({Feed.WORK_ORDERS, Feed.RELEASE_CHAIN}),
    reach=WINDOW,
)
