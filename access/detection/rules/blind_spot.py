"""X05: a camera or alarm is off over a block whose box somebody has looked up without a reason."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from access.detection.controls import alarms, is_ordered
from access.detection.physical_facts import Alarm
from access.detection.places import Places
from access.detection.rule import Family, Given, Hit, Parameter, Rule, Tried
from access.detection.unexplained import LookUp
from access.detection.window import Feed, Window
from access.detection.without_reason import between, without_reason
from access.detection.wording import day, length, listed, moment
from access.enums import Severity
from access.need_to_know.work_order import WINDOW

_START = date(2026, 11, 22)

PARAMETERS = (
    Parameter("within", 2, "hours", "before or after the look; longer is chance; start value", _START),
)


def blind_spot_over_looked_up_box(window: Window, given: Given) -> Iterator[Hit]:
    """Within two hours of a look-up with no work that makes it necessary, a camera or alarm over the block
    where the box stands was off.

    At Antwerp boxes were brought into a blind spot for the switch (MPET judgments, 2018–19). Whoever looked
    is told of; who turned it off is rule P14's. Ordered work on the control is left out. One finding per
    person, area and day.
    """
    places = window.once(Places)
    off = [one for one in window.once(alarms) if one.kind.is_switched_off and not is_ordered(window, one)]
    if not off:
        return
    within = given.duration("within")
    for person, look_ups in window.once(without_reason).items():
        days: defaultdict[tuple[str, date], list[tuple[LookUp, Alarm]]] = defaultdict(list)
        for alarm in off:
            for look_up in between(look_ups, alarm.at - within, (alarm.until or alarm.at) + within):
                place = places.of(look_up.fact.object, look_up.fact.at)
                if place and place.is_block and place.area == alarm.area:
                    days[alarm.area, day(max(alarm.at, look_up.fact.at))].append((look_up, alarm))
        for (area, on), found in days.items():
            yield _hit(person, area, on, found)


def _hit(person: str, area: str, on: date, found: Sequence[tuple[LookUp, Alarm]]) -> Hit:
    look_ups = {look_up.fact.id: look_up for look_up, _ in found}
    off = {alarm.id: alarm for _, alarm in found}
    times = [look_up.fact.at for look_up in look_ups.values()] + [alarm.at for alarm in off.values()]
    boxes = tuple(sorted({look_up.fact.object for look_up in look_ups.values()}))
    nearest = min(found, key=lambda pair: (abs(pair[0].fact.at - pair[1].at), pair[0].fact.id))
    look_up, alarm = nearest
    return Hit(
        person=person,
        key=f"{person}:{area}:{on}",
        events=(*look_ups, *off),
        first_at=min(times),
        last_at=max(times),
        text=(
            f"{alarm.kind.label} at {area} on {moment(alarm.at)}, {length(abs(look_up.fact.at - alarm.at))} "
            f"{'after' if alarm.at >= look_up.fact.at else 'before'} a look at {listed(boxes)}, with no work "
            "that makes the look or the switching off necessary."
        ),
        objects=boxes,
        tried=(
            *(Tried(failed.code, failed.sentence) for failed in look_up.answer.failed),
            Tried("work_order", "No order that somebody else opened covers the control."),
        ),
    )


RULE = Rule(
    id="X05",
    version=1,
    family=Family.CROSS,
    severity=Severity.CRITICAL,
    title="Blind spot and look-up",
    innocent=(
        "A power cut or a repair that was not entered, at a block where a colleague asked about a box by "
        "telephone."
    ),
    parameters=PARAMETERS,
    look_back=timedelta(days=4),
    detect=blind_spot_over_looked_up_box,
    needs=frozenset({Feed.DATA, Feed.CARGO, Feed.WORK_ORDERS, Feed.ALARMS}),
    stopped_by=frozenset({Feed.WORK_ORDERS, Feed.RELEASE_CHAIN}),
    reach=WINDOW,
)
