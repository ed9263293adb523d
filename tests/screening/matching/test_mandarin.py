"""Wade-Giles read as Pinyin."""

from __future__ import annotations

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from screening.matching.compare import name_score
from screening.matching.mandarin import LONGEST_NAME, PINYIN, READINGS, are_the_same, pinyin_readings

pytestmark = pytest.mark.unit


@pytest.mark.parametrize(
    ("older", "pinyin"),
    [
        ("Hsi Chin-ping", "Xi Jinping"),
        ("Mao Tse-tung", "Mao Zedong"),
        ("Teng Hsiao-p'ing", "Deng Xiaoping"),
        ("Chiang Tse-min", "Jiang Zemin"),
        ("Hu Chin-t'ao", "Hu Jintao"),
        ("Chang Chün-hsiung", "Zhang Junxiong"),
        ("Ch'en Shui-pien", "Chen Shuibian"),
        ("Hsiao-p'ing Teng", "Deng Xiaoping"),
    ],
)
def test_score_when_one_name_is_in_wade_giles_then_alerts_and_says_so(older: str, pinyin: str) -> None:
    assert name_score(older, pinyin) >= 0.9
    assert name_score(pinyin, older) >= 0.9


@pytest.mark.parametrize(
    ("one", "other"),
    [("Wang Jing", "Huang Jing"), ("Chen Jing", "Zheng Jing"), ("Hsi Chin-ping", "Xi Jinpeng"), ("Li", "Li")],
)
def test_names_when_both_are_pinyin_or_sounds_differ_then_no_reading_joins_them(one: str, other: str) -> None:
    words = [text.lower().replace("-", " ").split() for text in (one, other)]
    assert not are_the_same(tuple(words[0]), tuple(words[1]))


def test_tables_when_made_then_every_syllable_of_pinyin_can_be_written() -> None:
    assert {reading for readings in READINGS.values() for reading in readings} == PINYIN
    assert READINGS["hsi"] == ("xi",)
    assert set(READINGS["chin"]) == {"jin", "qin"}
    assert READINGS["tzu"] == ("zi", "ci")


@given(st.lists(st.sampled_from(sorted(READINGS)), min_size=2, max_size=3))
def test_readings_when_a_syllable_is_none_of_pinyin_then_the_first_readings_are_there(
    written: list[str],
) -> None:
    readings = pinyin_readings(tuple(written))
    if all(syllable in PINYIN for syllable in written):
        return
    if readings:
        every = {"".join(each) for each in product(*(READINGS[syllable] for syllable in written))}
        assert len(readings) <= 64
        assert every & set(readings)


def test_readings_when_the_name_is_too_long_or_no_chinese_then_none() -> None:
    assert pinyin_readings(("hsi",) * (LONGEST_NAME + 1)) == ()
    assert pinyin_readings(("hsi", "schmidt")) == ()
    assert pinyin_readings(("xi", "jin", "ping")) == ()
