"""The short way to the release chain and to rostered shifts says what the long way says."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from access.detection.facts import DataFact, ReleaseHop, RosterSpan
from access.detection.plain_work import PlainWork
from access.detection.window import Window
from access.detection.work import Work
from access.need_to_know.explanation import FULL
from access.need_to_know.explanations import BY_OWN_WORK, explain
from access.need_to_know.facts import VesselCallFact
from tests.access.detection.port import at, box, look, order, person, shift, visit, window

pytestmark = pytest.mark.unit

BOX = box(7)
CALL = VesselCallFact("CALL1", frozenset({"berth 1"}), at(-20), at(20))
LEFT = at(30)
CARGO = [visit(BOX, bill_of_lading="BL1", vessel_call="CALL1", gate_out_at=LEFT, owner="line")]
PEOPLE = [person("dave", organisation="haulier"), person("erin", organisation="forwarder")]

hours = st.sampled_from([-60, -30, -9, -1, -0.5, -0.4, 0, 0.1, 2, 9, 30, 101.9, 102, 102.1])
hops = st.builds(
    lambda giver, receiver, hour, lasted, who: ReleaseHop(
        BOX, giver, receiver, at(9 + hour), who, None if lasted is None else at(9 + hour + lasted)
    ),
    st.sampled_from(["line", "forwarder", "haulier", ""]),
    st.sampled_from(["forwarder", "haulier", "other"]),
    hours,
    st.sampled_from([None, 0.1, 1, 40]),
    st.sampled_from(["dave", "erin", "account-dave", ""]),
)
shifts = st.builds(
    lambda start, length, area, kind: shift("dave", at(9 + start), length, area=area, kind=kind),
    hours,
    st.sampled_from([0.5, 8, 47, 60]),
    st.sampled_from(["berth 1", "berth 2", ""]),
    st.sampled_from(["shift", "on_call", "leave"]),
)
look_ups = st.builds(
    lambda hour, name, action, field_class: look(at(9 + hour), name, action=action, field_class=field_class),
    hours,
    st.sampled_from([BOX, "BL1", "CALL1", "other"]),
    st.sampled_from(["read", "write", "release"]),
    st.sampled_from(["S1", "S2", "S3"]),
)


def port(fact: DataFact, chain: list[ReleaseHop], roster: list[RosterSpan], *works: str) -> Window:
    return window(
        data=[fact],
        release_chain=chain,
        roster=roster,
        cargo=CARGO,
        vessel_calls=[CALL],
        people=PEOPLE,
        work_orders=[order(name, opened=at(8)) for name in works],
    )


def short(found: Window, fact: DataFact) -> str:
    return PlainWork(found, Work(found)).explains(fact)


def long(found: Window, fact: DataFact) -> float:
    answers = [explain(facts, BY_OWN_WORK)[0] for facts in Work(found).look_ups(fact)]
    return max((one.weight for one in answers if one), default=0.0)


@given(fact=look_ups, chain=st.lists(hops, max_size=5), roster=st.lists(shifts, max_size=3))
def test_short_way_when_it_explains_then_the_long_way_does(
    fact: DataFact, chain: list[ReleaseHop], roster: list[RosterSpan]
) -> None:
    found = port(fact, chain, roster)
    if short(found, fact):
        assert long(found, fact) == FULL
    assert found.explainer.answer(fact).weight == long(found, fact)


@pytest.mark.parametrize(
    ("moment", "code"), [(at(9), ""), (at(9.5), "E2"), (at(102), "E2"), (at(102.1), ""), (at(12.5), "")]
)
def test_party_when_in_the_chain_then_until_three_days_after_gate_out(moment: datetime, code: str) -> None:
    """Nominated at 09:30, taken back from 12:00 to 13:00."""
    chain = [ReleaseHop(BOX, "line", "haulier", at(9.5), "erin", at(12))]
    chain.append(ReleaseHop(BOX, "line", "haulier", at(13), "erin"))
    fact = look(moment, BOX, field_class="S3")
    assert short(port(fact, chain, []), fact) == code


def test_party_when_entered_by_the_person_just_before_then_the_long_way_tells() -> None:
    chain = [ReleaseHop(BOX, "line", "haulier", at(9), "dave")]
    soon, later = look(at(9.4), BOX), look(at(9) + timedelta(minutes=31), BOX)
    assert [short(port(fact, chain, []), fact) for fact in (soon, later)] == ["", "E2"]


def test_shift_when_at_the_berth_of_the_ship_then_it_explains_up_to_s2() -> None:
    roster = [shift("dave", at(8), area="berth 1")]
    for field_class, code in (("S2", "E3"), ("S3", "")):
        fact = look(at(9), BOX, field_class=field_class)
        assert short(port(fact, [], roster), fact) == code


def test_order_when_on_the_ship_then_it_explains_its_boxes() -> None:
    fact = look(at(9), BOX)
    assert short(port(fact, [], [], "CALL1"), fact) == "E3"
    assert short(port(fact, [], [], "CALL2"), fact) == ""
