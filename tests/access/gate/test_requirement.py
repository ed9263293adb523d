"""Requests of nested areas add up: the strictest wins."""

from __future__ import annotations

from dataclasses import fields

import pytest
from hypothesis import given
from hypothesis import strategies as st

from access.gate.requirement import ASKS_NOTHING, Requirements, strictest
from tests.access.gate.attempts import many, requirements

pytestmark = pytest.mark.unit

GATHERED = {"trainings", "hours"}


@many
@given(st.lists(requirements, min_size=1, max_size=3))
def test_strictest_when_areas_nest_then_what_each_asks_is_asked(asked: list[Requirements]) -> None:
    together = strictest(asked)
    for one in asked:
        assert one.trainings <= together.trainings
        assert all(hours in together.hours for hours in one.hours)
        assert one.roster <= together.roster
        assert one.biometric <= together.biometric
        assert one.is_restricted <= together.is_restricted
        assert one.vehicle_booking <= together.vehicle_booking
        assert together.escort_allowed <= one.escort_allowed
        assert together.vehicles_allowed <= one.vehicles_allowed
        if one.two_person_seconds is not None:
            assert together.two_person_seconds is not None
            assert together.two_person_seconds <= one.two_person_seconds


@many
@given(st.lists(requirements, min_size=1, max_size=3))
def test_strictest_when_areas_nest_then_nothing_is_asked_that_none_asks(asked: list[Requirements]) -> None:
    together = strictest(asked)
    for name in {each.name for each in fields(Requirements)} - GATHERED:
        assert getattr(together, name) in [getattr(one, name) for one in asked]
    assert together.trainings == {training for one in asked for training in one.trainings}
    assert strictest([together]) == together


def test_strictest_when_no_area_is_known_then_nothing_is_asked() -> None:
    assert strictest([]) == ASKS_NOTHING
