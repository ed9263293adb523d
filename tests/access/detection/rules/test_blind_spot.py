"""X05: a camera or alarm is off over a block whose box somebody has looked up without a reason."""

from __future__ import annotations

import pytest

from access.detection.facts import AreaFact
from access.detection.physical_facts import Alarm, AlarmKind
from access.enums import Severity
from tests.access.detection.port import at, box, flags, look, order, report, visit

pytestmark = pytest.mark.unit

BOX = box(1000)
PORT = {
    "work_orders": [order("something-else", "nobody"), order("camera", "erin", ref="w1", opened=at(1))],
    "cargo": [visit(BOX, block="B4")],
    "areas": [AreaFact("B4"), AreaFact("B9")],
}


def off(hour: float = 10, area: str = "B4", **more) -> Alarm:
    return Alarm("a1", at(hour), **{"kind": AlarmKind.CAMERA_OFF, "area": area} | more)


def judged(alarm: Alarm, **context):
    return flags("X05", **(PORT | {"data": [look(at(9), BOX)], "alarms": [alarm]} | context))


def test_camera_off_soon_after_the_look_is_critical() -> None:
    data = [look(at(9), BOX)]
    (flag,) = judged(off(), data=data)
    assert (flag.severity, flag.person, flag.objects) == (Severity.CRITICAL, "dave", (BOX,))
    assert flag.events == (data[0].id, "a1")
    assert "Camera off at B4 on 3 March 2026 10:00 UTC, 1 h after a look" in flag.text


@pytest.mark.parametrize(("hour", "found"), [(11, True), (11.1, False), (7, True), (6.9, False)])
def test_two_hours_before_and_after_are_the_limit(hour: float, found: bool) -> None:
    assert bool(judged(off(hour))) is found


def test_camera_that_is_still_off_counts_until_it_works_again() -> None:
    assert judged(off(2, until=at(7)))
    assert not judged(off(2, until=at(6.9)))


def test_other_block_ordered_work_or_an_alarm_that_rang_is_silent() -> None:
    assert not judged(off(area="B9"))
    assert not judged(off(work_ref="w1"))
    assert not judged(off(kind=AlarmKind.FENCE))


def test_explained_look_up_is_silent() -> None:
    assert not judged(off(), work_orders=[order(BOX)])


@pytest.mark.parametrize("missing", ["data", "cargo", "work_orders", "alarms"])
def test_without_its_feeds_it_is_not_evaluated(missing: str) -> None:
    facts = {"data": [look(at(9), BOX)], "alarms": [off()]} | PORT
    said = report("X05", **{name: fact for name, fact in facts.items() if name != missing})
    assert (said.flags, said.not_evaluated[0].code) == ((), "feed_missing")
