"""How areas lie in each other: no area around itself, and not deeper than people can follow."""

from __future__ import annotations

from collections.abc import Mapping

DEEPEST = 6
"""Areas inside each other, the outermost counted: port, terminal, yard, block, store, cage. A house limit of
November 2026; each attempt walks up the whole way."""


def chain_of(code: str, parents: Mapping[str, str]) -> list[str]:
    """An area and those around it, innermost first. `parents` names the area around each; "" is none."""
    chain: list[str] = []
    while code and code not in chain:
        chain.append(code)
        code = parents.get(code, "")
    return chain


def inside_of(code: str, parents: Mapping[str, str]) -> frozenset[str]:
    """The areas that lie in this one, at whatever depth."""
    return frozenset(each for each in parents if each != code and code in chain_of(each, parents))


def nesting_problem(code: str, parent: str, parents: Mapping[str, str]) -> str:
    """Why an area cannot lie in `parent`, as a sentence; "" when it can."""
    if not parent:
        return ""
    if parent == code or parent in inside_of(code, parents):
        return f"{parent} lies in {code} itself."
    moved = {**parents, code: parent}
    deepest = max(len(chain_of(each, moved)) for each in {code, *inside_of(code, parents)})
    if deepest > DEEPEST:
        return f"Areas would lie {deepest} deep in each other; {DEEPEST} is the limit."
    return ""
