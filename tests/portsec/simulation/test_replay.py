"""Rules run over a port in memory: in steps that see only the past, with the same answer for any step."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from access.detection.facts import BadgeSpan
from access.detection.rules import badge_use, sequence
from access.detection.window import Context, Window
from portsec.simulation.directory import PortData, read_directory
from portsec.simulation.evaluation import Insider
from portsec.simulation.history import measured_limits
from portsec.simulation.replay import figures, judge, read_truth, rule_figures
from tests.access.detection.port import box, look, person, read

pytestmark = pytest.mark.unit

DAY = datetime(2026, 6, 1, tzinfo=UTC)


def port_with_dead_badge() -> PortData:
    """Dave's badge is revoked on the third day and tried on the fifth."""
    gate = [read(DAY + timedelta(days=day, hours=8), person="dave", event=f"g{day}") for day in (0, 1, 4)]
    gate.append(read(DAY + timedelta(days=5, hours=8), person="carol", event="g5"))
    spans = [
        BadgeSpan("badge-dave", "dave", "active", DAY - timedelta(days=90)),
        BadgeSpan("badge-dave", "dave", "revoked", DAY + timedelta(days=2)),
    ]
    return PortData(gate=gate, data=[], context=Context(badges=spans), people=2)


def test_judge_when_a_badge_is_dead_then_its_use_is_flagged_once() -> None:
    judged = judge(port_with_dead_badge(), [badge_use.RULE], timedelta(days=2))
    assert [(flag.rule, flag.person, flag.events) for flag in judged.flags] == [("P06", "dave", ("g4",))]
    assert (judged.first_day, judged.days) == (DAY, 6)


def test_figures_when_judged_then_the_insider_is_found_on_the_day() -> None:
    judged = judge(port_with_dead_badge(), [badge_use.RULE])
    fifth = (DAY + timedelta(days=4)).date()
    truth = [Insider("dave", "M7", fifth, fifth, frozenset({"g4"}))]
    _, at_ten, _ = figures(judged, truth, people=2)
    assert (at_ten.recall, at_ten.delay, at_ten.precision) == (1.0, 0, 1.0)
    assert [(one.rule, one.insiders) for one in rule_figures(judged, truth)] == [("P06", 1)]


@pytest.mark.parametrize(("people", "sizes"), [(2, [1, 1, 1]), (1500, [2, 3, 6]), (5000, [5, 10, 20])])
def test_figures_when_the_port_is_smaller_then_the_desk_is_too(people: int, sizes: list[int]) -> None:
    judged = judge(port_with_dead_badge(), [badge_use.RULE])
    assert [one.budget for one in figures(judged, [], people)] == sizes


def test_about_people_when_a_source_is_silent_then_it_takes_no_place_on_the_desk() -> None:
    judged = judge(port_with_dead_badge(), [badge_use.RULE])
    silent = replace(judged.flags[0], person="reader:G1")
    assert replace(judged, flags=(*judged.flags, silent)).about_people == list(judged.flags)


def test_judge_when_the_steps_differ_then_the_same_findings(simulated: Path) -> None:
    port = read_directory(simulated)
    rules = [badge_use.RULE, sequence.RULE]
    keys = [
        {(flag.rule, flag.key) for flag in judge(port, rules, timedelta(days=days)).flags} for days in (3, 14)
    ]
    assert keys[0] == keys[1] != set()


def test_read_truth_when_read_then_days_and_events(simulated: Path) -> None:
    truth = read_truth(simulated)
    assert truth
    assert all(one.first_day <= one.last_day and one.events for one in truth)


def test_measured_limits_when_a_group_is_large_enough_then_what_its_people_hardly_reach() -> None:
    """Ten planners with one look-up without a reason in each of twelve shifts; one of them has nine."""
    people = [person(f"p{number}") for number in range(10)]
    looks = [
        look(DAY + timedelta(days=day, hours=8, minutes=count), box(1000 * number + count), f"p{number}")
        for number in range(10)
        for day in range(12)
        for count in range(9 if number == 0 and day == 3 else 1)
    ]
    window = Window(
        since=DAY, until=DAY + timedelta(days=12), data=looks, context=Context(people=people, work_orders=())
    )
    (limit,) = measured_limits(window)
    assert (limit.rule, limit.peer_group, limit.limit, limit.people) == ("D01", "planners", 2, 9)


def test_measured_limits_when_the_group_is_small_then_none() -> None:
    looks = [look(DAY + timedelta(days=day), box(day), "p0") for day in range(12)]
    context = Context(people=[person("p0")], work_orders=())
    assert (
        measured_limits(Window(since=DAY, until=DAY + timedelta(days=12), data=looks, context=context)) == ()
    )
