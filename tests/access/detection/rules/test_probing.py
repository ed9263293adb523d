"""D05: look-ups that mostly miss."""

from __future__ import annotations

from datetime import timedelta

import pytest

from access.enums import Severity
from tests.access.detection.port import at, box, flags, look, report

pytestmark = pytest.mark.unit


def sitting(missed: int, found: int, *, minutes: float = 1, result: str = "not_found", **more):
    """So many misses, then so many answers, one after the other."""
    results = [result] * missed + ["ok"] * found
    return [
        look(at(9) + index * timedelta(minutes=minutes), box(index * 1000), result=each, **more)
        for index, each in enumerate(results)
    ]


@pytest.mark.parametrize("result", ["not_found", "denied"])
def test_ten_look_ups_of_which_four_miss_are_high(result: str) -> None:
    data = [*sitting(0, 6), *(look(at(9.3), box(serial * 777), result=result) for serial in range(1, 5))]
    (flag,) = flags("D05", data=data)
    assert (flag.severity, flag.person, len(flag.events)) == (Severity.HIGH, "dave", 10)
    assert "4 of 10 look-ups from 3 March 2026 09:00 UTC" in flag.text


def test_nine_look_ups_are_silent() -> None:
    assert not flags("D05", data=sitting(9, 0))


def test_less_than_forty_per_cent_is_silent() -> None:
    data = [*sitting(0, 7), *(look(at(9.3), box(serial * 777), result="denied") for serial in range(1, 5))]
    assert not flags("D05", data=data)


@pytest.mark.parametrize(("minutes", "found"), [(6.6, 1), (6.7, 0)])
def test_they_lie_within_an_hour(minutes: float, found: int) -> None:
    assert len(flags("D05", data=sitting(10, 0, minutes=minutes))) == found


def test_slips_that_were_corrected_at_once_are_silent() -> None:
    data = []
    for index in range(10):
        when, right = at(9) + index * timedelta(minutes=3), box(index * 1000)
        data += [
            look(when, f"{right[:-1]}X", result="not_found"),
            look(when + timedelta(minutes=1), right),
        ]
    assert not flags("D05", data=data)
    late = [look(fact.at + timedelta(hours=6), fact.object) for fact in data[1::2]]
    assert flags("D05", data=[*data[::2], *late])


def test_system_that_misses_for_everybody_is_not_judged() -> None:
    others = [look(at(9.1), box(serial), f"p{serial}", result="error") for serial in range(6)]
    assert flags("D05", data=[*sitting(10, 0), *others])
    broken = [look(at(9.1), box(serial), f"p{serial}", result="not_found") for serial in range(2)]
    said = report("D05", data=[*sitting(10, 0), *others, *broken])
    assert not said.flags
    assert said.not_evaluated[0].code == "misses_everywhere"
    elsewhere = [
        look(at(9.1), box(1), f"p{serial}", result="not_found", system="other") for serial in range(9)
    ]
    assert flags("D05", data=[*sitting(10, 0), *elsewhere])


def test_acts_do_not_count() -> None:
    assert not flags("D05", data=sitting(10, 0, action="write"))


def test_account_without_a_person_is_left_to_enumeration() -> None:
    assert not flags("D05", data=sitting(10, 0, person=""))


def test_without_data_events_it_is_not_evaluated() -> None:
    assert report("D05", gate=[]).not_evaluated[0].code == "feed_missing"
