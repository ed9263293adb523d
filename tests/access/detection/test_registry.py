"""The table of rules and the run over a window: what holds for every rule."""

from __future__ import annotations

import itertools
from dataclasses import fields, replace
from datetime import datetime, timedelta
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from access.detection import lateness
from access.detection.facts import AreaFact, BadgeSpan, ClearanceSpan, DataFact, GateFact
from access.detection.physical_facts import ShiftChange, TravelTime
from access.detection.registry import RULES, rule_named, run
from access.detection.rule import Flag
from access.detection.window import Context, Feed, Window
from portsec.kernel.errors import InvalidInput
from tests.access.detection.port import (
    DAY,
    RULE_IDS,
    at,
    box,
    look,
    order,
    person,
    read,
    shift,
    visit,
    wrong_box,
)

pytestmark = pytest.mark.unit

PEOPLE = ("dave", "erin", "carol")
BOXES = [box(serial) for serial in (700, 702, 703, 705, 706, 9000)] + [
    wrong_box(serial) for serial in (1, 2, 3)
]
END = at(6, day=4)
DELIVERED: dict[str, Any] = {feed.name: () for feed in fields(Context)} | {"grants": {}}
"""Every feed, each of them empty."""
CONTEXT = replace(
    Context(**DELIVERED),
    badges=[
        BadgeSpan("badge-dave", "dave", "active", at(0, -99)),
        BadgeSpan("badge-dave", "dave", "lost", at(12)),
    ],
    clearances=[
        ClearanceSpan("erin", "granted", "standard", at(0, -99), at(6, 2)),
        ClearanceSpan("carol", "granted", "standard", at(0, -99)),
        ClearanceSpan("carol", "suspended", "standard", at(0, 1)),
        ClearanceSpan("carol", "granted", "standard", at(0, 2)),
    ],
    work_orders=[order(BOXES[0], "dave", opened=at(0, 1)), order(BOXES[1], "erin", opened=at(0, 2))],
    cargo=[
        visit(number, risk=3 if number == BOXES[2] else 1, bill_of_lading="BL1", block="yard")
        for number in BOXES[:3]
    ],
    areas=[AreaFact("yard"), AreaFact("quay")],
    travel_times=[TravelTime("yard-in", "quay-in", 3600), TravelTime("quay-in", "yard-out", 1800)],
    shift_changes=[ShiftChange("dave", at(14, 1), at(6, 3), at(14, 3), "yard")],
    people=[person(name) for name in PEOPLE],
    roster=[shift("erin", at(22, day)) for day in range(4)],
)

# Few hours on few days, so that events come close enough together for something to be found.
moments = st.builds(
    lambda day, hour, minute: at(hour, day) + timedelta(minutes=minute),
    st.sampled_from([0, 0, 1, 3]),
    st.sampled_from([9, 9, 13, 23]),
    st.integers(0, 70),
)
reads = st.builds(
    read,
    moments,
    st.sampled_from(["in", "out"]),
    st.sampled_from(PEOPLE),
    result=st.sampled_from(["granted", "granted", "refused"]),
    area=st.sampled_from(["yard", "quay"]),
    event=st.uuids().map(str),
)
looks = st.builds(
    look,
    moments,
    st.sampled_from(BOXES),
    st.sampled_from(PEOPLE),
    field_class=st.sampled_from(["S1", "S2", "S2", "S3"]),
    result=st.sampled_from(["ok", "ok", "not_found"]),
    event=st.uuids().map(str),
)


@st.composite
def sittings(draw: st.DrawFn) -> list[DataFact]:
    """One person goes through several boxes, one after the other."""
    first = draw(looks)
    numbers = draw(st.lists(st.sampled_from(BOXES), min_size=3, unique=True))
    pace = timedelta(minutes=draw(st.integers(1, 9)))
    return [
        replace(first, id=f"{first.id}-{index}", object=number, at=first.at + index * pace)
        for index, number in enumerate(numbers)
    ]


logs = st.tuples(
    st.lists(reads, max_size=20),
    st.lists(st.one_of(sittings(), looks.map(lambda fact: [fact])), max_size=6).map(
        lambda groups: [fact for group in groups for fact in group]
    ),
)
Log = tuple[list[GateFact], list[DataFact]]


def judged(log: Log, since: datetime = DAY, until: datetime = END) -> tuple[Flag, ...]:
    """The flags of every rule that fall due in the period, each with the history that it asks for."""
    gate, data = log
    found: list[Flag] = []
    for rule in RULES:
        loaded_since = since - rule.look_back
        window = Window(since, until, gate=gate, data=data, context=CONTEXT, loaded_since=loaded_since)
        found += run(window, [rule]).flags
    return tuple(found)


