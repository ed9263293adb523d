"""Silences of the order feed."""

from __future__ import annotations

from datetime import timedelta
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from access.detection.order_gap import Silence, silences
from tests.access.detection.port import DAY, at

pytestmark = pytest.mark.unit

EVERY_HOUR = [at(hour) for hour in range(200)]


def test_gap_far_beyond_the_rhythm_is_a_silence() -> None:
    times = [*EVERY_HOUR, at(202.5), at(203)]
    assert silences(times, at(203), least=100, factor=2) == [Silence(at(199), at(202.5))]


def test_silence_reaches_to_the_end_of_the_window() -> None:
    assert silences(EVERY_HOUR, at(205), least=100, factor=2) == [Silence(at(199), at(205))]


def test_ordinary_pause_is_none() -> None:
    assert not silences([*EVERY_HOUR, at(201)], at(202), least=100, factor=2)


def test_too_few_orders_say_nothing() -> None:
    assert not silences([at(0), at(1), at(90)], at(99), least=100, factor=2)
    assert not silences([], at(99), least=0, factor=2)


@settings(deadline=None)
@given(minutes=st.lists(st.integers(0, 100_000), min_size=101, max_size=300))
def test_silences_are_rare_and_in_order(minutes: list[int]) -> None:
    times = [DAY + timedelta(minutes=minute) for minute in minutes]
    found = silences(times, max(times), least=100, factor=2)
    assert len(found) <= 0.01 * len(times)
    assert all(one.until <= other.since for one, other in pairwise(found))
