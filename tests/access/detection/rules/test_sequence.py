"""P02: the in/out sequence at a zone is broken."""

from __future__ import annotations

from datetime import timedelta

import pytest

from access.detection.facts import AreaFact, BadgeSpan
from access.enums import Severity
from tests.access.detection.port import at, flags, read, report, shift

pytestmark = pytest.mark.unit


def kinds(found) -> list[str]:
    return [flag.key.split(":")[2] for flag in found]


def test_in_after_in_is_flagged_with_both_reads() -> None:
    gate = [read(at(8), event="first"), read(at(10), event="second"), read(at(12), "out")]
    (flag,) = flags("P02", gate=gate)
    assert (flag.severity, flag.events, flag.person) == (Severity.MEDIUM, ("first", "second"), "dave")
    assert "though inside since 3 March 2026 08:00 UTC (2 h earlier)" in flag.text


def test_out_without_in_is_flagged() -> None:
    gate = [read(at(8)), read(at(9), "out"), read(at(10), "out", event="second")]
    (flag,) = flags("P02", gate=gate)
    assert (kinds([flag]), flag.events) == (["out_without_in"], ("second",))


def test_in_without_out_is_flagged_when_the_day_has_ended() -> None:
    gate = [read(at(8), event="entry")]
    assert not flags("P02", gate=gate, until=at(23.9))
    (flag,) = flags("P02", gate=gate, until=at(24))
    assert (kinds([flag]), flag.events, flag.due_at) == (["in_without_out"], ("entry",), at(24))


def test_pass_back_over_the_turnstile_is_flagged() -> None:
    handed_back = read(at(8) + timedelta(seconds=20))
    assert flags("P02", gate=[read(at(8)), handed_back, read(at(12), "out")])


def test_second_break_in_thirty_days_is_high() -> None:
    def lent(day: int):
        return [read(at(8, day)), read(at(9, day)), read(at(12, day), "out")]

    first, second = flags("P02", gate=[*lent(0), *lent(29)])
    assert (first.severity, second.severity) == (Severity.MEDIUM, Severity.HIGH)
    assert "second time in 29 days" in second.text
    first, second = flags("P02", gate=[*lent(0), *lent(31)])
    assert (first.severity, second.severity) == (Severity.MEDIUM, Severity.MEDIUM)


def test_late_way_out_does_not_add_a_second_break() -> None:
    assert kinds(flags("P02", gate=[read(at(8)), read(at(26), "out")])) == ["in_without_out"]


def test_regular_days_are_silent() -> None:
    gate = [read(at(hour, day), way) for day in range(5) for hour, way in ((6, "in"), (14, "out"))]
    assert not flags("P02", gate=gate)


def test_night_shift_over_midnight_is_silent() -> None:
    assert not flags("P02", gate=[read(at(22)), read(at(6, day=1), "out")])


def test_rostered_duty_longer_than_a_double_shift_is_silent() -> None:
    gate = [read(at(7)), read(at(7.5, day=1), "out")]
    assert flags("P02", gate=gate)
    assert not flags("P02", gate=gate, roster=[shift("dave", at(7), 24)])


def test_refused_read_does_not_count_as_entry() -> None:
    assert not flags("P02", gate=[read(at(8), result="refused"), read(at(8.1)), read(at(12), "out")])


def test_read_that_the_reader_sent_twice_is_silent() -> None:
    gate = [read(at(8)), read(at(8) + timedelta(seconds=2))]
    gate += [read(at(12), "out"), read(at(12) + timedelta(seconds=2), "out")]
    assert not flags("P02", gate=gate)


def test_first_way_out_of_the_log_is_silent() -> None:
    assert not flags("P02", gate=[read(at(6), "out")], loaded_since=at(0))
    assert flags("P02", gate=[read(at(17), "out")], loaded_since=at(0))


def test_passenger_who_came_under_the_drivers_read_is_silent() -> None:
    driver = [read(at(8), person="erin", vehicle="1-ABC"), read(at(16), "out", "erin", vehicle="1-ABC")]
    assert not flags("P02", gate=[*driver, read(at(16.01), "out", vehicle="1-ABC")])
    assert flags("P02", gate=[*driver, read(at(16.01), "out", vehicle="2-DEF")])


def test_passenger_who_left_under_the_drivers_read_is_silent() -> None:
    driver = [read(at(8), person="erin", vehicle="1-ABC"), read(at(16), "out", "erin", vehicle="1-ABC")]
    next_day = [read(at(8, day=1)), read(at(16, day=1), "out")]
    assert not flags("P02", gate=[*driver, read(at(8.01), vehicle="1-ABC"), *next_day])


def test_own_earlier_read_with_the_vehicle_is_no_excuse() -> None:
    gate = [
        read(at(8), vehicle="1-ABC"),
        read(at(9), "out", vehicle="1-ABC"),
        read(at(10), "out", vehicle="1-ABC"),
    ]
    assert flags("P02", gate=gate)


def crowd(people: int, spacing: timedelta):
    """All went in in the morning, left by the emergency exits, and come in again."""
    for number in range(people):
        name = f"p{number:02d}"
        yield read(at(7) + number * timedelta(minutes=4), person=name)
        yield read(at(10) + number * spacing, person=name)
        yield read(at(15) + number * timedelta(minutes=1), "out", name)


def test_evacuation_is_taken_as_one_event() -> None:
    said = report("P02", gate=crowd(21, timedelta(seconds=14)))
    assert not said.flags
    assert [item.code for item in said.not_evaluated] == ["mass_event"]
    assert said.not_evaluated[0].detail.startswith("21 people")


