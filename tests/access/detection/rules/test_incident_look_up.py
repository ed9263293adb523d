"""D02: the same person had looked up the boxes of several incidents."""

from __future__ import annotations

import pytest

from access.detection.facts import Incident
from access.enums import Severity
from tests.access.detection.port import at, box, flags, look, order, report, visit

pytestmark = pytest.mark.unit

BOXES = [box(serial * 100) for serial in range(1, 41)]
SEIZED = BOXES[:2]
INCIDENTS = [Incident(f"i{index}", at(12, 5 + index), "seizure", name) for index, name in enumerate(SEIZED)]
CARGO = [visit(name, vessel_call=f"CALL{index}") for index, name in enumerate(BOXES)]
# Forty colleagues look up the port's boxes all the time.
EVERYDAY = [
    look(at(9, day), BOXES[(day * 7 + who) % 38 + 2], f"p{who}") for day in range(7) for who in range(40)
]


def judged(*data, incidents=INCIDENTS, **context):
    return flags("D02", data=[*EVERYDAY, *data], **{"incidents": incidents, "cargo": CARGO} | context)


def seen(first: float = 9, second: float = 33, name: str = "dave", **more):
    return [look(at(first), SEIZED[0], name, **more), look(at(second), SEIZED[1], name, **more)]


def test_reader_of_two_seized_boxes_is_critical() -> None:
    data = seen()
    (flag,) = judged(*data)
    assert (flag.severity, flag.person, flag.objects) == (Severity.CRITICAL, "dave", tuple(sorted(SEIZED)))
    assert flag.events == tuple(fact.id for fact in data)
    assert "2 of 2 boxes with an incident in 90 days" in flag.text
    assert flag.due_at == at(18, 6)


def test_reader_of_one_is_silent() -> None:
    assert not judged(seen()[0])


def test_boxes_of_one_ship_count_once() -> None:
    assert not judged(*seen(), cargo=[visit(name, vessel_call="CALL1") for name in SEIZED])


def test_popular_boxes_say_nothing() -> None:
    crowd = [fact for who in range(40) for fact in seen(name=f"p{who}")]
    assert not judged(*seen(), *crowd)


def test_who_looks_up_most_of_the_port_is_silent() -> None:
    busy = [look(at(10 + index / 100), name) for index, name in enumerate(BOXES[2:] * 8)]
    assert not judged(*seen(), *busy)


@pytest.mark.parametrize(("hour", "found"), [(12 + 5 * 24 - 14 * 24, 1), (11 + 5 * 24 - 14 * 24, 0)])
def test_look_ups_of_14_days_before_count(hour: float, found: int) -> None:
    assert len(judged(*seen(first=hour))) == found


@pytest.mark.parametrize(("hour", "found"), [(18, 1), (18.1, 0)])
def test_look_ups_count_until_six_hours_after(hour: float, found: int) -> None:
    assert len(judged(*seen(first=hour + 5 * 24))) == found


def test_look_ups_with_work_are_silent() -> None:
    assert not judged(*seen(), work_orders=[order(name) for name in SEIZED])
    assert judged(*seen(), work_orders=[order("else")])


def test_incidents_more_than_90_days_apart_are_not_counted_together() -> None:
    late = [INCIDENTS[0], Incident("i9", at(13, 5 + 90), "seizure", SEIZED[1])]
    data = seen(second=94 * 24)
    assert not judged(*data, incidents=late, until=at(0, 100))
    near = [INCIDENTS[0], Incident("i9", at(12, 5 + 90), "seizure", SEIZED[1])]
    assert judged(*data, incidents=near, until=at(0, 100))


@pytest.mark.parametrize("facts", [{"result": "denied"}, {"field_class": "S0"}, {"action": "write"}])
def test_what_showed_nothing_of_the_box_is_silent(facts) -> None:
    assert not judged(*seen(**facts))


def test_incident_without_a_container_is_nobodys() -> None:
    assert not judged(*seen(), incidents=[INCIDENTS[0], Incident("i9", at(12, 6), "intruder", area="yard")])


def test_third_incident_is_a_flag_of_its_own() -> None:
    third = Incident("i3", at(12, 8), "unordered_move", BOXES[2])
    assert len(judged(*seen(), look(at(40), BOXES[2]), incidents=[*INCIDENTS, third])) == 2


def test_look_up_that_arrives_late_is_counted() -> None:
    first, second = seen()
    assert not judged(first)
    assert judged(first, second)


def test_without_incidents_it_is_not_evaluated() -> None:
    assert report("D02", data=seen()).not_evaluated[0].code == "feed_missing"
