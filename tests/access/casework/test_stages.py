"""Earlier stages of a finding stand with the finding that they grew into."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from access.casework.stages import in_stages

pytestmark = pytest.mark.unit


@dataclass
class Said:
    rule: str
    events: list[str]


TWO, THREE, ALL = Said("D02", ["a", "b"]), Said("D02", ["b", "a", "c"]), Said("D02", ["a", "b", "c", "d"])


def test_flags_when_one_names_more_of_the_same_then_the_others_are_its_stages() -> None:
    assert in_stages([THREE, ALL, TWO]) == [(ALL, [TWO, THREE])]


def test_flags_when_each_names_something_of_its_own_then_all_stand_in_their_order() -> None:
    apart = Said("D02", ["c", "x"])
    assert in_stages([apart, THREE]) == [(apart, []), (THREE, [])]


def test_flags_when_of_other_rules_or_alike_then_neither_is_a_stage() -> None:
    other, same = Said("D01", ["a"]), Said("D02", ["a", "b"])
    assert in_stages([TWO, other, same]) == [(TWO, []), (other, []), (same, [])]
