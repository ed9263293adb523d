"""How long a break-glass opens, and by when it is reviewed."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from access.break_glass.clock import REVIEWED_WITHIN, longest, term_of
from access.enums import FieldClass
from access.gate.isps import IspsLevel

pytestmark = pytest.mark.unit

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
CLASSES = [FieldClass.S1, FieldClass.S2, FieldClass.S3]


def test_review_clock_when_the_level_rises_then_24_4_and_1_hours() -> None:
    assert [REVIEWED_WITHIN[level] // timedelta(hours=1) for level in IspsLevel] == [24, 4, 1]


@pytest.mark.parametrize(
    ("field_class", "level", "hours"),
    [
        (FieldClass.S1, IspsLevel.NORMAL, 12),
        (FieldClass.S2, IspsLevel.NORMAL, 8),
        (FieldClass.S3, IspsLevel.NORMAL, 2),
        (FieldClass.S1, IspsLevel.HEIGHTENED, 4),
        (FieldClass.S3, IspsLevel.EXCEPTIONAL, 1),
    ],
)
def test_longest_when_class_and_level_limit_it_then_the_shorter_of_both(
    field_class: FieldClass, level: IspsLevel, hours: int
) -> None:
    assert longest(field_class, level) == timedelta(hours=hours)


@given(st.sampled_from(CLASSES), st.sampled_from(IspsLevel), st.integers(1, 100))
def test_term_when_made_then_it_ends_by_its_review(
    field_class: FieldClass, level: IspsLevel, hours: int
) -> None:
    term = term_of(field_class, level, hours=hours, at=NOW)
    assert NOW < term.ends_at <= term.review_due_at
    assert term.ends_at - NOW <= timedelta(hours=hours)


def test_term_when_no_hour_is_asked_then_an_error() -> None:
    with pytest.raises(ValueError, match="an hour"):
        term_of(FieldClass.S1, IspsLevel.NORMAL, hours=0, at=NOW)
