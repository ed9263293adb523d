"""Duties that do not go together with data."""

from __future__ import annotations

import pytest

from access.asking.duties import DUTY_RULES, AskerFacts, duty_conflicts, grounds_of, no_duty_conflict
from access.enums import FieldClass
from accounts.roles import Role

pytestmark = pytest.mark.unit


@pytest.mark.parametrize("rule", DUTY_RULES, ids=lambda rule: rule.code)
def test_rule_when_role_and_class_meet_then_speaks_and_below_the_class_is_silent(rule: object) -> None:
    classes = [FieldClass.S1, FieldClass.S2, FieldClass.S3]
    for role in rule.roles:  # type: ignore[attr-defined]
        for field_class in classes:
            codes = {reason.code for reason in duty_conflicts(AskerFacts(field_class, frozenset({role})))}
            assert (rule.code in codes) is (field_class.rank >= rule.from_class.rank)  # type: ignore[attr-defined]


def test_conflicts_when_several_duties_meet_then_all_are_told() -> None:
    facts = AskerFacts(FieldClass.S3, frozenset({Role.GUARD, Role.ANALYST}), inspects=True)
    assert {reason.code for reason in duty_conflicts(facts)} == {
        "release_and_gate",
        "watching_and_reading",
        "inspecting_and_release",
    }


def test_inspector_when_asking_for_less_than_the_release_right_then_no_conflict() -> None:
    assert no_duty_conflict(AskerFacts(FieldClass.S2, inspects=True)).allowed
    assert not no_duty_conflict(AskerFacts(FieldClass.S3, inspects=True)).allowed


def test_data_owner_when_asking_then_nothing_speaks_against_it() -> None:
    assert duty_conflicts(AskerFacts(FieldClass.S3, frozenset({Role.DATA_OWNER}))) == ()


def test_grounds_when_codes_are_known_then_say_why() -> None:
    assert grounds_of(["release_and_gate"])[0].startswith("Release and gate-out")
    assert grounds_of(["no_such_rule"]) == []
