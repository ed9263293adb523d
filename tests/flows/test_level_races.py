"""Two security officers at one level, or one gate, at the same moment: one acts, the other is told."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from access.gate.isps import IspsLevel
from access.models import Area, Gate, LevelChange, Lockdown
from access.selectors.isps_level import level_of
from access.services import area, isps_level, lockdown
from access.zoning.area_details import AreaDetails
from accounts.models import Organisation, Port
from ledger.models import Entry
from portsec.kernel import clock
from tests import people
from tests.people import Cast
from tests.threads import at_once

pytestmark = [pytest.mark.flow, pytest.mark.django_db(transaction=True)]

WHY: dict[str, Any] = {"reason": "The State asks for it."}


@pytest.fixture
def staff(transactional_db: None) -> Cast:
    port = Port.objects.create(locode="XXPEX", name="Port of Example", country="BE")
    quayside = Organisation.objects.create(code="QUAYSIDE", name="Quayside Terminals", country="BE")
    return people.make_cast(port, quayside, at=clock.now())


def proposed(cast: Cast, level: IspsLevel = IspsLevel.HEIGHTENED) -> LevelChange:
    at = clock.now()
    end = None if level is IspsLevel.NORMAL else at + timedelta(hours=5)
    return isps_level.propose(Port.objects.get(), level, steps_back_at=end, **WHY, **cast.sven.acts(at))


def names(outcomes: list[Any]) -> list[str]:
    return sorted(type(outcome).__name__ for outcome in outcomes)


def test_level_when_two_confirm_at_once_then_it_is_in_force_once(staff: Cast) -> None:
    number, acts = proposed(staff).pk, staff.siri.acts(clock.now())
    outcomes = at_once([lambda: isps_level.confirm(LevelChange.objects.get(pk=number), **WHY, **acts)] * 2)
    assert names(outcomes) == ["Conflict", "LevelChange"]
    assert Entry.objects.filter(kind="access.isps_level.confirmed").count() == 1


def test_level_when_proposed_twice_at_once_then_one_waits(staff: Cast) -> None:
    outcomes = at_once([lambda: proposed(staff)] * 2)
    assert names(outcomes) == ["Conflict", "LevelChange"]


def test_level_when_confirmed_and_taken_back_at_once_then_one_of_them_happened(staff: Cast) -> None:
    change = proposed(staff)
    at = clock.now()
    outcomes = at_once(
        [
            lambda: isps_level.confirm(LevelChange.objects.get(pk=change.pk), **WHY, **staff.siri.acts(at)),
            lambda: isps_level.refuse(LevelChange.objects.get(pk=change.pk), **WHY, **staff.sven.acts(at)),
        ]
    )
    assert names(outcomes) == ["Conflict", "LevelChange"]
    state = LevelChange.objects.get().state
    assert (state == "in_force") == (level_of(Port.objects.get(), at=at) is IspsLevel.HEIGHTENED)


def test_level_when_swept_and_lowered_at_once_then_it_ends_once(staff: Cast) -> None:
    at = clock.now()
    isps_level.confirm(proposed(staff), **WHY, **staff.siri.acts(at))
    lowered = proposed(staff, IspsLevel.NORMAL)
    later = at + timedelta(hours=5, minutes=1)
    at_once(
        [
            lambda: isps_level.put_lapsed_on_record(at=later),
            lambda: isps_level.confirm(lowered, **WHY, **staff.siri.acts(at)),
        ]
    )
    assert Entry.objects.filter(kind="access.isps_level.ended").count() == 1
    assert level_of(Port.objects.get(), at=later) is IspsLevel.NORMAL


def test_gate_when_two_hold_it_at_once_then_it_is_held_once(staff: Cast) -> None:
    gate = Gate.objects.create(port=Port.objects.get(), code="G1", name="Main gate")
    acts = staff.gita.acts(clock.now())
    outcomes = at_once([lambda: lockdown.hold_gate(gate, **WHY, **acts)] * 2)
    assert names(outcomes) == ["Conflict", "Lockdown"]
    assert Lockdown.objects.count() == 1


def test_areas_when_each_is_moved_into_the_other_at_once_then_no_circle_arises(staff: Cast) -> None:
    port, acts = Port.objects.get(), staff.sven.acts(clock.now())
    one = area.define(port, AreaDetails(code="A", name="A"), **acts)
    two = area.define(port, AreaDetails(code="B", name="B"), **acts)
    outcomes = at_once(
        [
            lambda: area.change(one, AreaDetails(code="A", name="A", parent="B"), **acts),
            lambda: area.change(two, AreaDetails(code="B", name="B", parent="A"), **acts),
        ]
    )
    assert names(outcomes) == ["InvalidInput", "bool"]
    assert Area.objects.filter(parent=None).count() == 1
