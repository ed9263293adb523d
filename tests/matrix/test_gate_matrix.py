"""Runs gate.yaml and its themes."""

from __future__ import annotations

from datetime import datetime

import pytest

from access.enums import BadgeState
from access.gate.checks import CHECKS, NOTICES
from access.gate.decide import decide
from access.gate.duties import LOG
from access.gate.earliest import earliest_grant
from access.gate.explain import changes_for_grant
from tests.matrix.cases import cases, rows
from tests.matrix.gate_cases import Row, facts_of

pytestmark = pytest.mark.unit

FILES = (
    "gate.yaml",
    "gate_opening.yaml",
    "gate_holder.yaml",
    "gate_level.yaml",
    "gate_presence.yaml",
    "gate_company.yaml",
    "gate_vehicle.yaml",
)
ALL = [case for name in FILES for case in cases(name)]
ROWS = [row for name in FILES for row in rows(name)]


@pytest.mark.parametrize("case", ALL)
def test_gate_when_facts_are_as_in_the_matrix_then_decision_and_all_reasons(case: Row) -> None:
    verdict = decide(facts_of(case))
    assert ("grant" if verdict.allowed else "refuse") == case["decision"]
    assert list(verdict.codes) == case.get("reasons", [])
    assert verdict.obligations[0] == LOG
    if "obligations" in case:
        assert list(verdict.obligations[1:]) == case["obligations"]


@pytest.mark.parametrize("case", ALL)
def test_gate_when_it_refuses_as_in_the_matrix_then_each_reason_names_a_change(case: Row) -> None:
    noted = {check.__name__ for check in NOTICES}
    changes = changes_for_grant(facts_of(case))
    if case["decision"] == "grant":
        assert not changes
    else:
        assert [change.code for change in changes] == [code for code in case["reasons"] if code not in noted]
        assert all(change.sentence and "{" not in change.sentence for change in changes)


@pytest.mark.parametrize("case", [case for case in ALL if "earliest" in case.values[0]])
def test_gate_when_waiting_may_help_as_in_the_matrix_then_from_that_moment(case: Row) -> None:
    expected = case["earliest"]
    assert earliest_grant(facts_of(case)) == (expected and datetime.fromisoformat(expected))


def test_gate_matrix_when_read_then_every_check_has_a_case_with_its_finding() -> None:
    found = {code for row in ROWS for code in row.get("reasons", ())}
    refused = {code for row in ROWS if row["decision"] == "refuse" for code in row["reasons"]}
    refusing = {check.__name__ for check in CHECKS if check not in NOTICES}
    assert found == {check.__name__ for check in CHECKS}
    assert refusing <= refused


def test_gate_matrix_when_read_then_every_notice_comes_with_a_grant() -> None:
    granted = {code for row in ROWS if row["decision"] == "grant" for code in row.get("reasons", ())}
    assert {check.__name__ for check in NOTICES} <= granted


def test_gate_matrix_when_read_then_every_badge_state_has_a_refusal() -> None:
    refused = {row.get("badge", "active") for row in ROWS if row["decision"] == "refuse"}
    assert refused >= {state.value for state in BadgeState}
