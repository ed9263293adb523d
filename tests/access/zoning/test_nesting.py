"""How areas lie in each other."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from access.zoning.nesting import DEEPEST, chain_of, inside_of, nesting_problem

pytestmark = pytest.mark.unit

PARENTS = {"PORT": "", "TERMINAL": "PORT", "YARD": "TERMINAL", "CAGE": "YARD", "OFFICE": "PORT"}


def test_chain_when_area_lies_deep_then_innermost_first() -> None:
    assert chain_of("CAGE", PARENTS) == ["CAGE", "YARD", "TERMINAL", "PORT"]


def test_inside_when_area_has_others_in_it_then_all_depths() -> None:
    assert inside_of("TERMINAL", PARENTS) == {"YARD", "CAGE"}
    assert inside_of("CAGE", PARENTS) == frozenset()


@pytest.mark.parametrize("parent", ["TERMINAL", "YARD", "CAGE"])
def test_nesting_when_area_would_lie_in_itself_then_refused(parent: str) -> None:
    assert "itself" in nesting_problem("TERMINAL", parent, PARENTS)


def test_nesting_when_moved_beside_then_no_problem() -> None:
    assert nesting_problem("TERMINAL", "OFFICE", PARENTS) == ""
    assert nesting_problem("TERMINAL", "", PARENTS) == ""


def test_nesting_when_what_lies_inside_would_get_too_deep_then_refused() -> None:
    line = {f"A{depth}": f"A{depth - 1}" if depth else "" for depth in range(DEEPEST)}
    assert nesting_problem("NEW", f"A{DEEPEST - 2}", line) == ""
    assert f"{DEEPEST} is the limit" in nesting_problem("NEW", f"A{DEEPEST - 1}", line)
    two = {**line, "OUTER": "", "INNER": "OUTER"}
    assert nesting_problem("OUTER", f"A{DEEPEST - 3}", two) == ""
    assert "limit" in nesting_problem("OUTER", f"A{DEEPEST - 2}", two)


@given(st.lists(st.tuples(st.integers(0, 8), st.integers(0, 8)), max_size=40))
def test_nesting_when_areas_are_moved_at_will_then_never_a_circle(moves: list[tuple[int, int]]) -> None:
    parents = {f"A{number}": "" for number in range(9)}
    for area, parent in moves:
        if not nesting_problem(f"A{area}", f"A{parent}", parents):
            parents[f"A{area}"] = f"A{parent}"
    for code in parents:
        chain = chain_of(code, parents)
        assert len(chain) <= DEEPEST
        assert parents[chain[-1]] == ""
