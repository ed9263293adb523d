"""What may be proposed for a rule, and when it may come into force."""

from __future__ import annotations

import math
from collections.abc import Mapping
from datetime import timedelta
from typing import Final

from access.detection.rule import Rule
from portsec.kernel.errors import InvalidInput

REPLAYED: Final = timedelta(days=90)
"""The history on which new values are tried (domain notes, section 1.5: replayed before activation)."""

SHADOW: Final = timedelta(days=14)
"""How long new values run silently beside those in force (domain notes, section 1.6)."""

SHORT_PART: Final = timedelta(days=7)
LONG_PART: Final = timedelta(days=30)
"""A replay is judged in parts, each loaded with the rule's look-back: a long one asks for longer parts."""


def part_of(rule: Rule) -> timedelta:
    return SHORT_PART if rule.look_back <= SHORT_PART else LONG_PART


def values_of(rule: Rule, over: Mapping[str, float]) -> dict[str, float]:
    """Every parameter's value, with these in place of the code's; names that the rule lacks are left out."""
    return {each.name: over.get(each.name, each.value) for each in rule.parameters}


def proposed(rule: Rule, values: Mapping[str, float], in_force: Mapping[str, float]) -> dict[str, float]:
    """What to keep of proposed values: those that differ from the code's.

    Raises InvalidInput for a name that the rule lacks, a value that is no positive number, or a proposal that
    leaves everything as it is now.
    """
    known = {each.name: each.value for each in rule.parameters}
    problems = {name: _problem(name, value, known) for name, value in values.items()}
    wrong = {name: problem for name, problem in problems.items() if problem}
    if wrong:
        raise InvalidInput(next(iter(wrong.values())), fields=wrong)
    if values_of(rule, values) == values_of(rule, in_force):
        raise InvalidInput("These are the values in force already; change at least one.")
    return {name: value for name, value in values.items() if value != known[name]}


def _problem(name: str, value: float, known: Mapping[str, float]) -> str:
    if name not in known:
        return f"The rule has no parameter {name}."
    return "" if math.isfinite(value) and value > 0 else "Give a number above 0."