def test_twenty_at_once_or_many_spread_out_are_no_evacuation() -> None:
    assert len(flags("P02", gate=crowd(20, timedelta(seconds=14)))) == 20
    assert len(flags("P02", gate=crowd(21, timedelta(seconds=60)))) == 21


def test_who_went_home_from_an_evacuation_is_silent() -> None:
    gone = read(at(7.1), person="gone")
    assert not flags("P02", gate=[*crowd(21, timedelta(seconds=14)), gone])
    elsewhere = [read(at(7.1), person="gone", area="quay")]
    assert len(flags("P02", gate=[*crowd(21, timedelta(seconds=14)), *elsewhere])) == 1


def test_same_person_many_times_is_no_evacuation() -> None:
    gate = [read(at(8) + number * timedelta(seconds=10)) for number in range(30)]
    assert len(flags("P02", gate=[*gate, read(at(9), "out")])) == 29


def test_reader_that_failed_for_a_day_is_silent_and_said() -> None:
    came = [read(at(7) + number * timedelta(minutes=3), person=f"p{number}") for number in range(30)]
    left = [read(at(15), "out", f"p{number}") for number in range(9)]
    said = report("P02", gate=[*came, *left])
    assert not said.flags
    assert [item.code for item in said.not_evaluated] == ["missing_ways_out"]


def test_zone_with_readers_one_way_only_is_silent_and_said() -> None:
    said = report("P02", gate=[read(at(8, day), person=name) for day in range(10) for name in ("a", "b")])
    assert not said.flags
    assert [item.code for item in said.not_evaluated] == ["one_way_zone"]


def test_reader_whose_areas_are_unknown_is_said() -> None:
    said = report("P02", gate=[read(at(8), area=""), read(at(9), area="")])
    assert not said.flags
    assert [item.code for item in said.not_evaluated] == ["area_unknown"]


def test_inner_area_does_not_end_the_stay_in_the_outer_one() -> None:
    gate = [read(at(8)), read(at(9), area="block", area_from="yard")]
    gate += [read(at(10), "out", area="block", area_from="yard"), read(at(11), "out")]
    assert not flags("P02", gate=gate)
    assert not flags("P02", gate=gate, areas=[AreaFact("yard"), AreaFact("block", "yard")])


def test_going_into_a_neighbour_area_is_leaving_the_first() -> None:
    gate = [
        read(at(8), area="east"),
        read(at(9), area="west", area_from="east"),
        read(at(11), "out", area="west"),
    ]
    areas = [AreaFact("east"), AreaFact("west")]
    assert not flags("P02", gate=gate, areas=areas)
    again = read(at(10), area="east")
    assert kinds(flags("P02", gate=[*gate, again, read(at(10.5), "out", area="east")], areas=areas)) == []
    assert kinds(flags("P02", gate=[gate[0], again, read(at(12), "out", area="east")], areas=areas)) == [
        "in_in"
    ]


def test_exit_reader_that_leads_outside_ends_the_stay() -> None:
    assert not flags("P02", gate=[read(at(8)), read(at(12), "in", area="OUT", area_from="yard")])


def test_read_without_person_counts_for_the_holder_of_the_badge() -> None:
    gate = [read(at(8), person="", badge="b1"), read(at(10), person="", badge="b1"), read(at(12), "out")]
    (flag, *_) = flags(
        "P02", gate=gate[:2], badges=[BadgeSpan("b1", "dave", "active", at(0, -9))], until=at(20)
    )
    assert flag.person == "dave"
    assert not flags("P02", gate=gate[:2], until=at(20))


def test_without_gate_events_it_is_not_evaluated() -> None:
    said = report("P02", data=[])
    assert (said.flags, said.not_evaluated[0].code) == ((), "feed_missing")


def test_break_far_from_every_duty_is_high() -> None:
    gate = [read(at(20), event="entry"), read(at(20), person="erin"), read(at(20.1), "out", "erin")]
    (flag,) = flags("P02", gate=gate, roster=[shift("dave", at(6))])
    assert flag.severity == Severity.HIGH
    assert "not at work then" in flag.text
    near = [shift("dave", at(12))]
    assert flags("P02", gate=gate, roster=near)[0].severity == Severity.MEDIUM
    assert flags("P02", gate=gate)[0].severity == Severity.MEDIUM


def test_one_slip_at_two_doors_is_no_second_time() -> None:
    gate = [read(at(8)), read(at(8.1), area="block", area_from="yard")]
    areas = [AreaFact("yard"), AreaFact("block", "yard")]
    found = flags("P02", gate=gate, areas=areas)
    assert [flag.severity for flag in found] == [Severity.MEDIUM, Severity.MEDIUM]


def two_stays(north_out: float = 14):
    north = [read(at(6), area="north", event="n-in"), read(at(north_out), "out", area="north", event="n-out")]
    return [*north, read(at(9), area="south", event="s-in"), read(at(11), "out", area="south", event="s-out")]


def test_two_places_at_once_are_high() -> None:
    (flag,) = flags("P02", gate=two_stays())
    assert (flag.severity, kinds([flag]), flag.due_at) == (Severity.HIGH, ["two_places"], at(14))
    assert flag.events == ("n-in", "s-in", "s-out", "n-out")


def test_one_place_after_the_other_is_silent() -> None:
    assert not flags("P02", gate=two_stays(north_out=9))


def test_missed_way_out_makes_no_two_places() -> None:
    gate = [fact for fact in two_stays() if fact.id != "n-out"]
    gate += [read(at(6, 1), area="north"), read(at(14, 1), "out", area="north")]
    assert kinds(flags("P02", gate=gate)) == ["in_without_out"]
