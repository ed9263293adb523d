"""The table of roles: complete, with duties kept apart, and nothing granted that no code asks for."""

from __future__ import annotations

import ast
import re
from itertools import combinations

import pytest

from accounts.roles import (
    CAPABILITIES,
    EXCLUSIVE,
    SECOND_FACTOR_CAPABILITIES,
    Capability,
    Role,
    capabilities_of,
    conflicting,
)
from tests.architecture.tree import modules

pytestmark = pytest.mark.unit

C = Capability
# Granted already because the table is agreed as a whole; the pages that ask for them come with their apps.
COMES_LATER = frozenset({C.MANAGE_CARGO, C.MANAGE_POLICIES, C.VIEW_RECORD_OF_CHANGES})

# No two of these may lie in one hand at one port: who checks, who decides, who issues, who audits.
STEPS_OF_ONE_CHAIN = (
    (C.ISSUE_BADGES, C.PROPOSE_DECISIONS),
    (C.ISSUE_BADGES, C.COUNTERSIGN_DECISIONS),
    (C.MANAGE_ACCOUNTS, C.PROPOSE_DECISIONS),
    (C.MANAGE_ACCOUNTS, C.COUNTERSIGN_DECISIONS),
    (C.MANAGE_ACCOUNTS, C.ISSUE_BADGES),
    (C.MANAGE_ACCOUNTS, C.VIEW_RECORD_OF_CHANGES),
    (C.TRIAGE_PERSON_CASES, C.PROPOSE_DECISIONS),
    (C.TRIAGE_PERSON_CASES, C.VIEW_RECORD_OF_CHANGES),
    (C.VIEW_RECORD_OF_CHANGES, C.PROPOSE_DECISIONS),
    (C.VIEW_RECORD_OF_CHANGES, C.COUNTERSIGN_DECISIONS),
    (C.VIEW_RECORD_OF_CHANGES, C.ISSUE_BADGES),
    (C.VIEW_OUTCOMES, C.PROPOSE_DECISIONS),
    (C.VIEW_OUTCOMES, C.COUNTERSIGN_DECISIONS),
    (C.VIEW_OUTCOMES, C.ISSUE_BADGES),
)


def test_roles_when_listed_then_each_has_capabilities() -> None:
    assert set(CAPABILITIES) == set(Role)
    assert all(CAPABILITIES.values())
    assert len(Role) == 17


def test_capabilities_when_listed_then_each_is_held_by_some_role() -> None:
    assert capabilities_of(frozenset(Role)) == set(Capability)
    assert capabilities_of(frozenset()) == frozenset()


def test_capabilities_when_searched_in_the_code_then_each_is_asked_for() -> None:
    asked = {
        node.attr
        for module in modules()
        if module.name != "accounts.roles"
        for node in ast.walk(module.syntax)
        if isinstance(node, ast.Attribute)
        and isinstance(node.value, ast.Name)
        and node.value.id in {"C", "Capability"}
    }
    unasked = {capability for capability in Capability if capability.name not in asked}
    assert unasked <= COMES_LATER, f"granted, and nothing asks for it: {sorted(unasked - COMES_LATER)}"


def test_capability_when_named_then_lower_snake_for_guardian() -> None:
    assert all(re.fullmatch(r"[a-z]+(_[a-z]+)*", capability.value) for capability in Capability)


def test_table_when_written_to_then_refused() -> None:
    with pytest.raises(TypeError):
        CAPABILITIES[Role.EMPLOYER] = frozenset(Capability)  # type: ignore[index]


def test_conflicting_when_a_pair_is_exclusive_then_found_whatever_else_is_held() -> None:
    for pair in EXCLUSIVE:
        assert conflicting(pair) == pair
        assert conflicting(pair | {Role.POLICY_OFFICER, Role.GATE_READER}) is not None
        for one in pair:
            assert conflicting(frozenset({one})) is None


def test_exclusive_when_read_then_pairs_of_two_different_roles_once_each() -> None:
    assert all(len(pair) == 2 for pair in EXCLUSIVE)
    assert len(set(EXCLUSIVE)) == len(EXCLUSIVE)


def test_roles_when_held_together_as_allowed_then_no_one_holds_two_steps_of_a_chain() -> None:
    wrong = [
        (one.value, other.value, first.value, second.value)
        for one, other in combinations(Role, 2)
        if conflicting(frozenset({one, other})) is None
        for first, second in STEPS_OF_ONE_CHAIN
        if {first, second} <= capabilities_of(frozenset({one, other}))
    ]
    assert not wrong


def test_role_when_held_alone_then_never_two_steps_of_a_chain() -> None:
    for role, held in CAPABILITIES.items():
        assert not [pair for pair in STEPS_OF_ONE_CHAIN if set(pair) <= held], role


def test_second_factor_when_acts_weigh_on_people_then_demanded() -> None:
    weighing = {
        C.PROPOSE_DECISIONS,
        C.COUNTERSIGN_DECISIONS,
        C.SUSPEND_CLEARANCES,
        C.ISSUE_BADGES,
        C.SUSPEND_BADGES,
        C.TRIAGE_PERSON_CASES,
        C.MANAGE_ACCOUNTS,
        C.READ_REPORTS,
    }
    for role, held in CAPABILITIES.items():
        if held & weighing:
            assert held & SECOND_FACTOR_CAPABILITIES, (
                f"{role.label} decides about people without a second factor"
            )
    assert not CAPABILITIES[Role.GATE_READER] & SECOND_FACTOR_CAPABILITIES  # a device has no second hand
