"""How close two parts are."""

from __future__ import annotations

import pytest
from hypothesis import given

from screening.matching.spelling import INITIAL, SOUNDS_ALIKE, closeness, sound
from tests.screening.matching.entries import words

pytestmark = pytest.mark.unit


@pytest.mark.parametrize(
    ("one", "other", "least"),
    [
        ("hasan", "hassan", 0.8),
        ("merkel", "mekrel", 0.8),
        ("yu", "yyu", 0.6),
        ("schoigu", "shoygu", SOUNDS_ALIKE),
        ("qaddafi", "kadafi", SOUNDS_ALIKE),
        ("gasprom", "gazprom", 0.8),
        ("a", "ali", INITIAL),
    ],
)
def test_closeness_when_spelling_slips_then_stays_high(one: str, other: str, least: float) -> None:
    assert closeness(one, other) >= least


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("li", "lu"),
        ("tikriti", "dulaimi"),
        ("ali", "omar"),
        ("b", "ali"),
        ("sik", "guk"),
        ("ramaphosa", "ramatlhodi"),
    ],
)
def test_closeness_when_another_name_then_is_nothing(one: str, other: str) -> None:
    assert closeness(one, other) == 0


@given(words, words)
def test_closeness_when_turned_round_then_is_the_same_and_bounded(one: str, other: str) -> None:
    assert 0 <= closeness(one, other) <= 1
    assert closeness(one, other) == closeness(other, one)
    assert closeness(one, one) == 1


@given(words)
def test_sound_when_taken_of_any_part_then_is_not_empty(part: str) -> None:
    assert sound(part)
    assert len(sound(part)) <= len(part) + part.count("x")
