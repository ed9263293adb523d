"""When a report appears, and that what is kept narrows the time of lodging no further than a day."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from random import Random
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hotline.clock.day import appearance, earliest_day, full_hour, random_hour

pytestmark = pytest.mark.unit

ZONE = ZoneInfo("Europe/Brussels")
moments = st.integers(0, 2 * 365 * 86_400).map(
    lambda seconds: datetime(2026, 1, 1, tzinfo=UTC) + timedelta(seconds=seconds)
)


@settings(max_examples=60, deadline=None)
@given(moments, st.integers(0, 23))
def test_report_when_not_urgent_then_appears_at_a_full_hour_within_a_day(at: datetime, drawn: int) -> None:
    appears = appearance(at, is_urgent=False, zone=ZONE, draw=lambda _: drawn)
    assert appears.held_until is not None
    assert timedelta() < appears.held_until - at <= timedelta(hours=24)
    assert appears.held_until == full_hour(appears.held_until)
    assert appears.day == appears.held_until.astimezone(ZONE).date()


@settings(max_examples=60, deadline=None)
@given(moments, st.integers(0, 23))
def test_day_kept_when_counted_back_from_then_no_later_than_the_true_day(at: datetime, drawn: int) -> None:
    appears = appearance(at, is_urgent=False, zone=ZONE, draw=lambda _: drawn)
    assert earliest_day(appears.day, is_urgent=False) <= at.astimezone(ZONE).date() <= appears.day


def test_report_when_urgent_then_appears_at_once_on_its_day() -> None:
    at = datetime(2026, 11, 22, 23, 30, tzinfo=UTC)
    appears = appearance(at, is_urgent=True, zone=ZONE, draw=lambda _: 7)
    assert (appears.day, appears.held_until) == (date(2026, 11, 23), None)
    assert earliest_day(appears.day, is_urgent=True) == appears.day


def test_hour_of_lodging_when_guessed_from_what_is_kept_then_no_better_than_chance() -> None:
    """Of reports that all appear at one hour, each of the 24 hours before is as likely the one of lodging.

    Chi-squared with 23 degrees of freedom: 60 is passed once in 30,000 times.
    """
    random, shown_at = Random(7), datetime(2026, 11, 22, 20, tzinfo=UTC)
    counts: dict[int, int] = dict.fromkeys(range(24), 0)
    for back in range(24):
        for _ in range(4_800):
            lodged = shown_at - timedelta(hours=back, minutes=random.randrange(1, 60))
            if random_hour(lodged, draw=random.randrange) == shown_at:
                counts[back] += 1
    expected = sum(counts.values()) / 24
    assert expected > 150
    assert sum((count - expected) ** 2 / expected for count in counts.values()) < 60
