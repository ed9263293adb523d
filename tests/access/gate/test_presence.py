"""Which areas a passage crosses, and what it adds to presence."""

from __future__ import annotations

from dataclasses import replace

import pytest

from access.enums import Direction
from access.gate.passage import AntiPassback, AntiPassbackMode
from access.gate.presence import areas_crossed, passes_of
from tests.access.gate.people import erin
from tests.matrix.gate_cases import facts_of

pytestmark = pytest.mark.unit

IN, OUT = Direction.IN, Direction.OUT


@pytest.mark.parametrize(
    ("leads_from", "leads_to", "direction", "added"),
    [
        ("OUT", "TERMINAL", "in", [("TERMINAL", IN)]),
        ("OUT", "TERMINAL", "out", [("TERMINAL", OUT)]),
        ("TERMINAL", "OUT", "in", [("TERMINAL", OUT)]),
        ("TERMINAL", "BLOCK", "in", [("BLOCK", IN)]),
        ("BLOCK", "TERMINAL", "in", [("BLOCK", OUT)]),
        ("OUT", "CAGE", "in", [("CAGE", IN), ("BLOCK", IN), ("TERMINAL", IN)]),
        ("TERMINAL", "CAGE", "out", [("CAGE", OUT), ("BLOCK", OUT)]),
        ("CANTEEN", "BLOCK", "in", [("BLOCK", IN), ("CANTEEN", OUT)]),
        ("CANTEEN", "BLOCK", "out", [("BLOCK", OUT), ("CANTEEN", IN)]),
        ("OUT", "OUT", "in", []),
    ],
)
def test_passage_when_granted_then_what_it_adds_to_presence(
    leads_from: str, leads_to: str, direction: str, added: list[tuple[str, Direction]]
) -> None:
    row = {"it": "", "leads_from": leads_from, "leads_to": leads_to, "direction": direction, "outer": {}}
    assert list(passes_of(facts_of(row))) == added


def test_passage_when_the_gate_is_unknown_then_it_crosses_nothing() -> None:
    facts = replace(erin(), reader=None)
    assert areas_crossed(facts) == ()
    assert list(passes_of(facts)) == []


def test_rule_when_timed_without_a_period_then_error() -> None:
    with pytest.raises(ValueError, match="period"):
        AntiPassback(AntiPassbackMode.TIMED)
