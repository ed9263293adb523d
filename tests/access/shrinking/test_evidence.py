"""Which access is idle."""

from __future__ import annotations

import pytest

from access.enums import FieldClass
from access.shrinking.evidence import FEWEST_LOOK_UPS, Use

pytestmark = pytest.mark.unit


def use(opened: int, looked_up: int) -> Use:
    return Use("gate clerks", FieldClass.S3, opened, looked_up, holders=8)


@pytest.mark.parametrize(
    ("opened", "looked_up", "is_idle"),
    [
        (0, FEWEST_LOOK_UPS, True),
        (0, FEWEST_LOOK_UPS - 1, False),
        (4, 4812, True),
        (5, 4812, False),
        (1, FEWEST_LOOK_UPS, False),
    ],
)
def test_use_when_hardly_anything_was_opened_then_idle(opened: int, looked_up: int, is_idle: bool) -> None:
    assert use(opened, looked_up).is_idle is is_idle


def test_evidence_when_told_then_names_group_class_and_figures() -> None:
    assert use(0, 4812).sentence == "gate clerks opened critical data in 0 of 4,812 look-ups in 90 days."
