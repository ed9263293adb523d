"""G09: rules that are loosened before they would have spoken."""

from __future__ import annotations

from dataclasses import replace

import pytest

from access.detection.governance_facts import RuleChange
from access.detection.registry import RULES
from access.enums import Severity
from tests.access.detection.port import at, box, flags, look, person, report

pytestmark = pytest.mark.unit

TEAM = [person("dave", teams=frozenset({"desk"})), person("erin", teams=frozenset({"desk"})), person("carol")]


def change(**more) -> RuleChange:
    made = RuleChange("c-1", at(8), "dave", "D04", {"numbers": 5}, {"numbers": 50})
    return replace(made, **more)


def sitting(who: str, day: float = 0):
    """Ten box numbers tried one after the other."""
    return [look(at(9 + 0.02 * number, day), box(500 + number), who) for number in range(10)]


def test_hit_of_the_same_team_that_was_hidden_is_flagged() -> None:
    (flag,) = flags("G09", rule_changes=[change()], data=sitting("erin"), people=TEAM)
    assert (flag.person, flag.severity) == ("dave", Severity.HIGH)
    assert flag.events[0] == "c-1"
    assert len(flag.events) == 11
    assert flag.text == (
        "D04 was changed on 3 March 2026 08:00 UTC (numbers from 5 to 50). With the old values it would have "
        "found 1 thing on 2026-03-03, 0 about whoever changed it and 1 about the same team."
    )


def test_own_hit_that_was_hidden_is_critical() -> None:
    (flag,) = flags("G09", rule_changes=[change()], data=sitting("dave"), people=TEAM)
    assert flag.severity == Severity.CRITICAL


def test_hit_of_another_team_is_silent() -> None:
    assert not flags("G09", rule_changes=[change()], data=sitting("carol"), people=TEAM)


def test_rule_that_was_made_stricter_or_still_speaks_is_silent() -> None:
    stricter = change(before={"numbers": 50}, after={"numbers": 5})
    assert not flags("G09", rule_changes=[stricter], data=sitting("erin"), people=TEAM)
    still = change(after={"numbers": 10})
    assert not flags("G09", rule_changes=[still], data=sitting("erin"), people=TEAM)


@pytest.mark.parametrize(("day", "found"), [(-1, False), (6, True), (7, False)])
def test_only_the_seven_days_after_the_change_are_replayed(day: int, found: bool) -> None:
    assert bool(flags("G09", rule_changes=[change()], data=sitting("erin", day), people=TEAM)) is found


def test_hidden_hits_of_several_days_are_one_finding_a_day() -> None:
    data = [*sitting("erin"), *sitting("erin", 1)]
    found = flags("G09", rule_changes=[change()], data=data, people=TEAM)
    assert [flag.key for flag in found] == ["c-1:2026-03-03", "c-1:2026-03-04"]


def test_rule_that_lacks_a_feed_is_said_not_to_be_replayed() -> None:
    said = report("G09", rule_changes=[change()], people=TEAM)
    assert (said.flags, said.not_evaluated[0].code) == ((), "not_replayed")


def test_rule_changed_without_effect_is_silent_whatever_rule_it_is() -> None:
    changes = [change(ref=rule.id, rule=rule.id, before={}, after={}) for rule in RULES if rule.id != "G09"]
    assert not report("G09", rule_changes=changes, data=sitting("erin"), people=TEAM, gate=[]).flags


def test_rule_that_is_unknown_is_passed_over() -> None:
    assert not report("G09", rule_changes=[change(rule="D99")], data=sitting("erin"), people=TEAM).flags


def test_without_rule_changes_it_is_not_evaluated() -> None:
    assert report("G09", data=[]).not_evaluated[0].code == "feed_missing"
