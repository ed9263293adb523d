"""The steps of reminders, and the light that an employer sees."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from screening.enums import PersonStanding
from screening.kinds.lights import light
from screening.kinds.renewal import step_reached
from screening.kinds.words import Light

pytestmark = pytest.mark.unit

TODAY = date(2026, 11, 22)


@pytest.mark.parametrize(
    ("left", "step"),
    [(181, None), (180, 180), (91, 180), (90, 90), (31, 90), (30, 30), (1, 30), (0, 30), (-1, None)],
)
def test_step_when_days_are_left_then_the_latest_reached(left: int, step: int | None) -> None:
    assert step_reached(TODAY + timedelta(days=left), TODAY) == step


@pytest.mark.parametrize(
    ("standing", "shown"),
    [
        (PersonStanding.CLEARED, Light.GREEN),
        (PersonStanding.BEING_CHECKED, Light.AMBER),
        (PersonStanding.SUSPENDED, Light.RED),
        (PersonStanding.NOT_CLEARED, Light.RED),
        (PersonStanding.ENDED, Light.RED),
        (PersonStanding.NONE, Light.RED),
    ],
)
def test_light_when_standing_is_known_then_one_of_three(standing: PersonStanding, shown: Light) -> None:
    assert light(standing) is shown


def test_light_when_escort_only_then_amber() -> None:
    assert light(PersonStanding.CLEARED, escort_only=True) is Light.AMBER
