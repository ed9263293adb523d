"""What a late event re-opens."""

from __future__ import annotations

from datetime import timedelta

import pytest

from access.detection.lateness import affected_since, reopened
from access.detection.registry import RULES, rule_named
from tests.access.detection.port import at

pytestmark = pytest.mark.unit


def test_rule_is_reopened_from_its_reach_with_its_look_back_before() -> None:
    rule = rule_named("D01")
    again = reopened([rule], at(10), at(20))
    assert (again.since, again.until) == (at(10) - rule.reach, at(20))
    assert again.load_since == affected_since(rule, at(10)) == at(10) - rule.reach - rule.look_back


def test_several_rules_are_reopened_as_the_furthest_reaching_asks() -> None:
    again = reopened(RULES, at(10), at(20))
    assert again.since == at(10) - max(rule.reach for rule in RULES)
    assert again.load_since == again.since - max(rule.look_back for rule in RULES)


def test_broken_sequence_looks_back_thirty_days() -> None:
    assert rule_named("P02").look_back >= timedelta(days=30)


def test_event_from_the_future_reopens_no_reversed_window() -> None:
    rule = rule_named("P06")
    assert reopened([rule], at(20), at(10)).until == at(20)


def test_without_rules_it_is_refused() -> None:
    with pytest.raises(ValueError, match="empty"):
        reopened([], at(10), at(20))
