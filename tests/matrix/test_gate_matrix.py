"""Runs gate.yaml."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import pytest

from access.enums import BadgeState, Direction
from access.gate.checks import CHECKS
from access.gate.decide import decide
from access.gate.facts import GateFacts
from tests.access.gate.people import NOON, badge, clearance, reader
from tests.matrix.cases import cases, rows

pytestmark = pytest.mark.unit

KEYS = {
    *(
        "it",
        "badge",
        "areas",
        "clearance",
        "clearance_until",
        "level",
        "escort",
        "reader",
        "leads_from",
        "leads_to",
    ),
    *("in_service", "at", "direction", "decision", "reasons"),
}


def facts_of(case: dict[str, Any]) -> GateFacts:
    shown, held = case.get("badge", "active"), case.get("clearance", "granted")
    until = case.get("clearance_until", date(2026, 12, 31))
    return GateFacts(
        at=datetime.fromisoformat(case["at"]) if "at" in case else NOON,
        direction=Direction(case.get("direction", "in")),
        badge=None if shown == "none" else badge(BadgeState(shown), tuple(case.get("areas", ["TERMINAL"]))),
        clearance=None
        if held == "none"
        else clearance(held, case.get("level", 1), until, escort_only="escort" in case),
        is_escorted=case.get("escort") == "there",
        reader=None
        if case.get("reader") == "none"
        else reader(
            case.get("leads_to", "TERMINAL"), case.get("leads_from", "OUT"), case.get("in_service", True)
        ),
    )


@pytest.mark.parametrize("case", cases("gate.yaml"))
def test_gate_when_facts_are_as_in_the_matrix_then_decision_and_all_reasons(case: dict[str, Any]) -> None:
    assert set(case) <= KEYS
    verdict = decide(facts_of(case))
    assert ("grant" if verdict.allowed else "refuse") == case["decision"]
    assert list(verdict.codes) == case.get("reasons", [])


def test_gate_matrix_when_read_then_every_check_and_badge_state_has_a_refusal() -> None:
    refused = [row for row in rows("gate.yaml") if row["decision"] == "refuse"]
    assert {check.__name__ for check in CHECKS} == {code for row in refused for code in row["reasons"]}
    assert {row.get("badge", "active") for row in refused} >= {state.value for state in BadgeState}
