"""Flooding: callers wait and repeated texts sort behind, and nobody and nothing is turned away."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from hotline.flood.likeness import OFTEN, Likeness
from hotline.flood.pace import Allowance, Pace

pytestmark = pytest.mark.unit

NOW = datetime(2026, 11, 22, 14, 31, tzinfo=UTC)
ALLOWANCE = Allowance(burst=3, every=timedelta(seconds=10), longest=timedelta(seconds=25))


def waits(pace: Pace, caller: str, times: int, at: datetime = NOW) -> list[float]:
    return [pace.wait(caller, at=at).total_seconds() for _ in range(times)]


def test_caller_when_calling_often_then_waits_longer_and_never_too_long() -> None:
    assert waits(Pace(ALLOWANCE), "10.0.0.1", 8) == [0, 0, 0, 10, 20, 25, 25, 25]


def test_caller_when_another_floods_then_waits_not_at_all() -> None:
    pace = Pace(ALLOWANCE)
    waits(pace, "10.0.0.1", 1_000)
    assert waits(pace, "10.0.0.2", 1) == [0]


def test_caller_when_silent_again_then_passes_again() -> None:
    pace = Pace(ALLOWANCE)
    waits(pace, "10.0.0.1", 1_000)
    assert waits(pace, "10.0.0.1", 3, NOW + timedelta(seconds=65)) == [0, 0, 0]


def test_pace_when_asked_about_then_holds_no_address_and_forgets_with_the_day() -> None:
    pace = Pace(ALLOWANCE)
    waits(pace, "203.0.113.77", 8)
    assert "203.0.113.77" not in repr(vars(pace))
    assert waits(pace, "203.0.113.77", 1, NOW + timedelta(days=1)) == [0]


def test_pace_when_many_call_then_remembers_no_more_than_it_may() -> None:
    pace = Pace(ALLOWANCE, most_callers=10)
    for number in range(100):
        pace.wait(str(number), at=NOW)
    assert len(vars(pace)["_full_at"]) == 10


def test_text_when_sent_over_and_over_then_counted_as_repeated_but_for_the_first() -> None:
    likeness = Likeness()
    found = [likeness.is_repeated(f"Look  at gate {n}: VAN!", at=NOW) for n in range(OFTEN + 2)]
    assert found == [False] * OFTEN + [True, True]
    assert not likeness.is_repeated("Look at the crane", at=NOW)
    assert not likeness.is_repeated("Look at gate 1: van", at=NOW + timedelta(days=1))


def test_likeness_when_asked_about_then_holds_no_text() -> None:
    likeness = Likeness()
    likeness.is_repeated("zxqvmarkerzxqv", at=NOW)
    assert "zxqvmarker" not in repr(vars(likeness))
