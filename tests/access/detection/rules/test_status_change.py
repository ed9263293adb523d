"""D19: a change of status that reality contradicts."""

from __future__ import annotations

import pytest

from access.detection.facts import ReleaseHop
from access.enums import Severity
from access.need_to_know.facts import VesselCallFact
from tests.access.detection.port import at, box, flags, look, order, person, report, visit

pytestmark = pytest.mark.unit

BOX = box(909)
CALL = VesselCallFact("CALL7", frozenset(), at(20), at(50))
ORDERS = [order("else", "nobody")]


def act(hour: float, action: str = "write", **more):
    return look(at(hour), BOX, action=action, field_class=more.pop("field_class", "S2"), **more)


def judged(*acts, risk: int = 1, **context):
    cargo = [visit(BOX, risk=risk, vessel_call="CALL7", discharged_at=None)]
    return flags(
        "D19", data=acts, **{"work_orders": ORDERS, "cargo": cargo, "vessel_calls": [CALL]} | context
    )


def test_release_while_the_ship_is_at_sea_with_no_task_is_critical() -> None:
    (flag,) = judged(act(9, "release"))
    assert (flag.severity, flag.person, flag.objects) == (Severity.CRITICAL, "dave", (BOX,))
    assert "released on 3 March 2026 09:00 UTC, 11 h before its ship had arrived" in flag.text
    assert "with no order, task or right behind it" in flag.text


def test_release_at_sea_with_an_order_is_high() -> None:
    (flag,) = with_peers(act(9, "release"))
    assert flag.severity == Severity.HIGH
    assert "order" not in flag.text


def with_peers(*acts, early: int = 0, landed: float = 0, **more):
    """Nine peers made thirty releases last week, so many of them before the ship was in; all with orders."""
    boxes = [box(serial * 10) for serial in range(1, 31)]
    releases = [
        look(at(9, -5), name, f"peer{index % 9}", action="release", field_class="S3")
        for index, name in enumerate(boxes)
    ]
    cargo = [visit(BOX, vessel_call="CALL7", discharged_at=at(landed) if landed else None)]
    cargo += [visit(name, vessel_call="CALL7" if index < early else "") for index, name in enumerate(boxes)]
    people = [person(name) for name in ("dave", *(f"peer{number}" for number in range(9)))]
    orders = [
        order(BOX),
        *(order(name, f"peer{index % 9}", opened=at(0, -9)) for index, name in enumerate(boxes)),
    ]
    return judged(*releases, *acts, cargo=cargo, people=people, work_orders=orders, **more)


@pytest.mark.parametrize(("hour", "found"), [(17.9, 1), (18, 0)])
def test_arrival_is_allowed_two_hours(hour: float, found: int) -> None:
    assert len(with_peers(act(hour, "release"))) == found


def test_box_that_was_discharged_had_arrived() -> None:
    assert not with_peers(act(9, "release"), landed=8)


@pytest.mark.parametrize(("early", "found"), [(1, 1), (2, 0)])
def test_early_release_that_one_in_twenty_peers_make_is_practice(early: int, found: int) -> None:
    assert len(with_peers(act(9, "release"), early=early)) == found


def test_early_release_with_an_order_is_silent_while_no_practice_is_known() -> None:
    assert not judged(act(9, "release"), work_orders=[order(BOX)])


def test_acts_without_an_order_that_peers_make_every_day_are_practice() -> None:
    people = [person(name) for name in ("dave", *(f"peer{number}" for number in range(9)))]
    peers = [look(at(9, -5), box(serial), f"peer{serial % 9}", action="override") for serial in range(30)]
    mine = act(30, "override")
    assert mine.id in {event for flag in judged(mine, risk=3) for event in flag.events}
    assert not judged(*peers, mine, risk=3, people=people)


@pytest.mark.parametrize("action", ["release", "override"])
def test_decision_without_a_task_is_high_and_critical_for_a_box_of_high_risk(action: str) -> None:
    assert judged(act(30, action))[0].severity == Severity.HIGH
    assert judged(act(30, action), risk=3)[0].severity == Severity.CRITICAL


def test_one_change_is_a_missing_order_and_told_only_of_a_box_of_high_risk() -> None:
    assert not judged(act(30))
    assert judged(act(30), risk=3)[0].severity == Severity.INFORMATIONAL


@pytest.mark.parametrize(("hours", "found"), [(24, 1), (24.1, 0)])
def test_change_and_change_back_within_a_day_is_critical(hours: float, found: int) -> None:
    found_flags = judged(act(9), act(9 + hours))
    assert len(found_flags) == found
    assert all(flag.severity == Severity.CRITICAL and len(flag.events) == 2 for flag in found_flags)


def test_two_people_with_one_change_each_are_silent() -> None:
    assert not judged(act(9), act(10, person="erin"))


def test_changes_with_an_order_are_silent() -> None:
    assert not judged(act(9), act(10), risk=3, work_orders=[order(BOX)])


def test_order_for_the_driver_is_behind_the_change_of_the_planner() -> None:
    assert not judged(act(9), act(10), work_orders=[order(BOX, "erin", opened_by="dave")])
    assert judged(act(9, "override"), risk=3, work_orders=[order(BOX, "erin")])


def test_order_for_oneself_or_of_another_kind_is_no_excuse() -> None:
    assert judged(act(9), act(9.3), work_orders=[order(BOX, opened=at(8.9), opened_by="dave")])
    assert judged(act(9), act(10), work_orders=[order(BOX, "erin", kind="inspection")])
    assert judged(act(9), act(10), work_orders=[order(BOX, "erin", opened=at(40))])


def test_release_by_a_party_of_the_chain_is_silent() -> None:
    chain = [ReleaseHop(BOX, "line", "terminal", at(0, -1))]
    assert not judged(act(30, "release"), release_chain=chain, people=[person("dave")])


def test_hand_over_and_emergency_explain_no_act() -> None:
    team = frozenset({"quay"})
    people = [person("dave", teams=team), person("erin", teams=team)]
    data = [look(at(29), BOX, "erin"), act(30, "override")]
    assert judged(*data, people=people, work_orders=[order(BOX, "erin")])


@pytest.mark.parametrize("facts", [{"result": "denied"}, {"person": ""}, {"object_type": "badge"}])
def test_what_changed_no_box_is_silent(facts) -> None:
    assert not judged(act(9, "release", **facts))


def test_field_class_that_is_not_known_is_judged() -> None:
    assert judged(act(9, "release", field_class=""))


def test_it_waits_two_hours_for_late_orders() -> None:
    assert judged(act(9, "release"))[0].due_at == at(11)
    assert not judged(act(9, "release"), until=at(10.9))


def test_order_that_arrives_late_takes_the_flag_back() -> None:
    assert not judged(act(30, "override"), work_orders=[*ORDERS, order(BOX, opened=at(40))])


def test_without_orders_only_the_arrival_is_judged() -> None:
    assert not judged(act(9), act(10), act(30, "override"), risk=3, work_orders=None)
    said = report("D19", data=[act(9, "release")], vessel_calls=[CALL], cargo=[visit(BOX)])
    assert not said.not_evaluated


def test_without_orders_and_calls_it_is_not_evaluated() -> None:
    said = report("D19", data=[act(9, "release")])
    assert said.not_evaluated[0].detail == (
        "D19 needs work orders or vessel calls, which this port has not delivered."
    )
