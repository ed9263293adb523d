"""Runs need_to_know_roles.yaml."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest

from access.enums import DataAction, FieldClass
from access.gate.clearance import STANDARD_LEVEL
from access.gate.isps import IspsLevel
from access.need_to_know.decide import decide
from access.need_to_know.facts import LookUpFacts, RequesterFacts
from tests.access.gate.people import clearance
from tests.access.need_to_know.people import (
    BERTH,
    BLOCK,
    BOX,
    DAY,
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

IN_PLACE: Mapping[str, Any] = {
    "remote": False,
    "has_badge": True,
    "inside": (inside(),),
    "shifts": (shift(area="WHARF"), shift(area=BERTH)),
}
ELSEWHERE: Mapping[str, Any] = {"remote": False}
OFFICE = {**IN_PLACE, "shifts": (shift(area="OFFICE"),), "inside": (inside("OFFICE"),)}
LISTED = RequesterFacts("erin", "P-ERIN", "LINE", frozenset(), frozenset({"critical_data"}))

WHO: Mapping[str, Mapping[str, Any]] = {
    "clerk without work": OFFICE,
    "planner with an order": {**OFFICE, "work_orders": (order(),)},
    "planner with a standard clearance": {
        **OFFICE,
        "work_orders": (order(),),
        "clearance": clearance(level=STANDARD_LEVEL),
    },
    "planner who has badged out": {**OFFICE, "work_orders": (order(),), "inside": ()},
    "planner at level 3": {**OFFICE, "work_orders": (order(),), "isps_level": IspsLevel.EXCEPTIONAL},
    "planner on the list at level 3": {
        **OFFICE,
        "work_orders": (order(),),
        "isps_level": IspsLevel.EXCEPTIONAL,
        "requester": LISTED,
    },
    "planner with an own order": {**OFFICE, "work_orders": (order(by="P-ERIN", opened=DAY * 0),)},
    "stevedore on the ship": IN_PLACE,
    "forwarder in the chain": {**ELSEWHERE, "release_hops": (hop("LINE", "HAULIER"),)},
    "forwarder replaced in the chain": {
        **ELSEWHERE,
        "release_hops": (hop("LINE", "HAULIER", -2 * DAY), hop("LINE", "RIVAL")),
    },
    "inspector": {**OFFICE, "work_orders": (order(kind="inspection"),)},
    "claims handler": {**OFFICE, "work_orders": (order(kind="claim"),)},
    "auditor with a task": {**OFFICE, "work_orders": (order(kind="audit", closed=DAY),)},
    "holder of an S2 grant": {
        **OFFICE,
        "grants": (grant(FieldClass.S2),),
        "claimed_purpose": "claim 12",
    },
    "first aider in an emergency": {
        **ELSEWHERE,
        "work_orders": (order(kind="emergency", person="", of=BLOCK),),
        "requester": RequesterFacts("erin", "P-ERIN", "", frozenset(), frozenset({"first_aid"})),
    },
    "colleague who takes over": {**OFFICE, "hand_overs": (handed_over(),)},
    "whoever broke the glass": {**ELSEWHERE, "break_glasses": (broken(),)},
    "planner under a port ban": {**OFFICE, "work_orders": (order(),), "banned": True},
    "planner without the role": {**OFFICE, "work_orders": (order(),), "role_allows": False},
}
OTHER = replace(container(), container="TCNU7200794", bill_of_lading="BL-9", vessel_call=None, block="D4")
OBJECTS: Mapping[str, Mapping[str, Any]] = {
    "own": {"object": BOX, "resource": container()},
    "another": {"object": "TCNU7200794", "resource": OTHER},
    "absent": {"object": "TCNU7200794", "resource": None},
}


def facts_of(who: str, thing: str, action: DataAction, field_class: FieldClass) -> LookUpFacts:
    """What the log says of the object goes with it; all else is the requester's, whatever they ask for."""
    facts = look_up(field_class, **{**WHO[who], **OBJECTS[thing], "action": action})
    return facts if thing == "own" else replace(facts, hand_overs=())


def highest(who: str, thing: str, action: DataAction) -> str:
    """The highest class at which the action is answered."""
    shown = [each.value for each in FieldClass if decide(facts_of(who, thing, action, each)).verdict.allowed]
    return max(shown, default="none")


@pytest.mark.parametrize("row", cases("need_to_know_roles.yaml"))
def test_role_when_it_acts_on_an_object_then_up_to_the_class_in_the_matrix(row: dict[str, str]) -> None:
    said = {action.value: highest(row["who"], row["object"], action) for action in DataAction}
    assert said == {action.value: row[action.value] for action in DataAction}


def test_roles_matrix_when_read_then_it_has_everybody_and_every_object_once() -> None:
    lines = [(row["who"], row["object"]) for row in rows("need_to_know_roles.yaml")]
    assert sorted(lines) == sorted((who, thing) for who in WHO for thing in OBJECTS)


def test_roles_matrix_when_an_object_is_not_ones_own_then_it_is_as_if_it_were_absent() -> None:
    lines = {(row["who"], row["object"]): row for row in rows("need_to_know_roles.yaml")}
    for who in WHO:
        there, absent = dict(lines[who, "another"]), dict(lines[who, "absent"])
        del there["object"], absent["object"]
        assert there == absent, who
