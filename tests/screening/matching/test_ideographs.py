"""Names in Chinese characters."""

from __future__ import annotations

import pytest

from screening.matching.compare import ALERT_THRESHOLD, name_score
from screening.matching.ideographs import OTHER_CHARACTER_CAP, closeness, ideographs

pytestmark = pytest.mark.unit


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("習近平", "习近平"),
        ("习 近平", "习近平"),
        ("沢田・花子", "泽田花子"),
        ("佐々木", "佐々木"),
        ("Xi 近平", ""),
        ("さくら", ""),
        ("김정은", ""),
        ("", ""),
    ],
)
def test_ideographs_when_written_in_characters_alone_then_in_simplified_form(text: str, found: str) -> None:
    assert ideographs(text) == found


@pytest.mark.parametrize(("one", "other"), [("習近平", "习近平"), ("澤田", "沢田"), ("王 小明", "王小明")])
def test_score_when_only_the_form_of_characters_differs_then_same(one: str, other: str) -> None:
    assert name_score(one, other) == 1


@pytest.mark.parametrize(("one", "other"), [("习近朋", "习近平"), ("高石早苗", "高市早苗"), ("王伟", "王维")])
def test_score_when_one_character_differs_then_no_alert_however_it_sounds(one: str, other: str) -> None:
    assert name_score(one, other) <= OTHER_CHARACTER_CAP < ALERT_THRESHOLD


def test_closeness_when_nothing_is_shared_then_0() -> None:
    assert closeness("习近平", "王伟") == 0
