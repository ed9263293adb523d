"""What closes a gate for everybody, and when it opens."""

from __future__ import annotations

from datetime import datetime, time
from zoneinfo import ZoneInfo

import pytest

from access.enums import Direction
from access.gate.closing import closed_by, next_opening
from access.gate.facts import AreaFacts, GateFacts, ReaderFacts
from access.gate.isps import IspsLevel
from access.gate.lockdown import Lockdown
from access.gate.opening_hours import OpeningHours, Span
from access.gate.requirement import Requirements

pytestmark = pytest.mark.unit

BRUSSELS = ZoneInfo("Europe/Brussels")
MONDAY_NIGHT = datetime(2026, 3, 9, 3, 0, tzinfo=BRUSSELS)


def hours(opens: int, closes: int, *days: int) -> OpeningHours:
    return OpeningHours(BRUSSELS, dict.fromkeys(days or range(5), (Span(time(opens), time(closes)),)))


def area(*spans: OpeningHours, **more: object) -> AreaFacts:
    return AreaFacts("YARD", needs=Requirements(hours=spans), **more)


def at_gate(inner: AreaFacts | None, at: datetime = MONDAY_NIGHT, **more: object) -> GateFacts:
    reader = ReaderFacts("R1", None, inner, **{key: more.pop(key) for key in list(more) if key in READER})
    return GateFacts(at, Direction.IN, None, None, reader, **more)


READER = {"in_service", "highest_level", "hold"}


@pytest.mark.parametrize(
    ("facts", "codes"),
    [
        (at_gate(area()), ()),
        (at_gate(None), ("reader_not_assigned",)),
        (at_gate(area(), in_service=False), ("reader_out_of_service",)),
        (at_gate(area(), lockdown=Lockdown()), ("port_locked_down",)),
        (at_gate(area(lockdown=Lockdown())), ("area_locked_down",)),
        (at_gate(area(), hold=Lockdown(frozenset({"fire"}))), ("gate_held",)),
        (
            at_gate(area(), highest_level=IspsLevel.NORMAL, isps_level=IspsLevel.HEIGHTENED),
            ("reader_closed_at_level",),
        ),
        (at_gate(area(hours(6, 22))), ("area_closed",)),
        (
            at_gate(area(hours(6, 22), lockdown=Lockdown()), in_service=False),
            ("reader_out_of_service", "area_locked_down", "area_closed"),
        ),
    ],
)
def test_gate_when_closed_for_everybody_then_all_reasons(facts: GateFacts, codes: tuple[str, ...]) -> None:
    assert tuple(reason.code for reason in closed_by(facts)) == codes


def test_opening_when_closed_by_hours_then_the_first_moment_when_all_are_open() -> None:
    assert next_opening(at_gate(area(hours(6, 22)))) == MONDAY_NIGHT.replace(hour=6)
    both = at_gate(area(hours(6, 22), hours(9, 12)))
    assert next_opening(both) == MONDAY_NIGHT.replace(hour=9)
    apart = at_gate(area(hours(6, 8), hours(7, 9, 2)))  # together on Wednesdays alone
    assert next_opening(apart) == MONDAY_NIGHT.replace(day=11, hour=7)


@pytest.mark.parametrize(
    "inner", [area(), area(hours(0, 23)), area(hours(6, 8), hours(9, 10)), area(OpeningHours(BRUSSELS, {}))]
)
def test_opening_when_open_or_never_then_none(inner: AreaFacts) -> None:
    assert next_opening(at_gate(inner)) is None


def test_opening_when_the_clocks_change_meanwhile_then_by_the_clock_on_the_wall() -> None:
    before = datetime(2026, 3, 28, 23, 0, tzinfo=BRUSSELS)
    assert next_opening(at_gate(area(hours(6, 22, 6)), at=before)) == datetime(
        2026, 3, 29, 6, tzinfo=BRUSSELS
    )
