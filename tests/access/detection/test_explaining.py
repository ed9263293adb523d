"""Which work makes a look-up necessary: the short way says what the long way says."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from access.detection.explaining import Answer
from access.detection.facts import DataFact, WorkOrder
from access.detection.work import Work
from access.need_to_know.explanations import BY_OWN_WORK, explain
from tests.access.detection.port import at, box, look, order, person, visit, window

pytestmark = pytest.mark.unit

BOX = box(5)
CARGO = [visit(BOX, bill_of_lading="BL1")]
TEAM = frozenset({"quay"})

orders = st.builds(
    lambda name, who, team, hours, length, kind, opener: order(
        name,
        who,
        team=team,
        opened=at(9) + timedelta(hours=hours),
        closed_at=None if length is None else at(9) + timedelta(hours=hours + length),
        kind=kind,
        opened_by=opener,
        ref=f"{name}{who}{hours}",
    ),
    st.sampled_from([BOX, "BL1", "other"]),
    st.sampled_from(["dave", "erin", ""]),
    st.sampled_from(["quay", "", "gate"]),
    st.sampled_from([-60, -24.1, -24, -1, -0.5, -0.4, 0, 0.1, 23.9, 24, 24.1]),
    st.sampled_from([None, 0, 1, 36]),
    st.sampled_from(["move", "inspection", "ticket", "Break_glass"]),
    st.sampled_from(["planner", "dave", "account-dave", ""]),
)


@given(work=st.lists(orders, max_size=4), name=st.sampled_from([BOX, "BL1", "other"]), act=st.booleans())
def test_short_way_to_an_order_says_what_the_long_way_says(
    work: list[WorkOrder], name: str, *, act: bool
) -> None:
    fact = look(at(9), name, action="write" if act else "read")
    port = window(data=[fact], work_orders=work, cargo=CARGO, people=[person("dave", teams=TEAM)])
    found = [explain(facts, BY_OWN_WORK)[0] for facts in Work(port).look_ups(fact)]
    weight = max((one.weight for one in found if one), default=0.0)
    assert port.explainer.answer(fact).weight == weight


def answer(fact: DataFact, **context) -> Answer:
    return window(data=[fact], **context).explainer.answer(fact)


def test_field_class_that_is_not_known_is_taken_as_public() -> None:
    assert answer(look(at(9), BOX, field_class=""), work_orders=[order(BOX)]).code == "E1"


@pytest.mark.parametrize(("action", "weight"), [("read", 1.0), ("write", 0.0)])
def test_emergency_explains_looking_and_not_acting(action: str, weight: float) -> None:
    alarm = order("B4", "", kind="emergency", opened=at(8))
    fact = look(at(9), BOX, action=action)
    assert answer(fact, work_orders=[alarm], cargo=[visit(BOX, block="B4")]).weight == weight


@pytest.mark.parametrize(
    ("hours", "said"),
    [(-50, "The look-up is outside the time of work order W."), (25, "No work order names this object")],
)
def test_order_is_told_when_it_was_there_and_not_when_it_came_days_later(hours: int, said: str) -> None:
    """A scan of one day knows no order of next week; a scan of the whole log must say the same."""
    begun = at(9) + timedelta(hours=hours)
    late = order(BOX, opened=begun, closed_at=begun + timedelta(hours=1), ref="W")
    tried = {failed.code: failed.sentence for failed in answer(look(at(9), BOX), work_orders=[late]).failed}
    assert tried["E1"].startswith(said)
