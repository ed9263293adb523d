"""P01: one badge is at two places in less time than anybody needs from one to the other."""

from __future__ import annotations

from datetime import timedelta

import pytest

from access.detection.facts import AreaFact, BadgeSpan
from access.detection.physical_facts import ReaderFact, TravelTime
from access.enums import Severity
from tests.access.detection.port import at, flags, read, report

pytestmark = pytest.mark.unit

TIMES = [TravelTime("north", "south", 600)]


def pair(seconds: float, person: str = "dave", *, start: float = 8, **more):
    first = read(at(start), person=person, reader="north")
    return [first, read(at(start) + timedelta(seconds=seconds), person=person, reader="south", **more)]


def test_two_places_at_once_are_critical() -> None:
    gate = pair(60)
    (flag,) = flags("P01", gate=gate, travel_times=TIMES)
    assert (flag.severity, flag.person) == (Severity.CRITICAL, "dave")
    assert flag.events == (gate[0].id, gate[1].id)
    assert "1 min later at south; nobody makes that way in less than 10 min" in flag.text


def test_share_of_the_minimum_is_the_limit() -> None:
    assert flags("P01", gate=pair(419), travel_times=TIMES)
    assert not flags("P01", gate=pair(420), travel_times=TIMES)
    assert flags("P01", {"P01": {"share": 80}}, gate=pair(420), travel_times=TIMES)


def test_way_that_was_measured_in_one_direction_holds_for_the_other() -> None:
    assert flags("P01", gate=pair(60), travel_times=[TravelTime("south", "north", 600)])


def test_each_direction_keeps_its_own_time() -> None:
    times = [TravelTime("north", "south", 60), TravelTime("south", "north", 600)]
    assert not flags("P01", gate=pair(100), travel_times=times)


def test_refused_read_shows_the_badge_as_well() -> None:
    assert flags("P01", gate=pair(60, result="refused"), travel_times=TIMES)


def test_several_ways_of_a_day_make_one_flag() -> None:
    gate = [*pair(60), *pair(60, start=12)]
    (flag,) = flags("P01", gate=gate, travel_times=TIMES)
    assert len(flag.events) == 4
    assert "2 impossible ways on that day" in flag.text


def test_unknown_way_is_silent() -> None:
    assert not flags("P01", gate=pair(60), travel_times=[TravelTime("north", "west", 600)])
    assert not flags("P01", gate=pair(60), travel_times=[])


def test_second_read_at_the_same_reader_is_silent() -> None:
    gate = [read(at(8), reader="north"), read(at(8), reader="north")]
    assert not flags("P01", gate=gate, travel_times=[TravelTime("north", "north", 600)])


def test_two_badges_of_one_person_are_silent() -> None:
    first, second = pair(60)
    other = read(second.at, reader="south", badge="spare")
    assert not flags("P01", gate=[first, other], travel_times=TIMES)


def test_reader_with_a_wrong_clock_is_silent_and_said() -> None:
    people = ["dave", "erin", "carol", "alice"]
    gate = [fact for number, name in enumerate(people) for fact in pair(60, name, start=8 + number)]
    said = report("P01", gate=gate, travel_times=TIMES)
    assert not said.flags
    assert {item.code for item in said.not_evaluated} == {"reader_clock"}
    assert "4 badges made impossible ways at reader north" in said.not_evaluated[0].detail
    assert len(flags("P01", gate=gate[:6], travel_times=TIMES)) == 3


def test_unknown_person_is_named_by_the_badge() -> None:
    gate = pair(60, "", badge="b1")
    gate[0] = read(at(8), person="", badge="b1", reader="north")
    assert flags("P01", gate=gate, travel_times=TIMES)[0].person == "badge:b1"
    badges = [BadgeSpan("b1", "erin", "active", at(0, -9))]
    assert flags("P01", gate=gate, travel_times=TIMES, badges=badges)[0].person == "erin"


def test_late_read_between_splits_the_way() -> None:
    gate = pair(60)
    late = read(at(8) + timedelta(seconds=30), reader="west")
    assert not flags("P01", gate=[*gate, late], travel_times=TIMES)


def test_without_travel_times_it_is_not_evaluated() -> None:
    said = report("P01", gate=pair(60))
    assert (said.flags, said.not_evaluated[0].code) == ((), "feed_missing")


AREAS = [AreaFact("T1"), AreaFact("yard", "T1"), AreaFact("T2")]
DOORS = [ReaderFact("gate-1", "OUT", "T1", "T1"), ReaderFact("gate-2", "OUT", "T2", "T2")]


def inner_pair(seconds: float, *, to: str = "T2"):
    first = read(at(8), reader="yard-door", area="yard", area_from="T1")
    return [first, read(at(8) + timedelta(seconds=seconds), reader="far", area=to)]


def between_gates(gate, doors=DOORS):
    times = [TravelTime("gate-1", "gate-2", 600)]
    return flags("P01", gate=gate, travel_times=times, areas=AREAS, readers=doors)


def test_way_from_an_inner_door_takes_at_least_that_between_the_gates() -> None:
    (flag,) = between_gates(inner_pair(60))
    assert "nobody makes that way in less than 10 min" in flag.text
    assert not between_gates(inner_pair(420))


def test_way_within_one_terminal_or_past_a_gate_not_measured_is_silent() -> None:
    assert not between_gates(inner_pair(60, to="T1"))
    side = ReaderFact("side-gate", "OUT", "T2", "T2")
    assert not between_gates(inner_pair(60), [*DOORS, side])
