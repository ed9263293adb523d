"""Opening hours around every change of the clock."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from access.gate.opening_hours import OpeningHours, Span
from tests.access.gate.attempts import many, opening_hours

pytestmark = pytest.mark.unit

MINUTE = timedelta(minutes=1)
changes = st.sampled_from([datetime(2026, 3, 29, 1, tzinfo=UTC), datetime(2026, 10, 25, 1, tzinfo=UTC)])
moments = st.builds(
    lambda change, minutes: change + minutes * MINUTE, changes, st.integers(-4 * 24 * 60, 4 * 24 * 60)
)
zones = st.sampled_from(["Europe/Amsterdam", "Europe/Lisbon", "America/New_York", "Asia/Tokyo", "UTC"])


@many
@given(opening_hours, moments)
def test_hours_when_closed_then_they_stay_closed_until_the_next_opening(
    hours: OpeningHours, at: datetime
) -> None:
    opening = hours.next_opening(at)
    if opening is not None:
        assert opening > at
        assert hours.is_open(opening)
    if not hours.is_open(at):
        until = min(opening or at + timedelta(days=8), at + timedelta(days=8))
        steps = int((until.astimezone(UTC) - at) / MINUTE)
        assert not any(hours.is_open(at + number * MINUTE) for number in range(0, steps, 29))


@many
@given(zones, moments)
def test_hours_when_open_round_the_clock_then_never_closed(zone: str, at: datetime) -> None:
    always = OpeningHours(ZoneInfo(zone), {day: (Span(time(0), time(0)),) for day in range(7)})
    assert always.is_open(at)


@many
@given(zones, moments)
def test_hours_when_away_from_a_change_then_the_clock_on_the_wall_decides(zone: str, at: datetime) -> None:
    hours = OpeningHours(ZoneInfo(zone), {day: (Span(time(6), time(22)),) for day in range(7)})
    assert hours.is_open(at) is (time(6) <= at.astimezone(ZoneInfo(zone)).time() < time(22))


@many
@given(opening_hours, moments, zones)
def test_hours_when_the_same_moment_is_written_in_another_zone_then_the_same_answer(
    hours: OpeningHours, at: datetime, zone: str
) -> None:
    assert hours.is_open(at.astimezone(ZoneInfo(zone))) is hours.is_open(at)


def test_hours_when_a_day_has_23_hours_then_open_for_23() -> None:
    amsterdam = ZoneInfo("Europe/Amsterdam")
    sunday = OpeningHours(amsterdam, {6: (Span(time(0), time(0)),)})
    start = datetime(2026, 3, 28, 23, tzinfo=UTC)
    open_minutes = sum(sunday.is_open(start + number * MINUTE) for number in range(-60, 26 * 60))
    assert open_minutes == 23 * 60
