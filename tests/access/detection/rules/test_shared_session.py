"""D12: one account is used at two devices at once, or many accounts at one device."""

from __future__ import annotations

import pytest

from access.enums import Severity
from tests.access.detection.port import at, flags, look, report

pytestmark = pytest.mark.unit


def used(device: str, first: float, last: float, name: str = "dave"):
    """One use every five minutes."""
    count = round((last - first) * 12) + 1
    return [look(at(first + index / 12), "X", name, device=device) for index in range(count)]


def test_two_devices_at_once_are_medium() -> None:
    (flag,) = flags("D12", data=[*used("desk-1", 9, 10), *used("desk-2", 9.5, 11)])
    assert (flag.severity, flag.person) == (Severity.MEDIUM, "dave")
    assert "at desk-1 and at desk-2 at the same time, for 30 min from 3 March 2026 09:30 UTC" in flag.text


def test_one_desk_after_the_other_is_silent() -> None:
    assert not flags("D12", data=[*used("desk-1", 9, 10), *used("desk-2", 10, 11)])


def test_first_desk_left_for_a_quarter_of_an_hour_has_ended() -> None:
    pause = [look(at(9), "X", device="desk-1"), look(at(9.5), "X", device="desk-1")]
    assert not flags("D12", data=[*pause, *used("desk-2", 9.1, 9.4)])


@pytest.mark.parametrize(("minutes", "found"), [(2, 0), (3, 1)])
def test_overlap_of_two_minutes_is_a_walk(minutes: float, found: int) -> None:
    second = [look(at(10 - minutes / 60), "X", device="desk-2"), look(at(10.2), "X", device="desk-2")]
    assert len(flags("D12", data=[*used("desk-1", 9, 10), *second])) == found


def test_two_people_at_two_devices_are_silent() -> None:
    assert not flags("D12", data=[*used("desk-1", 9, 10), *used("desk-2", 9, 10, "erin")])


def changing(times: int, minutes: float = 1):
    names = ("dave", "erin")
    return [
        look(at(9 + index * minutes / 60), "X", names[index % 2], device="desk-1")
        for index in range(times + 1)
    ]


@pytest.mark.parametrize(("times", "found"), [(2, 0), (3, 1)])
def test_three_changes_of_account_at_one_device_are_flagged(times: int, found: int) -> None:
    found_flags = flags("D12", data=changing(times))
    assert len(found_flags) == found
    assert all("changed between 2 accounts 3 times" in flag.text for flag in found_flags)


@pytest.mark.parametrize(("minutes", "found"), [(2.9, 1), (3, 0)])
def test_slow_changes_are_a_change_of_shift(minutes: float, found: int) -> None:
    assert len(flags("D12", data=changing(3, minutes))) == found


def test_without_devices_it_is_not_judged() -> None:
    said = report("D12", data=[look(at(9), "X")])
    assert (said.flags, said.not_evaluated[0].code) == ((), "device_missing")
