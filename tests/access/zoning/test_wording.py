"""What an area asks, in words."""

from __future__ import annotations

from datetime import timedelta

import pytest

from access.gate.facts import AreaFacts
from access.gate.isps import RosterRule
from access.gate.passage import AntiPassback, AntiPassbackMode
from access.gate.requirement import Requirements
from access.zoning.wording import asked_by

pytestmark = pytest.mark.unit


def said(area: AreaFacts) -> list[str]:
    return [asked.words for asked in asked_by(area, {"HV": "Harbour vehicles"})]


def test_area_when_it_asks_nothing_but_a_clearance_then_one_sentence() -> None:
    assert said(AreaFacts("QUAY")) == ["A standard clearance"]
    assert said(AreaFacts("CANTEEN", required_level_rank=0)) == ["No clearance is needed"]


@pytest.mark.parametrize(
    ("needs", "words"),
    [
        (Requirements(trainings=frozenset({"HV"})), "Training: Harbour vehicles"),
        (Requirements(biometric=True), "Finger or face are always compared"),
        (Requirements(escort_allowed=False), "Nobody is led in; an escort does not help"),
        (Requirements(two_person_seconds=60), "Nobody is alone inside; two enter within 60 seconds"),
        (Requirements(roster=RosterRule.REQUIRED), "Only people whom the roster names now"),
        (Requirements(vehicles_allowed=False), "No vehicles"),
        (Requirements(vehicle_booking=True), "Vehicles with an appointment only"),
    ],
)
def test_area_when_it_asks_something_then_it_is_said(needs: Requirements, words: str) -> None:
    assert words in said(AreaFacts("QUAY", needs=needs))


def test_anti_passback_when_timed_then_the_time_is_said() -> None:
    rule = AntiPassback(AntiPassbackMode.TIMED, period=timedelta(hours=4))
    assert "A second entry is refused for 4 hours after the first" in said(
        AreaFacts("QUAY", anti_passback=rule)
    )


def test_area_when_another_is_around_it_then_only_its_own_is_said() -> None:
    around = AreaFacts("PORT", needs=Requirements(biometric=True))
    assert said(AreaFacts("QUAY", within=("PORT",), around=(around,))) == ["A standard clearance"]
