"""P13: one badge is near door, fence and camera alarms again and again."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from operator import attrgetter

from access.detection.controls import alarms, is_ordered, reads_near
from access.detection.facts import GateFact
from access.detection.physical_facts import Alarm, AlarmKind
from access.detection.rule import Family, Given, Hit, Parameter, Rule, Tried
from access.detection.window import Feed, Window
from access.detection.wording import counted, moment
from access.enums import Severity

_START = date(2026, 11, 22)

PARAMETERS = tuple(
    Parameter(name, value, unit, reason, _START)
    for name, value, unit, reason in (
        ("alarms", 2, "alarms", "once is chance; start value"),
        ("within", 30, "days", "the rule book says 60; longer would load twice the log at each scan"),
        ("near", 15, "minutes", "before and after, at readers within 200 m"),
        ("lift", 10, "times", "as often as peers who were in the port then; start value"),
        ("present", 4, "hours", "who was read so long before or after was in the port"),
        ("least_peers", 8, "people", "fewer peers in the port say nothing about chance"),
    )
)

KINDS = frozenset({AlarmKind.DOOR_FORCED, AlarmKind.FENCE, AlarmKind.CAMERA_OFF})


def near_alarms_again(window: Window, given: Given) -> Iterator[Hit]:
    """A badge was read near several alarms of doors, fences or cameras, ten times as often as its peers in
    the port at those times.

    Fences are cut and cameras fail where somebody inside helps. Compared with peers who were in the port at
    the same alarms, so that who works there is no stranger. Alarms of ordered work are left out. One finding
    per person and last alarm.
    """
    kept = [one for one in window.once(alarms) if one.kind in KINDS and not is_ordered(window, one)]
    near: dict[str, dict[str, list[GateFact]]] = {
        alarm.id: _near(window, alarm, given.duration("near")) for alarm in kept
    }
    by_person: defaultdict[str, list[Alarm]] = defaultdict(list)
    for alarm in kept:
        for person in near[alarm.id]:
            by_person[person].append(alarm)
    for person, own in by_person.items():
        for last in own:
            span = [one for one in own if last.at - given.duration("within") <= one.at <= last.at]
            if len(span) < given.number("alarms"):
                continue
            since = last.at - given.duration("within")
            all_then = [one for one in kept if since <= one.at <= last.at]
            lift = _lift(window, person, len(span), all_then, near, given)
            if lift is not None and lift > given.number("lift"):
                yield _hit(person, span, near, lift, given)


def _near(window: Window, alarm: Alarm, within: timedelta) -> dict[str, list[GateFact]]:
    found: defaultdict[str, list[GateFact]] = defaultdict(list)
    for fact in reads_near(window, alarm, within):
        found[window.holder(fact)].append(fact)
    return {person: facts for person, facts in found.items() if person}


def _lift(
    window: Window,
    person: str,
    times: int,
    happened: Sequence[Alarm],
    near: Mapping[str, Mapping[str, object]],
    given: Given,
) -> float | None:
    """How many times as often the person was near as peers in the port then; None with too few peers.

    One person more is counted as near once among all peers, so that nobody near is not "never".
    """
    someone = window.people.get(person)
    group = someone.peer_group if someone else ""
    peers = [one.person for one in window.people.values() if group and one.peer_group == group]
    present = chances = 0
    for alarm in happened:
        there = [
            one
            for one in peers
            if one != person and _was_present(window, one, alarm, given.duration("present"))
        ]
        present += len(there)
        chances += sum(one in near[alarm.id] for one in there)
    if present < given.number("least_peers"):
        return None
    return times / len(happened) / ((chances + 1) / (present + 1))


def _was_present(window: Window, person: str, alarm: Alarm, within: timedelta) -> bool:
    reads = window.gate_by_person.get(person, ())
    first = bisect_left(reads, alarm.at - within, key=attrgetter("at"))
    return bisect_right(reads, alarm.at + within, key=attrgetter("at")) > first


def _hit(
    person: str,
    span: Sequence[Alarm],
    near: Mapping[str, Mapping[str, Sequence[GateFact]]],
    lift: float,
    given: Given,
) -> Hit:
    reads = [fact for alarm in span for fact in near[alarm.id][person]]
    facts = sorted({fact.id: fact for fact in reads}.values(), key=attrgetter("at", "id"))
    last = span[-1]
    return Hit(
        person=person,
        key=f"{person}:{last.id}",
        events=tuple(fact.id for fact in facts),
        first_at=facts[0].at,
        last_at=facts[-1].at,
        due_at=last.at + given.duration("present"),
        text=(
            f"The badge was read near {counted(len(span), 'alarm')} in 30 days, {lift:.0f} times as often as "
            f"peers in the port then; the last one was {last.kind.label.lower()} at {last.area} on "
            f"{moment(last.at)}."
        ),
        tried=(
            Tried("work_order", "No order covers these alarms."),
            Tried("work_place", "Peers who were in the port then were hardly ever near."),
        ),
    )


RULE = Rule(
    id="P13",
    version=1,
    family=Family.PHYSICAL,
    severity=Severity.HIGH,
    title="Near alarms again and again",
    innocent=(
        "Maintenance or a guard's round whose order was not entered; a place of work beside a door that "
        "sticks."
    ),
    parameters=PARAMETERS,
    look_back=timedelta(days=31),
    detect=near_alarms_again,
    needs=frozenset({Feed.GATE, Feed.PEOPLE, Feed.ALARMS}),
    reach=timedelta(minutes=15),
)
