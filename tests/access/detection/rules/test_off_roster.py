"""P03: somebody enters who is not on the roster, is on leave or is sick."""

from __future__ import annotations

import pytest

from access.enums import Severity
from tests.access.detection.port import at, flags, order, person, read, report, shift

pytestmark = pytest.mark.unit

ROSTER = [shift("dave", at(6))]


def test_entry_outside_every_duty_is_medium() -> None:
    night = [read(at(23)), read(at(23.5), reader="north")]
    (flag,) = flags("P03", gate=night, roster=ROSTER)
    assert (flag.severity, flag.person, flag.events) == (Severity.MEDIUM, "dave", (night[0].id, night[1].id))
    assert "outside every rostered duty: 2 times, first on 3 March 2026 23:00 UTC" in flag.text
    assert {item.code: item.why for item in flag.tried}["appointment"].startswith("Could not be tried")


@pytest.mark.parametrize(("hour", "silent"), [(4.9, False), (5, True), (14, True), (15, True), (15.1, False)])
def test_tolerance_before_and_after_the_shift(hour: float, silent: bool) -> None:
    assert bool(flags("P03", gate=[read(at(hour))], roster=ROSTER)) is not silent


@pytest.mark.parametrize("kind", ["leave", "sick"])
def test_entry_on_leave_or_sick_weighs_more_even_with_the_shift_still_on_the_roster(kind: str) -> None:
    roster = [*ROSTER, shift("dave", at(0), 24, kind=kind)]
    (flag,) = flags("P03", gate=[read(at(8))], roster=roster)
    assert "while the roster says" in flag.text
    assert flag.points > flags("P03", gate=[read(at(23))], roster=ROSTER)[0].points


def test_end_of_the_leave_has_the_same_tolerance() -> None:
    roster = [shift("dave", at(0), 24, kind="leave"), shift("dave", at(24))]
    assert not flags("P03", gate=[read(at(23.5))], roster=roster)


@pytest.mark.parametrize("kind", ["shift", "on_call"])
def test_shift_and_stand_by_are_silent(kind: str) -> None:
    assert not flags("P03", gate=[read(at(23))], roster=[shift("dave", at(22), kind=kind)])


def test_appointment_or_call_out_of_somebody_else_is_silent() -> None:
    night = [read(at(23))]

    def called(**more):
        return flags("P03", gate=night, roster=ROSTER, work_orders=[order("B4", opened=at(22), **more)])

    assert not called(kind="appointment")
    assert not called(kind="emergency", closed_at=at(23.5))
    assert called(kind="move")
    assert called(kind="appointment", opened_by="dave")
    assert called(kind="appointment", closed_at=at(21))
    assert {item.code: item.why for item in called(kind="move")[0].tried}["appointment"].startswith("No ")


def test_who_is_not_on_the_roster_at_all_is_silent() -> None:
    assert not flags("P03", gate=[read(at(23), person="driver")], roster=ROSTER)


def test_who_has_no_duty_near_is_silent() -> None:
    def coming(days: int):
        return flags("P03", gate=[read(at(23))], roster=[shift("dave", at(23, days))])

    assert coming(14)
    assert not coming(15)


def test_refusals_ways_out_and_doors_inside_are_silent() -> None:
    gate = [read(at(23), result="refused"), read(at(23), "out"), read(at(23), area_from="yard", area="block")]
    assert not flags("P03", gate=gate, roster=ROSTER)


def crew(count: int, **more):
    names = [f"p{number}" for number in range(count)]
    return {
        "roster": [shift(name, at(6)) for name in names],
        "people": [person(name, **more) for name in names],
    }


def test_missing_roster_of_a_group_is_silent_and_said() -> None:
    gate = [read(at(23), person=f"p{number}") for number in range(5)]
    said = report("P03", gate=gate, **crew(5))
    assert not said.flags
    assert [item.code for item in said.not_evaluated] == ["roster_gap"]
    assert "5 of 5 people of planners" in said.not_evaluated[0].detail


def test_few_people_or_a_small_share_of_the_group_are_no_missing_roster() -> None:
    few = [read(at(23), person=f"p{number}") for number in range(4)]
    assert len(flags("P03", gate=few, **crew(4))) == 4
    many = [*few, read(at(23), person="p4"), *(read(at(8), person=f"p{number}") for number in range(5, 17))]
    assert len(flags("P03", gate=many, **crew(17))) == 5


def test_each_day_makes_its_own_flag() -> None:
    assert len(flags("P03", gate=[read(at(23)), read(at(23, 1))], roster=ROSTER)) == 2


def test_without_roster_it_is_not_evaluated() -> None:
    said = report("P03", gate=[read(at(23))])
    assert (said.flags, said.not_evaluated[0].code) == ((), "feed_missing")


def test_who_goes_on_from_gate_to_gate_after_a_duty_is_silent() -> None:
    def round_at(first: float):
        return [read(at(13.9), "out"), read(at(first), reader="north"), read(at(first + 0.8), reader="south")]

    assert not flags("P03", gate=round_at(14.5), roster=ROSTER)
    assert flags("P03", gate=round_at(15.2), roster=ROSTER)


@pytest.mark.parametrize(("hour", "severity"), [(21.4, Severity.MEDIUM), (21.6, Severity.INFORMATIONAL)])
def test_who_comes_with_a_shift_of_the_group_is_only_noted(hour: float, severity: Severity) -> None:
    roster = [*ROSTER, shift("erin", at(22))]
    people = [person("dave"), person("erin")]
    (flag,) = flags("P03", gate=[read(at(hour)), read(at(23.9))], roster=roster, people=people)
    assert flag.severity == severity
    others = [person("dave"), person("erin", peer_group="guards")]
    (flag,) = flags("P03", gate=[read(at(hour))], roster=roster, people=others)
    assert flag.severity == Severity.MEDIUM


def test_who_comes_with_a_shift_while_on_leave_is_judged_in_full() -> None:
    roster = [*ROSTER, shift("erin", at(22)), shift("dave", at(15), 24, kind="leave")]
    (flag,) = flags("P03", gate=[read(at(21.9))], roster=roster, people=[person("dave"), person("erin")])
    assert flag.severity == Severity.MEDIUM
