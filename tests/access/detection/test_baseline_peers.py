"""With whom a person is compared, and what is learned from them: limits, habits, ways, busy days."""

from __future__ import annotations

import math
from datetime import date, timedelta

import pytest

from access.detection.baseline_history import History, WorkedDay, Workload
from access.detection.baseline_limits import peer_limits
from access.detection.baseline_peers import PeerGroup, Peers
from access.detection.baseline_surprise import Habits, surprise
from access.detection.baseline_travel import learned_travel_times
from access.detection.facts import PersonContext
from access.detection.physical_facts import TravelTime
from tests.access.detection.port import at, read

pytestmark = pytest.mark.unit

TODAY = date(2026, 3, 3)


def people(number: int, role: str, employment: str = "", terminal: str = "", **more) -> list[PersonContext]:
    name = f"{role}-{employment}-{terminal}"
    return [
        PersonContext(f"{name}-{index}", role=role, employment=employment, terminal=terminal, **more)
        for index in range(number)
    ]


def test_peers_when_eight_others_do_the_same_work_then_are_these() -> None:
    group = Peers([*people(9, "planner", "fixed", "T1"), *people(20, "planner", "fixed", "T2")])
    found = group.of("planner-fixed-T1-0")
    assert found is not None
    assert (found.name, len(found.people)) == ("planner, fixed, T1", 9)


def test_peers_when_too_few_then_are_one_level_up() -> None:
    group = Peers(
        [
            *people(8, "planner", "fixed", "T1"),
            *people(1, "planner", "fixed", "T2"),
            *people(7, "planner", "agency", "T1"),
            *people(3, "diver", "fixed", "T1"),
        ]
    )
    names = {
        person: found.name if (found := group.of(person)) else None
        for person in ("planner-fixed-T1-0", "planner-agency-T1-0", "diver-fixed-T1-0", "nobody")
    }
    assert list(names.values()) == ["planner, fixed", "planner", "everybody", None]


def test_peers_when_the_port_is_small_then_are_none() -> None:
    assert Peers(people(8, "planner")).of("planner---0") is None


def test_peers_when_the_port_named_a_group_then_are_that_group() -> None:
    found = Peers(people(9, "planner", peer_group="night desk")).of("planner---0")
    assert found is not None
    assert found.name == "night desk"


def test_history_when_asked_then_counts_the_sixty_days_before() -> None:
    worked = {"dave": [WorkedDay(TODAY - timedelta(days=back), back, 2) for back in (0, 1, 60, 61)]}
    history = History(worked)
    assert (history.before("dave", TODAY).count, history.before("dave", TODAY).exposure) == (61, 4)
    assert history.before("erin", TODAY).exposure == 0


def test_history_when_a_group_is_asked_for_then_spreads_its_rates() -> None:
    names = tuple(f"p{index}" for index in range(9))
    worked = {name: [WorkedDay(TODAY - timedelta(days=1), 10)] for name in names}
    rates = History(worked).rates(PeerGroup("planner", names), TODAY)
    assert rates is not None
    assert (round(rates.mean, 1), rates.people) == (10.1, 9)
    assert History(worked).rates(PeerGroup("planner", names[:7]), TODAY) is None


def test_workload_when_the_port_is_twice_as_busy_then_is_two() -> None:
    days = {TODAY - timedelta(days=back): 100.0 for back in range(1, 61)}
    calls = {TODAY - timedelta(days=back): 4.0 for back in range(1, 61)}
    assert Workload([days | {TODAY: 200.0}, calls | {TODAY: 8.0}]).index(TODAY) == 2
    assert Workload([days | {TODAY: 200.0}, calls | {TODAY: 4.0}]).index(TODAY) == 1.5
    assert Workload([days | {TODAY: 900.0}]).index(TODAY) == 3
    assert Workload([days]).index(TODAY) == pytest.approx(1 / 3)


def test_workload_when_nothing_was_delivered_then_every_day_is_usual() -> None:
    assert Workload([]).index(TODAY) == 1
    assert Workload([{}, {TODAY: 5.0}]).index(TODAY) == 1


def test_surprise_when_all_do_it_then_is_nothing_and_grows_with_rarity() -> None:
    assert surprise(100, 100, 1) == 0
    assert surprise(0, 999, 2) == pytest.approx(math.log(2000))


def test_habits_when_a_value_is_rare_among_peers_then_surprise() -> None:
    seen = [("planner", "yard")] * 98 + [("planner", "quay")] * 2 + [("guard", "quay")] * 50
    habits = Habits(seen)
    assert habits.surprise("planner", "yard") < 0.05
    assert habits.surprise("planner", "quay") > 3.5
    assert habits.surprise("guard", "quay") < 0.05
    assert habits.surprise("planner", "vault") > habits.surprise("planner", "quay")
    assert habits.surprise("diver", "vault") == pytest.approx(math.log(3))
    assert (habits.share("planner", "quay"), habits.share("diver", "quay")) == (0.02, 0)


def ways(count: int, seconds: float, day: int = 0, *, back: bool = False):
    names = ("B", "A") if back else ("A", "B")
    for index in range(count):
        start = at(index % 20, day) + timedelta(minutes=index // 20)
        badge = f"badge-{day}-{index}"
        yield read(start, reader=names[0], badge=badge)
        yield read(start + timedelta(seconds=seconds), reader=names[1], badge=badge)


def test_travel_time_when_a_hundred_ways_are_known_then_is_nearly_the_fastest() -> None:
    reads = [*ways(199, 300), *ways(1, 10, 1), *ways(1, 240, 2), *ways(1, 250, 3, back=True)]
    (learned,) = learned_travel_times(reads[::-1])
    assert learned == TravelTime("A", "B", 250)
    assert not learned_travel_times([*ways(99, 300)])


def test_travel_time_when_measured_by_the_port_then_stands() -> None:
    assert learned_travel_times(ways(200, 300), [TravelTime("B", "A", 60)]) == (TravelTime("B", "A", 60),)


def test_travel_time_when_somebody_stayed_or_was_refused_then_is_not_a_way() -> None:
    refused = [read(at(9), reader="A", result="refused"), read(at(9.1), reader="B")]
    assert not learned_travel_times([*ways(200, 4000), *refused])


def test_limit_of_peers_when_measured_then_lies_above_99_of_100_shifts() -> None:
    group = people(9, "planner")
    counts = {someone.person: [0.0] * 49 + [4.0] for someone in group}
    (limit,) = peer_limits("D01", counts, Peers(group), since=at(0))
    assert (limit.rule, limit.peer_group, limit.limit, limit.people) == ("D01", "planner", 5, 8)


def test_limit_of_peers_when_one_of_them_does_much_then_is_not_set_by_that_one() -> None:
    group = people(9, "planner")
    counts = {someone.person: [1.0] * 50 for someone in group} | {"planner---0": [30.0] * 50}
    (limit,) = peer_limits("D01", counts, Peers(group), since=at(0))
    assert limit.limit == 2


def test_limit_of_peers_when_too_little_is_known_then_is_none() -> None:
    group = people(9, "planner")
    assert not peer_limits("D01", {one.person: [1.0] * 12 for one in group}, Peers(group), since=at(0))
    eight = {one.person: [1.0] * 50 for one in group[:8]}
    assert not peer_limits("D01", eight, Peers(group), since=at(0))
