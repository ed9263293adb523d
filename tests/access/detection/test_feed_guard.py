"""Dead feeds stop the rules that lean on them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from access.detection.facts import RosterSpan, WorkOrder
from access.detection.feed_guard import dead_feeds
from access.detection.registry import run
from access.detection.rule import Family, Given, Hit, Report, Rule
from access.detection.window import Feed, Window
from access.enums import Severity
from tests.access.detection.port import at, box, look, order, read, shift, window

pytestmark = pytest.mark.unit

DAYS = range(-22, 2)
TIMES = [at(0, day) + timedelta(minutes=10 * number) for day in DAYS for number in range(144)]
READS = [read(when) for when in TIMES]
ORDERS = [order(box(1), opened=when, ref=f"w{number}") for number, when in enumerate(TIMES)]


def without_orders(since: datetime, until: datetime) -> list[WorkOrder]:
    return [one for one in ORDERS if not since < one.opened_at < until]


def test_order_feed_when_silent_while_gates_go_on_then_is_dead() -> None:
    port = window(gate=READS, work_orders=without_orders(at(6), at(23)), until=at(23, 1))
    (dead,) = dead_feeds(port)
    assert (dead.feed, dead.since, dead.until) == (Feed.WORK_ORDERS, at(6), at(23))
    assert "Work orders were silent from 3 March 2026 06:00 UTC to 3 March 2026 23:00 UTC" in dead.detail


def test_order_feed_when_gates_are_as_quiet_then_is_alive() -> None:
    reads = [one for one in READS if not at(6) < one.at < at(23)]
    assert not dead_feeds(window(gate=reads, work_orders=without_orders(at(6), at(23)), until=at(23, 1)))


def test_feed_when_not_delivered_or_hardly_known_then_is_not_called_dead() -> None:
    assert not dead_feeds(window(gate=READS, until=at(23, 1)))
    assert not dead_feeds(window(gate=READS, work_orders=ORDERS[:90], until=at(23, 1)))


def test_gate_log_when_it_stops_then_is_dead_until_the_end() -> None:
    reads = [one for one in READS if one.at < at(6)]
    looks = [look(when, box(1)) for when in TIMES]
    (dead,) = dead_feeds(window(gate=reads, data=looks, until=at(23, 1)))
    assert (dead.feed, dead.until) == (Feed.GATE, at(23, 1))


def rostered(people: int, days: Iterable[int]) -> list[RosterSpan]:
    return [shift(f"p{index}", at(6, day)) for day in days for index in range(people)]


def test_roster_when_a_day_is_missing_then_is_dead_on_that_day() -> None:
    spans = [*rostered(10, range(-28, 0)), *rostered(2, range(1)), *rostered(10, range(1, 3))]
    (dead,) = dead_feeds(window(roster=spans, until=at(20, 2)))
    assert (dead.feed, dead.since, dead.until) == (Feed.ROSTER, at(0), at(24))
    assert "Only 2 people stood on the roster of 2026-03-03" in dead.detail


def test_roster_when_weekends_are_empty_or_few_are_rostered_then_is_alive() -> None:
    weekdays = [day for day in range(-28, 3) if at(0, day).weekday() < 5]
    assert not dead_feeds(window(roster=rostered(10, weekdays), until=at(20, 2)))
    few = [*rostered(7, range(-28, 0)), *rostered(1, range(3))]
    assert not dead_feeds(window(roster=few, until=at(20, 2)))


def test_roster_when_half_are_on_leave_then_is_alive() -> None:
    spans = [*rostered(10, range(-28, 0)), *rostered(3, range(1)), *rostered(10, range(1, 3))]
    assert not dead_feeds(window(roster=spans, until=at(20, 2)))


def unordered_reads(judged: Window, given: Given) -> list[Hit]:
    """Everybody who passed a gate at half past something. Stands for a rule that leans on orders."""
    return [
        Hit("dave", event.id, (event.id,), event.at, event.at, "passed")
        for event in judged.gate_events
        if event.at.minute == 30
    ]


LEANING = Rule(
    id="D99",
    version=1,
    family=Family.DATA,
    severity=Severity.HIGH,
    title="",
    innocent="",
    parameters=(),
    look_back=timedelta(days=22),
    detect=unordered_reads,
    needs=frozenset({Feed.GATE, Feed.WORK_ORDERS}),
    stopped_by=frozenset({Feed.WORK_ORDERS}),
)


def judged(rule: Rule) -> Report:
    port = window(gate=READS, work_orders=without_orders(at(6), at(23)), since=at(0), until=at(24))
    return run(port, [rule])


def test_rule_when_its_feed_is_dead_then_is_not_evaluated_there_and_says_so() -> None:
    said = judged(LEANING)
    hours = [flag.due_at.hour for flag in said.flags]
    assert hours == [*range(6), 23]
    (silent,) = said.not_evaluated
    assert (silent.rule, silent.code, silent.since, silent.until) == ("D99", "feed_silent", at(6), at(23))


def test_rule_when_it_does_not_lean_on_the_dead_feed_then_goes_on() -> None:
    said = judged(replace(LEANING, stopped_by=frozenset({Feed.ROSTER})))
    assert (len(said.flags), said.not_evaluated) == (24, ())
