"""What is proposed for a rule, and the figures that speak for or against it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from access.detection.registry import RULES, rule_named
from access.rule_editing.figures import FEWEST_PEOPLE, SMALL_GROUPS, Confirmed, Figures, Found, figures
from access.rule_editing.terms import LONG_PART, SHORT_PART, part_of, proposed, values_of
from access.rule_editing.transitions import RULE_VERSION_TRANSITIONS
from access.rule_editing.words import RuleVersionEvent, RuleVersionState
from portsec.kernel.errors import InvalidInput

pytestmark = pytest.mark.unit

AT = datetime(2026, 11, 1, 8, 0, tzinfo=UTC)
WEEKS = timedelta(days=14)
RULE = rule_named("D04")


def found(key: str, subject: str = "kim", days: float = 0) -> Found:
    return Found(key, subject, AT + timedelta(days=days))


def judged(new: list[Found], old: list[Found], **other: Any) -> Figures:
    asked: dict[str, Any] = {"span": WEEKS, "others": (), "groups": {}, "confirmed": ()}
    return figures(new, old, **asked | other)


def test_findings_when_compared_then_gained_and_lost_and_by_week() -> None:
    told = judged([found("a"), found("b"), found("c", "lee")], [found("a"), found("z")])
    assert (told.new, told.old, told.gained, told.lost) == (3, 2, 2, 1)
    assert (told.new_per_week, told.old_per_week, told.new_people, told.old_people) == (1.5, 1.0, 2, 1)


def test_overlap_when_another_rule_flags_the_same_person_that_day_then_counted() -> None:
    others = [found("x", days=0.5), found("y", "lee", days=3)]
    assert judged([found("a"), found("c", "lee")], [], others=others).overlap == 0.5
    assert judged([], []).overlap is None


def test_confirmed_case_when_found_in_its_time_then_caught() -> None:
    case = Confirmed("kim", AT - timedelta(days=1), AT + timedelta(days=1))
    told = judged([found("a")], [found("a", days=2), found("b", "lee")], confirmed=[case])
    assert (told.confirmed, told.caught_new, told.caught_old) == (1, 1, 0)


def test_groups_when_small_then_told_together() -> None:
    groups = {f"c{place}": "crane" for place in range(FEWEST_PEOPLE)} | {"kim": "customs", "lee": "pilots"}
    told = judged([found("a", "c1"), found("b", "kim"), found("c", "lee")], [], groups=groups)
    assert {(one.group, one.people, one.new, one.old) for one in told.groups} == {
        ("crane", FEWEST_PEOPLE, 1, 0),
        (SMALL_GROUPS, 2, 2, 0),
    }


def test_values_when_proposed_then_only_those_that_differ_from_the_code_are_kept() -> None:
    code = values_of(RULE, {})
    name = next(iter(code))
    assert proposed(RULE, code | {name: code[name] + 1}, {}) == {name: code[name] + 1}


@pytest.mark.parametrize("value", [0, -1, float("nan"), float("inf")])
def test_value_when_no_positive_number_then_refused(value: float) -> None:
    name = RULE.parameters[0].name
    with pytest.raises(InvalidInput) as refused:
        proposed(RULE, {name: value}, {})
    assert name in refused.value.fields


def test_values_when_unknown_or_unchanged_then_refused() -> None:
    with pytest.raises(InvalidInput, match="no parameter"):
        proposed(RULE, {"made_up": 1}, {})
    now = {RULE.parameters[0].name: 9.0}
    with pytest.raises(InvalidInput, match="in force already"):
        proposed(RULE, values_of(RULE, now), now)


def test_values_when_set_back_to_the_code_then_kept_as_nothing_over_it() -> None:
    assert proposed(RULE, values_of(RULE, {}), {RULE.parameters[0].name: 9.0}) == {}


def test_replay_when_the_rule_looks_far_back_then_in_longer_parts() -> None:
    assert {part_of(rule) for rule in RULES} == {SHORT_PART, LONG_PART}
    assert part_of(rule_named("D02")) == LONG_PART


def test_states_when_walked_then_nothing_comes_into_force_without_a_silent_run() -> None:
    table: Mapping[Any, Any] = RULE_VERSION_TRANSITIONS
    before = {state for (state, _), after in table.items() if after is RuleVersionState.ACTIVE}
    assert before == {RuleVersionState.SHADOW}
    assert {event for _, event in table} == set(RuleVersionEvent)
    assert set(table.values()) | {RuleVersionState.PROPOSED} == set(RuleVersionState)