@settings(deadline=None)
@given(log=logs, shuffling=st.randoms())
def test_flags_do_not_depend_on_order_or_doubles(log: Log, shuffling: Random) -> None:
    gate, data = log
    shuffled = (gate * 2, data * 2)
    for events in shuffled:
        shuffling.shuffle(events)
    assert judged(shuffled) == judged(log)


@settings(deadline=None)
@given(log=logs, cuts=st.lists(moments, max_size=3))
def test_flags_do_not_depend_on_how_the_time_is_cut(log: Log, cuts: list[datetime]) -> None:
    """Each window sees only what had happened by its end; the newest flag of a key stands."""
    ends = sorted({DAY, END, *cuts})
    kept = {
        (flag.rule, flag.key): flag
        for since, until in itertools.pairwise(ends)
        for flag in judged(log, since, until)
    }
    whole = {(flag.rule, flag.key): flag for flag in judged(log)}
    assert set(whole) <= set(kept)
    # What came later may overtake a flag: the right number after a slip, more of a team without orders.
    assert {rule for rule, _ in set(kept) - set(whole)} <= {"D01", "D04"}
    for key, flag in whole.items():
        if flag.rule not in {"D01", "D04"}:
            assert kept[key] == flag


@settings(deadline=None)
@given(log=logs, late=st.one_of(reads, looks))
def test_late_event_changes_nothing_before_what_it_reopens(log: Log, late: GateFact | DataFact) -> None:
    gate, data = log
    more = ([*gate, late], data) if isinstance(late, GateFact) else (gate, [*data, late])
    for rule in RULES:
        since = lateness.reopened([rule], late.at, END).since
        without = {flag.key: flag for flag in judged(log) if flag.rule == rule.id}
        with_it = {flag.key: flag for flag in judged(more) if flag.rule == rule.id}
        reopened = {
            key for flags in (without, with_it) for key, flag in flags.items() if flag.due_at >= since
        }
        assert untouched(without, reopened) == untouched(with_it, reopened)


def untouched(flags: dict[str, Flag], reopened: set[str]) -> dict[str, Flag]:
    return {key: flag for key, flag in flags.items() if key not in reopened}


@settings(deadline=None)
@given(log=logs)
def test_every_flag_is_complete(log: Log) -> None:
    ids = {event.id for events in log for event in events}
    for flag in judged(log):
        rule = rule_named(flag.rule)
        assert (flag.version, flag.family, flag.innocent) == (rule.version, rule.family, rule.innocent)
        assert flag.parameters == rule.parameters
        assert flag.events
        assert set(flag.events) <= ids
        assert flag.first_at <= flag.last_at <= flag.due_at
        assert flag.person in PEOPLE
        assert flag.person not in flag.text.replace(f"badge-{flag.person}", "")
        assert flag.points > 0
        assert len(flag.key) <= 200


@settings(deadline=None)
@given(log=logs, missing=st.sampled_from([feed for feed in Feed if feed not in (Feed.GATE, Feed.DATA)]))
def test_missing_feed_never_raises_and_is_reported_by_who_needs_it(log: Log, missing: Feed) -> None:
    gate, data = log
    window = Window(DAY, END, gate=gate, data=data, context=replace(CONTEXT, **{missing.value: None}))
    said = run(window)
    needing = [rule.id for rule in RULES if missing in rule.needs]
    assert [item.rule for item in said.not_evaluated if item.code == "feed_missing"] == needing
    assert not [flag for flag in said.flags if flag.rule in needing]


def test_nothing_delivered_means_nothing_judged() -> None:
    said = run(Window(DAY, END))
    assert not said.flags
    assert tuple(item.rule for item in said.not_evaluated) == RULE_IDS


def test_rules_have_ids_sentences_and_reasons_of_their_own() -> None:
    assert len(set(RULE_IDS)) == len(RULES)
    for rule in RULES:
        assert rule.id[0] == rule.family.value
        assert rule.says.endswith(".")
        assert rule.ground.endswith(".")
        assert rule.innocent.endswith(".")
        assert rule.look_back > timedelta()
        assert rule.needs or rule.needs_one_of
        for parameter in rule.parameters:
            assert parameter.unit
            assert parameter.reason
            assert parameter.since.year >= 2026
        assert len({parameter.name for parameter in rule.parameters}) == len(rule.parameters)


def test_replaced_parameter_stands_in_the_flag() -> None:
    gate = [read(at(8)), read(at(9))]
    window = Window(DAY, END, gate=gate)
    flag = run(window, [rule_named("P02")], {"P02": {"stay": 5}}).flags[0]
    assert {item.name: item.value for item in flag.parameters}["stay"] == 5


@pytest.mark.parametrize("parameters", [{"D99": {"x": 1}}, {"P02": {"stray": 1}}])
def test_unknown_parameter_is_refused(parameters) -> None:
    with pytest.raises(InvalidInput):
        run(Window(DAY, END), parameters=parameters)


def test_unknown_rule_is_refused() -> None:
    with pytest.raises(InvalidInput):
        rule_named("D99")
