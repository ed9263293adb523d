"""P13: one badge is near door, fence and camera alarms again and again."""

from __future__ import annotations

from datetime import timedelta

import pytest

from access.detection.facts import GateFact
from access.detection.physical_facts import Alarm, AlarmKind
from access.enums import Severity
from tests.access.detection.port import at, flags, order, person, read, report

pytestmark = pytest.mark.unit

PEERS = [f"p{number}" for number in range(20)]
PEOPLE = [person("dave"), *(person(name) for name in PEERS)]


def alarm(day: int, kind: AlarmKind = AlarmKind.FENCE, **more) -> Alarm:
    return Alarm(f"a{day}", at(3, day), kind, "yard", frozenset({"north"}), **more)


def night(day: int, *, minutes: float = 10, near: tuple[str, ...] = ()) -> list[GateFact]:
    """Dave close to the alarm; his peers elsewhere in the port, unless they are named."""
    then = at(3, day) + timedelta(minutes=minutes)
    elsewhere = [read(at(2, day), person=name, reader="south") for name in PEERS]
    return [read(then, person=name, reader="north") for name in ("dave", *near)] + elsewhere


def judged(*days: int, kinds: AlarmKind = AlarmKind.FENCE, **more):
    gate = [fact for day in days for fact in night(day, **more)]
    return flags("P13", gate=gate, people=PEOPLE, alarms=[alarm(day, kinds) for day in days])


def test_two_alarms_far_more_often_than_peers_are_high() -> None:
    (flag,) = judged(0, 7)
    assert (flag.severity, flag.person, len(flag.events)) == (Severity.HIGH, "dave", 2)
    assert "near 2 alarms in 30 days, 41 times as often as peers" in flag.text


def test_one_alarm_or_two_far_apart_are_silent() -> None:
    assert not judged(0)
    assert judged(0, 30)
    assert not judged(0, 31)


def test_quarter_of_an_hour_is_the_limit() -> None:
    assert judged(0, 7, minutes=15)
    assert judged(0, 7, minutes=-15)
    assert not judged(0, 7, minutes=15.1)


def test_who_works_there_with_others_is_silent() -> None:
    assert judged(0, 7, near=("p1",))
    assert not judged(0, 7, near=("p1", "p2"))


def test_door_released_by_hand_is_left_to_another_rule() -> None:
    assert judged(0, 7, kinds=AlarmKind.CAMERA_OFF)
    assert not judged(0, 7, kinds=AlarmKind.MANUAL_RELEASE)


def test_ordered_work_is_silent() -> None:
    gate = [fact for day in (0, 7) for fact in night(day)]
    ordered = [alarm(0), alarm(7, work_ref="w1")]
    work = [order("fence", ref="w1", opened=at(0))]
    assert flags("P13", gate=gate, people=PEOPLE, alarms=ordered)
    assert not flags("P13", gate=gate, people=PEOPLE, alarms=ordered, work_orders=work)


def test_too_few_peers_in_the_port_say_nothing() -> None:
    gate = [fact for day in (0, 7) for fact in night(day)]
    alarms = [alarm(0), alarm(7)]
    assert flags("P13", gate=gate, people=PEOPLE[:21], alarms=alarms)
    assert not flags("P13", gate=gate, people=PEOPLE[:4], alarms=alarms)


def test_without_alarms_it_is_not_evaluated() -> None:
    said = report("P13", gate=night(0), people=PEOPLE)
    assert (said.flags, said.not_evaluated[0].code) == ((), "feed_missing")
