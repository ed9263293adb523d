"""P12: a container leaves on the wrong truck, or an empty one comes in heavy."""

from __future__ import annotations

from datetime import timedelta

import pytest

from access.detection.facts import CargoVisit, GateFact, ReleaseHop
from access.detection.physical_facts import TruckAppointment, TruckVisit
from access.enums import Severity
from tests.access.detection.port import at, box, flags, person, read, report, visit

pytestmark = pytest.mark.unit

BOX, OTHER = box(1000), box(2000)
PEOPLE = [person("dave", organisation="haul-1"), person("erin", organisation="haul-2")]


def leaves(container: str = BOX, hour: float = 12) -> CargoVisit:
    return visit(container, gate_out_at=at(hour), owner="line")


def truck(minutes: float = 0, plate: str = "1-ABC", driver: str = "dave", **more) -> GateFact:
    return read(at(12) + timedelta(minutes=minutes), "out", driver, vehicle=plate, **more)


def chain(*firms: str) -> list[ReleaseHop]:
    return [
        ReleaseHop(BOX, "line" if place == 0 else firms[place - 1], firm, at(place))
        for place, firm in enumerate(firms)
    ]


def booked(plate: str, container: str = BOX, *, opens: float = 11, closes: float = 13) -> TruckAppointment:
    return TruckAppointment(f"a-{plate}", plate, container, at(opens), at(closes))


def judged(*gate: GateFact, **more):
    context = {"people": PEOPLE, "cargo": [leaves()], "release_chain": chain("haul-2")} | more
    return flags("P12", gate=gate, **context)


def test_driver_whose_firm_does_not_hold_the_right_is_high() -> None:
    read_out = truck()
    (flag,) = judged(read_out)
    assert (flag.severity, flag.person, flag.events) == (Severity.HIGH, "dave", (read_out.id,))
    assert flag.objects == (BOX,)
    assert "a driver of haul-1; the right to collect it was with haul-2" in flag.text


def test_holder_of_the_right_is_silent() -> None:
    assert not judged(truck(), release_chain=chain("haul-2", "haul-1"))
    assert not judged(truck(driver="erin"))


def test_right_that_was_taken_back_does_not_count() -> None:
    hops = [*chain("haul-2"), ReleaseHop(BOX, "haul-2", "haul-1", at(1), ended_at=at(11))]
    assert judged(truck(), release_chain=hops)
    hops[1] = ReleaseHop(BOX, "haul-2", "haul-1", at(1), ended_at=at(12.1))
    assert not judged(truck(), release_chain=hops)


def test_right_passed_on_after_the_gate_out_does_not_count() -> None:
    hops = [*chain("haul-2"), ReleaseHop(BOX, "haul-2", "haul-1", at(12.2))]
    assert judged(truck(), release_chain=hops)


def test_unknown_driver_firm_or_chain_is_silent() -> None:
    assert not judged(truck(driver="nobody"))
    assert not judged(truck(), release_chain=[])


def test_own_box_of_the_firm_is_silent() -> None:
    assert not judged(truck(), people=[person("dave", organisation="line")])


def test_truck_that_nobody_announced_is_told_only_when_it_is_the_only_one_near() -> None:
    assert judged(truck(2))
    assert not judged(truck(2.1))
    assert not judged(truck(), truck(1, "2-DEF", "erin"))


def test_truck_that_came_for_another_box_is_left_out() -> None:
    for_other = booked("1 abc", OTHER)
    assert not judged(truck(), truck_appointments=[for_other])
    assert judged(truck(), truck(1, "2-DEF", "erin"), truck_appointments=[booked("2-DEF", OTHER)])


def test_announced_truck_is_found_among_many_by_its_plate() -> None:
    near = [truck(-1, "2-DEF", "erin"), truck(29, "1.abc"), truck(1, "3-GHI", "erin")]
    (flag,) = judged(*near, truck_appointments=[booked("1-ABC")])
    assert flag.events == (near[1].id,)
    assert not judged(*near, release_chain=chain("haul-1"), truck_appointments=[booked("1-ABC")])


def test_other_truck_than_the_announced_one_is_high() -> None:
    context = {"release_chain": chain("haul-1"), "truck_appointments": [booked("9-XYZ")]}
    (flag,) = judged(truck(), **context)
    assert flag.severity == Severity.HIGH
    assert "on truck 1-ABC; 9XYZ was announced" in flag.text
    assert flag.due_at == at(12.5)
    assert not judged(truck(), truck(20, "9-XYZ"), **context)


def test_appointment_of_another_day_announces_nothing() -> None:
    early = booked("9-XYZ", opens=2, closes=4)
    assert not judged(truck(), release_chain=chain("haul-1"), truck_appointments=[early])


def visited(**more):
    gate = [read(at(8), vehicle="1-ABC", event="came")]
    return flags("P12", gate=gate, truck_visits=[TruckVisit("came", **more)])


def test_empty_box_that_is_too_heavy_is_high() -> None:
    (flag,) = visited(is_empty=True, weight=2351, tare=2200)
    assert (flag.severity, flag.person) == (Severity.HIGH, "dave")
    assert "weighed 151 kg more than its tare" in flag.text


def test_light_full_or_unweighed_box_is_silent() -> None:
    assert not visited(is_empty=True, weight=2350, tare=2200)
    assert not visited(weight=22000, tare=2200)
    assert not visited(is_empty=True, tare=2200)


def test_stop_at_a_block_without_work_is_medium() -> None:
    (flag,) = visited(blocks=frozenset({"B1"}), stopped_at=frozenset({"B1", "B4"}))
    assert flag.severity == Severity.MEDIUM
    assert "stood at B4 without work there" in flag.text
    assert not visited(blocks=frozenset({"B1"}), stopped_at=frozenset({"B1"}))


def test_without_any_feed_on_trucks_it_is_not_evaluated() -> None:
    said = report("P12", gate=[truck()], cargo=[leaves()], people=PEOPLE)
    assert (said.flags, said.not_evaluated[0].code) == ((), "feed_missing")
