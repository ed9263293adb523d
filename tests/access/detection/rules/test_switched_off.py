"""P14: somebody turns a control off that no work asks for."""

from __future__ import annotations

from datetime import timedelta

import pytest

from access.detection.physical_facts import Alarm, AlarmKind
from access.enums import Severity
from tests.access.detection.port import at, flags, order, read, report

pytestmark = pytest.mark.unit


def off(day: int = 0, kind: AlarmKind = AlarmKind.MANUAL_RELEASE, **more) -> Alarm:
    return Alarm(f"a{day}", at(3, day), kind, "yard", frozenset({"north"}), **{"operator": "dave"} | more)


def test_control_switched_off_without_an_order_is_medium() -> None:
    (flag,) = flags("P14", alarms=[off()])
    assert (flag.severity, flag.person, flag.events) == (Severity.MEDIUM, "dave", ("a0",))
    assert "Door released by hand at yard on 3 March 2026 03:00 UTC by one operator" in flag.text


def test_third_time_in_thirty_days_is_high() -> None:
    assert [flag.severity for flag in flags("P14", alarms=[off(0), off(10), off(30)])] == [
        Severity.MEDIUM,
        Severity.MEDIUM,
        Severity.HIGH,
    ]
    later = flags("P14", alarms=[off(0), off(10), off(31)])
    assert {flag.severity for flag in later} == {Severity.MEDIUM}


def test_badge_read_beside_it_is_high() -> None:
    def beside(minutes: float, **more):
        passed = read(at(3) + timedelta(minutes=minutes), person="erin", reader="north", **more)
        return flags("P14", alarms=[off()], gate=[passed])[0].severity

    assert beside(15) == Severity.HIGH
    assert beside(15.1) == Severity.MEDIUM
    assert beside(1, result="refused") == Severity.MEDIUM


def test_order_of_somebody_else_that_stands_then_is_silent() -> None:
    def ordered(**more):
        work = [order("door", ref="w1", **{"opened": at(1)} | more)]
        return flags("P14", alarms=[off(work_ref="w1")], work_orders=work)

    assert not ordered()
    assert ordered(opened_by="dave")
    assert ordered(opened=at(3.1))
    assert ordered(closed_at=at(2.9))
    assert flags("P14", alarms=[off(work_ref="unknown")], work_orders=[])


@pytest.mark.parametrize("kind", [AlarmKind.DOOR_FORCED, AlarmKind.FENCE])
def test_what_happens_to_a_control_is_no_act(kind: AlarmKind) -> None:
    assert not flags("P14", alarms=[off(kind=kind)])


def test_fault_without_an_operator_is_silent() -> None:
    assert not flags("P14", alarms=[off(operator="")])


def test_without_alarms_it_is_not_evaluated() -> None:
    said = report("P14", gate=[])
    assert (said.flags, said.not_evaluated[0].code) == ((), "feed_missing")
