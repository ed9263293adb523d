"""Look-ups drawn by lot, and what they say."""

from __future__ import annotations

import random

import pytest

from access.detection.audit_sample import Reviewed, drawn, estimate
from access.detection.explaining import Answer
from access.detection.unexplained import LookUp
from tests.access.detection.port import at, look

pytestmark = pytest.mark.unit

SEED = b"kept by the auditor"


def look_ups(number: int, weight: float) -> list[LookUp]:
    return [LookUp(look(at(9), "X", event=f"{weight}-{index}"), Answer(weight), 1) for index in range(number)]


def ids(sample) -> set[str]:
    return {one.look_up.fact.id for one in sample}


def test_sample_when_drawn_then_holds_one_of_hundred_unexplained_and_of_thousand_explained() -> None:
    unexplained, explained = look_ups(20_000, 0), look_ups(20_000, 1)
    sample = list(drawn([*unexplained, *explained], SEED))
    of_unexplained = [one for one in sample if one.look_up.unexplained]
    assert 150 < len(of_unexplained) < 250
    assert 5 < len(sample) - len(of_unexplained) < 40
    assert {one.chance for one in of_unexplained} == {0.01}


def test_sample_when_drawn_again_from_part_of_the_log_then_is_the_same_part() -> None:
    unexplained = look_ups(5000, 0)
    half = unexplained[::2]
    shuffled = random.Random(7).sample(half, len(half))
    assert ids(drawn(shuffled, SEED)) == ids(drawn(unexplained, SEED)) & {one.fact.id for one in half}


def test_sample_when_the_seed_is_another_then_is_another() -> None:
    unexplained = look_ups(5000, 0)
    assert ids(drawn(unexplained, SEED)) != ids(drawn(unexplained, b"guessed"))


def test_estimate_when_reviews_stand_for_unequal_numbers_then_weighs_them() -> None:
    reviews = [Reviewed(0.01, misuse=True, in_case=True), *[Reviewed(0.01, misuse=False)] * 9]
    reviews += [Reviewed(0.001, misuse=True), *[Reviewed(0.001, misuse=False)] * 8]
    found = estimate(reviews)
    assert found.reviewed == 19
    assert found.rate == pytest.approx((100 + 1000) / (1000 + 9000))
    assert found.recall == pytest.approx(100 / 1100)
    assert found.low < found.rate < found.high


def test_estimate_when_nothing_was_found_then_the_rate_may_still_be_something() -> None:
    found = estimate([Reviewed(0.01, misuse=False)] * 100)
    assert (found.rate, found.low, found.recall) == (0, 0, None)
    assert found.high == pytest.approx(0.037, abs=0.001)
    assert estimate([]).high == 1
