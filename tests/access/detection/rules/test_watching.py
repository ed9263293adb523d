"""D03: one person watches one box."""

from __future__ import annotations

import pytest

from access.detection.facts import PeerLimit
from access.enums import Severity
from tests.access.detection.port import at, box, flags, look, order, person, report, visit

pytestmark = pytest.mark.unit

BOX = box(5005)
HOURS = (8, 12, 20, 30)
PORT = {"work_orders": [order("else", "nobody")], "cargo": [visit(BOX, gate_out_at=at(0, 9))]}


def watched(hours=HOURS, *others, **more):
    context = PORT | {name: more.pop(name) for name in ("work_orders", "cargo", "people") if name in more}
    data = [*(look(at(hour), BOX, **more) for hour in hours), *others]
    return flags("D03", data=data, **context)


def test_four_look_ups_in_four_sessions_are_high() -> None:
    (flag,) = watched()
    assert (flag.severity, flag.person, flag.objects) == (Severity.HIGH, "dave", (BOX,))
    assert len(flag.events) == 4
    assert "looked up 4 times in 4 sessions from 3 March 2026 08:00 UTC in 22 h" in flag.text


def test_three_look_ups_are_silent() -> None:
    assert not watched(HOURS[:3])


def test_sessions_are_half_an_hour_apart() -> None:
    assert watched((8, 8.1, 8.6, 16.1))
    assert not watched((8, 8.1, 8.2, 16.1))
    assert not watched((8, 8.1, 16.1, 16.5))


@pytest.mark.parametrize(("last", "found"), [(16, 0), (16.1, 1)])
def test_chase_calls_of_one_shift_are_silent(last: float, found: int) -> None:
    assert len(watched((8, 10, 12, last))) == found


@pytest.mark.parametrize(("last", "found"), [(56, 1), (56.1, 0)])
def test_they_lie_within_48_hours(last: float, found: int) -> None:
    assert len(watched((8, 12, 20, last))) == found


@pytest.mark.parametrize("facts", [{"field_class": "S1"}, {"result": "denied"}, {"action": "write"}])
def test_what_is_no_sensitive_look_up_is_silent(facts) -> None:
    assert not watched(**facts)


def test_four_people_with_one_look_each_are_silent() -> None:
    data = [look(at(hour), BOX, f"p{hour}") for hour in HOURS]
    assert not flags("D03", data=data, **PORT)


def test_own_order_is_silent() -> None:
    assert not watched(work_orders=[order(BOX)])


def test_chase_calls_with_a_ticket_are_silent() -> None:
    ticket = order(BOX, kind="ticket", opened_by="customer")
    assert not watched(work_orders=[ticket])


def test_alarm_in_the_block_is_silent() -> None:
    alarm = order("B4", "", kind="emergency", opened=at(7))
    assert not watched(work_orders=[alarm], cargo=[visit(BOX, block="B4")])


def test_change_of_the_box_begins_the_count_anew() -> None:
    moved = look(at(21), BOX, "erin", action="write")
    assert not watched(HOURS, moved)
    assert watched((8, 12, 20, 20.9), look(at(21.5), BOX, "erin", action="write"))
    assert not watched((8, 12, 20, 20.9), look(at(20.5), BOX, "erin", action="write"))
    assert watched(HOURS, look(at(21), BOX, "erin", action="write", result="denied"))


def test_discharge_between_the_look_ups_begins_the_count_anew() -> None:
    assert not watched(cargo=[visit(BOX, discharged_at=at(15))])


def test_longer_watch_is_stronger() -> None:
    assert watched((8, 12, 20, 30, 31, 32, 33, 34))[-1].points > watched()[0].points


def test_limit_of_peers_counts_if_it_is_higher() -> None:
    known = {"people": [person("dave")]}
    limits = [PeerLimit("D03", "planners", 5, 20, at(0, -30))]
    data = [look(at(hour), BOX) for hour in HOURS]
    assert not flags("D03", data=data, peer_limits=limits, **PORT, **known)
    assert flags("D03", data=[*data, look(at(31), BOX)], peer_limits=limits, **PORT, **known)


def test_order_that_arrives_late_takes_the_flag_back() -> None:
    late = order(BOX, opened=at(6))
    assert watched()
    assert not watched(work_orders=[*PORT["work_orders"], late])


def test_without_work_orders_it_is_not_evaluated() -> None:
    said = report("D03", data=[look(at(hour), BOX) for hour in HOURS])
    assert (said.flags, said.not_evaluated[0].code) == ((), "feed_missing")
