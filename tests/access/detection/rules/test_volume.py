"""D13: far more look-ups in a day than the person's own history and that of their peers allow."""

from __future__ import annotations

from datetime import timedelta

import pytest

from access.enums import Severity
from tests.access.detection.port import at, box, flags, look, person, report

pytestmark = pytest.mark.unit

TEAM = ["dave", *(f"peer{number}" for number in range(9))]
PEOPLE = [person(name) for name in TEAM]
HISTORY = 30  # days


def worked(name: str, count: int, day: int, **more):
    first = at(9, day)
    return [look(first + index * timedelta(minutes=1), box(index), name, **more) for index in range(count)]


def history(own: int = 10, peers: int = 10):
    data = []
    for day in range(-HISTORY, 0):
        data += worked("dave", own, day)
        for name in TEAM[1:]:
            data += worked(name, peers, day)
    return data


def spiked(count: int, *, own: int = 10, peers: int = 10, data=(), **context):
    return flags(
        "D13", data=[*history(own, peers), *data, *worked("dave", count, 0)], people=PEOPLE, **context
    )


def test_far_more_than_self_and_peers_is_medium() -> None:
    (flag,) = spiked(120)
    assert (flag.severity, flag.person, len(flag.events)) == (Severity.MEDIUM, "dave", 120)
    assert "120 look-ups of 120 objects on the working day of 2026-03-03" in flag.text
    assert "Expected from the own history: 10; from 9 peers: 10." in flag.text
    assert flag.due_at == at(29)


def test_burst_that_work_brings_is_silent() -> None:
    assert not spiked(35)


def test_less_than_thirty_is_silent_however_rare() -> None:
    assert not spiked(29, own=1, peers=1)
    assert spiked(30, own=1, peers=1)


def test_who_always_does_so_much_is_silent() -> None:
    assert not spiked(120, own=80)


def test_peers_who_do_so_much_are_an_excuse() -> None:
    assert not spiked(120, peers=80)


def test_rush_that_hits_all_peers_is_silent() -> None:
    rush = [fact for name in TEAM[1:] for fact in worked(name, 60, 0)]
    assert not spiked(120, data=rush)
    assert spiked(120, data=[fact for name in TEAM[1:4] for fact in worked(name, 60, 0)])


def test_new_person_is_compared_with_peers_alone() -> None:
    data = [fact for day in range(-HISTORY, 0) for name in TEAM[1:] for fact in worked(name, 10, day)]
    (flag,) = flags("D13", data=[*data, *worked("dave", 120, 0)], people=PEOPLE)
    assert "own history: not known" in flag.text


def test_nobody_is_flagged_while_nothing_is_known() -> None:
    assert not flags("D13", data=worked("dave", 500, 0), people=[person("dave")])


@pytest.mark.parametrize("facts", [{"field_class": "S0"}, {"action": "write"}])
def test_what_is_no_look_up_of_cargo_does_not_count(facts) -> None:
    assert not flags("D13", data=[*history(), *worked("dave", 120, 0, **facts)], people=PEOPLE)


def test_night_shift_is_one_day() -> None:
    night = [look(at(21) + index * timedelta(minutes=4), box(index)) for index in range(115)]
    (flag,) = flags("D13", data=[*history(), *night], people=PEOPLE)
    assert len(flag.events) == 115


def test_nothing_is_said_before_the_day_is_over() -> None:
    data = [*history(), *worked("dave", 120, 0)]
    assert not flags("D13", data=data, people=PEOPLE, until=at(28.9))


def test_late_events_of_peers_may_take_the_flag_back() -> None:
    late = [fact for name in TEAM[1:] for fact in worked(name, 90, 0)]
    assert spiked(120)
    assert not spiked(120, data=late)


def test_chance_can_be_replaced() -> None:
    assert spiked(60, parameters={"D13": {"chance": 500}})
    assert not spiked(60, parameters={"D13": {"chance": 0.0001}})


def test_without_people_it_is_not_evaluated() -> None:
    assert report("D13", data=worked("dave", 120, 0)).not_evaluated[0].code == "feed_missing"
