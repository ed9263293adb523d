"""The day of work that a moment belongs to."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from access.detection.working_day import begin_of, end_of, working_day

pytestmark = pytest.mark.unit

TUESDAY = date(2026, 3, 3)


@pytest.mark.parametrize(
    ("at", "on"),
    [
        (datetime(2026, 3, 3, 4, 59, 59, tzinfo=UTC), date(2026, 3, 2)),
        (datetime(2026, 3, 3, 5, tzinfo=UTC), TUESDAY),
        (datetime(2026, 3, 4, 4, 59, tzinfo=UTC), TUESDAY),
        (datetime(2026, 3, 3, 6, tzinfo=timezone(timedelta(hours=2))), date(2026, 3, 2)),
    ],
)
def test_day_begins_at_five_utc(at: datetime, on: date) -> None:
    assert working_day(at) == on


@given(st.datetimes(datetime(1971, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC)))  # noqa: DTZ001
def test_every_moment_lies_in_its_day(at: datetime) -> None:
    on = working_day(at)
    assert begin_of(on) <= at < end_of(on)
