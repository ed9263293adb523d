"""X03: somebody looks up a box without a reason, and then takes the shift that handles it."""

from __future__ import annotations

import pytest

from access.detection.facts import AreaFact
from access.detection.physical_facts import ShiftChange
from access.enums import Severity
from access.need_to_know.facts import VesselCallFact
from tests.access.detection.port import at, box, flags, look, order, report, visit

pytestmark = pytest.mark.unit

BOX = box(1000)
PORT = {
    "work_orders": [order("something-else", "nobody")],
    "cargo": [visit(BOX, block="B4", vessel_call="VC1")],
    "areas": [AreaFact("yard"), AreaFact("B4", "yard"), AreaFact("B9", "yard")],
}


def taken(hour: float = 20, *, area: str = "yard", day: int = 5, name: str = "dave") -> ShiftChange:
    return ShiftChange(name, at(hour), at(22, day), at(30, day), area)


def judged(change: ShiftChange, **context):
    return flags("X03", **(PORT | {"data": [look(at(9), BOX)], "shift_changes": [change]} | context))


def test_shift_at_the_box_taken_after_the_look_is_high() -> None:
    data = [look(at(9), BOX)]
    (flag,) = judged(taken(), data=data)
    assert (flag.severity, flag.person, flag.objects) == (Severity.HIGH, "dave", (BOX,))
    assert (flag.events, flag.due_at) == ((data[0].id,), at(20))
    assert "11 h later the person took the shift of 8 March 2026 22:00 UTC" in flag.text


def test_three_days_are_the_limit_and_the_look_comes_first() -> None:
    assert judged(taken(81))
    assert not judged(taken(81.1))
    assert not judged(taken(8.9))


def test_shift_elsewhere_or_of_somebody_else_is_silent() -> None:
    assert not judged(taken(area="B9"))
    assert not judged(taken(name="erin"))
    assert judged(taken(area="B4"))


def test_shift_after_the_box_has_left_is_silent() -> None:
    gone = [visit(BOX, block="B4", gate_out_at=at(22, 5))]
    assert not judged(taken(), cargo=gone)
    assert judged(taken(), cargo=[visit(BOX, block="B4", gate_out_at=at(22.1, 5))])


def test_shift_at_the_ship_while_it_lies_there_counts() -> None:
    def lying(until: float):
        call = VesselCallFact("VC1", frozenset({"quay"}), at(0, 4), at(until, 5))
        return judged(taken(area="quay"), vessel_calls=[call])

    assert lying(23)
    assert not lying(21)


def test_look_at_the_ship_itself_counts() -> None:
    call = VesselCallFact("VC1", frozenset({"quay"}), at(0, 4), at(0, 6))
    data = [look(at(9), "VC1", object_type="vessel_call")]
    assert judged(taken(area="quay"), data=data, vessel_calls=[call])


def test_explained_look_up_is_silent() -> None:
    assert not judged(taken(), work_orders=[order(BOX)])


@pytest.mark.parametrize("missing", ["data", "cargo", "work_orders", "shift_changes"])
def test_without_its_feeds_it_is_not_evaluated(missing: str) -> None:
    facts = {"data": [look(at(9), BOX)], "shift_changes": [taken()]} | PORT
    said = report("X03", **{name: fact for name, fact in facts.items() if name != missing})
    assert (said.flags, said.not_evaluated[0].code) == ((), "feed_missing")
