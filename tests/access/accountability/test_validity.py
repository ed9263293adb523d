"""The bars stay on the axis, in order of time."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from access.accountability.validity import LEAST_WIDTH, Span, axis

pytestmark = pytest.mark.unit

days = st.dates(date(2020, 1, 1), date(2032, 1, 1))
spans = st.builds(
    lambda first, second, since_open, until_open: Span(
        "x", None if since_open else min(first, second), None if until_open else max(first, second)
    ),
    *(days, days, st.booleans(), st.booleans()),
)


@given(st.lists(spans, max_size=6), days)
def test_axis_when_drawn_then_everything_lies_on_it(some: list[Span], today: date) -> None:
    drawn = axis(some, today)
    assert drawn.first <= today <= drawn.last
    assert 0 <= drawn.today <= 100
    for bar in drawn.bars:
        assert bar.start >= 0
        assert bar.width >= LEAST_WIDTH
        assert bar.start + bar.width <= 100.01


def test_axis_when_a_credential_lasts_a_day_of_years_then_still_seen() -> None:
    years = Span("Clearance", date(2026, 1, 1), date(2031, 1, 1))
    one_day = Span("Credential", date(2026, 1, 1), date(2026, 1, 1))
    ended = Span("Contract", date(2025, 1, 1), date(2026, 1, 1))
    lost = Span("Badge", date(2026, 1, 1), date(2027, 1, 1), stands=False)
    drawn = axis([years, one_day, ended, lost], date(2026, 6, 1))
    assert [bar.holds for bar in drawn.bars] == [True, False, False, False]
    assert drawn.bars[1].width == LEAST_WIDTH
