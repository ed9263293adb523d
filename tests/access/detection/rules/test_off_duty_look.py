"""D09: sensitive data are read off duty, or with a reason that the person made up just before."""

from __future__ import annotations

import pytest

from access.enums import Severity
from tests.access.detection.port import at, box, flags, look, order, report, shift

pytestmark = pytest.mark.unit

BOX = box(31)
ROSTER = [shift("dave", at(6)), shift("dave", at(30)), shift("erin", at(14))]


def read(hour: float, *, roster=ROSTER, **more):
    return flags("D09", data=[look(at(hour), BOX, **more)], roster=roster)


def test_look_up_at_night_is_informational() -> None:
    (flag,) = read(22)
    assert (flag.severity, flag.person, flag.objects) == (Severity.INFORMATIONAL, "dave", (BOX,))
    assert "1 sensitive look-up from 3 March 2026 22:00 UTC off duty by the roster" in flag.text


@pytest.mark.parametrize(("hour", "found"), [(4.9, 1), (5, 0), (10, 0), (15, 0), (15.1, 1)])
def test_an_hour_at_both_ends_belongs_to_the_shift(hour: float, found: int) -> None:
    assert len(read(hour)) == found


def test_stand_by_is_duty() -> None:
    assert not read(22, roster=[*ROSTER, shift("dave", at(20), kind="on_call")])


def test_swapped_shift_of_a_colleague_is_no_duty() -> None:
    assert read(18)


@pytest.mark.parametrize("kind", ["leave", "sick"])
def test_leave_is_said(kind: str) -> None:
    (flag,) = read(10, roster=[shift("dave", at(0), 48, kind=kind), *ROSTER])
    assert "1 of them on leave or sick" in flag.text


@pytest.mark.parametrize(("hour", "found"), [(30 + 14 * 24, 1), (30.1 + 14 * 24, 0)])
def test_who_is_on_no_roster_around_the_time_is_silent(hour: float, found: int) -> None:
    assert len(read(hour)) == found


def test_person_without_a_roster_is_silent() -> None:
    assert not read(22, person="frank")


@pytest.mark.parametrize("facts", [{"field_class": "S1"}, {"result": "denied"}])
def test_what_is_no_sensitive_look_up_is_silent(facts) -> None:
    assert not read(22, **facts)


def test_look_ups_of_a_night_are_one_flag_and_of_two_are_two() -> None:
    data = [look(at(hour), BOX) for hour in (20, 22, 44)]
    assert [len(flag.events) for flag in flags("D09", data=data, roster=ROSTER)] == [2, 1]


@pytest.mark.parametrize(("boxes", "found"), [(2, 0), (3, 1)])
def test_reasons_made_just_before_are_medium(boxes: int, found: int) -> None:
    names = [box(serial) for serial in range(1, boxes + 1)]
    orders = [order(name, opened=at(8.9), opened_by="dave") for name in names]
    data = [look(at(9), name) for name in names]
    found_flags = flags("D09", data=data, roster=ROSTER, work_orders=orders)
    assert [flag.severity for flag in found_flags] == [Severity.MEDIUM] * found
    early = [order(name, opened=at(8.4), opened_by="dave") for name in names]
    assert not flags("D09", data=data, roster=ROSTER, work_orders=early)


def test_without_the_roster_it_is_not_evaluated() -> None:
    assert report("D09", data=[look(at(22), BOX)]).not_evaluated[0].code == "feed_missing"
