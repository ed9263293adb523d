"""Runs need_to_know.yaml."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from access.enums import DataAction, FieldClass, RosterKind
from access.gate.clearance import ClearanceFacts
from access.gate.isps import IspsLevel
from access.need_to_know.checks import PROTECTED_CHECKS
from access.need_to_know.decide import decide
from access.need_to_know.facts import ActFact, LookUpFacts
from tests.access.gate.people import NOON, clearance
from tests.access.need_to_know.people import (
    BLOCK,
    BOX,
    CALL,
    LADING,
    TERMINAL,
    broken,
    container,
    grant,
    handed_over,
    hop,
    inside,
    look_up,
    order,
    shift,
)
from tests.matrix.cases import cases, rows

pytestmark = pytest.mark.unit

KEYS = {
    "clearance_from",
    *(
        "it",
        "class",
        "action",
        "role",
        "account",
        "person",
        "clearance",
        "clearance_until",
        "level",
        "escort_only",
        "container",
    ),
    *(
        "risk",
        "gate_out",
        "purpose",
        "work",
        "hops",
        "shifts",
        "grants",
        "allowed",
        "reasons",
        "by",
        "duties",
    ),
    *("banned", "isps", "isps_there", "place", "functions", "glass", "handed_over", "acts", "searched_by"),
    *("visible_in", "visible_for"),
}
OBJECTS = {"box": BOX, "lading": LADING, "call": CALL, "block": BLOCK, "terminal": TERMINAL}
HOURS = {"opened", "closed", "starts", "ends", "begun", "at", "since"}


def said(line: dict[str, Any], **renamed: str) -> dict[str, Any]:
    """The words of a line as arguments: hours as durations, objects by name."""
    words = {
        renamed.get(key, key): timedelta(hours=value) if key in HOURS else value
        for key, value in line.items()
    }
    if "of" in words:
        words["of"] = OBJECTS.get(words["of"], words["of"])
    return words


def a_shift(line: dict[str, Any]) -> Any:
    words = {"kind": "shift", **said(line)}
    return shift(**{**words, "kind": RosterKind(words["kind"])})


def a_grant(line: dict[str, Any]) -> Any:
    words = {"field_class": "S3", **said(line, **{"class": "field_class"})}
    return grant(**{**words, "field_class": FieldClass(words["field_class"])})


def a_glass(line: dict[str, Any]) -> Any:
    words = {"field_class": "S3", **said(line, **{"class": "field_class"})}
    return broken(**{**words, "field_class": FieldClass(words["field_class"])})


def a_place(case: dict[str, Any]) -> dict[str, Any]:
    """`place`: a badge in force and the areas that it was read into; not said is work from outside."""
    if "place" not in case:
        return {"remote": True}
    said_of = case["place"]
    areas = said_of.get("inside", [])
    since = timedelta(hours=said_of.get("since", -1))
    read_into = (inside(*areas, since=since),) if areas else ()
    return {
        "remote": False,
        "has_badge": said_of.get("badge", True),
        "inside": read_into,
        "roster_kept": said_of.get("rostered", True),
    }


def a_clearance(state: str, case: dict[str, Any]) -> ClearanceFacts:
    since, until = (
        case.get("clearance_from", date(2026, 1, 1)),
        case.get("clearance_until", date(2026, 12, 31)),
    )
    return clearance(state, case.get("level", 2), until, since, escort_only=case.get("escort_only", False))


def facts_of(case: dict[str, Any]) -> LookUpFacts:
    held, gone = case.get("clearance", "granted"), case.get("gate_out")
    facts = look_up(
        FieldClass(case.get("class", "S2")),
        action=DataAction(case.get("action", "read")),
        account_live=case.get("account", "live") == "live",
        role_allows=case.get("role", True),
        claimed_purpose=case.get("purpose", ""),
        work_orders=tuple(order(**said(line, order="ref")) for line in case.get("work", [])),
        release_hops=tuple(hop(a, b, timedelta(hours=at), *by) for a, b, at, *by in case.get("hops", [])),
        shifts=tuple(a_shift(line) for line in case.get("shifts", [])),
        **a_place(case),
        banned=case.get("banned", False),
        isps_level=IspsLevel(case.get("isps", 1)),
        break_glasses=tuple(a_glass(line) for line in case.get("glass", [])),
        hand_overs=tuple(handed_over(**said(line)) for line in case.get("handed_over", [])),
        acts=tuple(ActFact(DataAction(act), NOON) for act in case.get("acts", [])),
        searched_by=case.get("searched_by", ""),
        grants=tuple(a_grant(line) for line in case.get("grants", [])),
        clearance=None if held == "none" else a_clearance(held, case),
        resource=None
        if case.get("container") == "none"
        else container(
            None if gone is None else NOON + timedelta(hours=gone),
            case.get("risk", 1),
            IspsLevel(case.get("isps_there", 1)),
        ),
    )
    listed = replace(facts.requester, functions=frozenset(case.get("functions", [])))
    facts = replace(facts, requester=listed)
    if case.get("person") == "none":
        return replace(facts, requester=replace(facts.requester, person=None))
    return facts


@pytest.mark.parametrize("case", cases("need_to_know.yaml"))
def test_look_up_when_facts_are_as_in_the_matrix_then_decision_and_all_reasons(case: dict[str, Any]) -> None:
    assert set(case) <= KEYS
    decision = decide(facts_of(case))
    assert decision.verdict.allowed is case["allowed"]
    assert (decision.explanation.code if decision.explanation else None) == case.get("by")
    if "visible_in" in case:
        assert decision.visible_at == NOON + timedelta(hours=case["visible_in"])
        assert any("visible in" in hint for hint in decision.would_change)
    else:
        assert decision.visible_at is None
    if "visible_for" in case:
        assert decision.visible_until == NOON + timedelta(hours=case["visible_for"])
    if case["allowed"]:
        assert list(decision.verdict.obligations) == case.get("duties", ["log"])
        assert decision.would_change == ()
    else:
        assert list(decision.verdict.codes) == case["reasons"]
        assert decision.would_change
        assert decision.verdict.obligations == ()


def test_need_to_know_matrix_when_read_then_each_explanation_carries_one_and_is_refused_one() -> None:
    carried = {row.get("by") for row in rows("need_to_know.yaml") if row["allowed"]}
    assert carried >= {"G", *(f"E{number}" for number in range(1, 11))}
    codes = {code for row in rows("need_to_know.yaml") for code in row.get("reasons", [])}
    assert codes >= {check.__name__ for check in PROTECTED_CHECKS}
