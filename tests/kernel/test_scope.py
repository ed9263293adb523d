"""What a Scope reaches, and that an empty one reaches nothing."""

from __future__ import annotations

import pytest
from django.utils.functional import SimpleLazyObject
from hypothesis import given
from hypothesis import strategies as st

from portsec.kernel.scope import Scope

pytestmark = pytest.mark.unit

NAMES = ["view_cases", "view_badges", "issue_badges", "view_events"]
held = st.dictionaries(st.sampled_from(NAMES), st.frozensets(st.integers(1, 9), max_size=4))


def test_scope_when_nothing_then_holds_nothing_anywhere() -> None:
    nothing = Scope.nothing()
    assert not nothing.holds("view_cases")
    assert not nothing.holds("view_cases", 1)
    assert nothing.ports("view_cases") == frozenset()
    assert nothing.ports() == frozenset()
    assert nothing.organisation is None
    assert not nothing.is_system


def test_scope_when_capability_is_held_nowhere_then_not_held() -> None:
    assert not Scope({"view_cases": frozenset()}).holds("view_cases")


def test_scope_when_held_at_one_port_then_not_at_another() -> None:
    scope = Scope({"view_cases": frozenset({1})})
    assert scope.holds("view_cases")
    assert scope.holds("view_cases", 1)
    assert not scope.holds("view_cases", 2)
    assert not scope.holds("view_badges", 1)


@pytest.mark.parametrize("reason", ["", "   ", "\n"])
def test_system_scope_when_unexplained_then_value_error(reason: str) -> None:
    with pytest.raises(ValueError, match="reason"):
        Scope.system(reason=reason)


def test_system_scope_when_explained_then_holds_all_but_names_no_port() -> None:
    scope = Scope.system(reason="nightly rescreening")
    assert scope.is_system
    assert scope.holds("anything")
    assert scope.holds("anything", 77)
    assert scope.ports("view_cases") == frozenset()  # whoever filters by ports must ask is_system first


def test_scope_when_made_then_it_cannot_be_changed() -> None:
    with pytest.raises(AttributeError):
        Scope.nothing().system_reason = "mine"  # type: ignore[misc]


@given(held, st.lists(st.sampled_from(NAMES), max_size=4), st.integers(1, 9))
def test_ports_when_several_capabilities_then_their_union(
    held: dict[str, frozenset[int]], wanted: list[str], port: int
) -> None:
    scope = Scope(held)
    assert (port in scope.ports(*wanted)) == any(scope.holds(name, port) for name in wanted)


@given(held, st.sampled_from(NAMES))
def test_holds_when_no_port_is_named_then_at_least_one_port(
    held: dict[str, frozenset[int]], name: str
) -> None:
    scope = Scope(held)
    assert scope.holds(name) == any(scope.holds(name, port) for port in range(1, 10))


def test_widened_when_the_scope_of_a_request_then_more_ports_and_all_else_as_before() -> None:
    before = Scope({"view_cases": frozenset({1}), "view_events": frozenset({2})}, 7, frozenset({"alice"}))
    lazy = SimpleLazyObject(lambda: before)  # what requests carry
    expected = {"view_cases": frozenset({1, 3}), "view_events": frozenset({2})}
    assert lazy.widened("view_cases", frozenset({3})) == Scope(expected, 7, frozenset({"alice"}))
    assert before.ports("view_cases") == {1}
