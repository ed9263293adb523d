"""What must hold before a visitor is let in."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from access.gate.isps import IspsLevel
from access.visiting.arrival import (
    STANDING,
    ArrivalFacts,
    EscortFacts,
    VisitArea,
    arrival_checks,
    has_room,
    may_lead,
    open_to_visitors,
)
from access.visiting.standing import NEUTRAL
from portsec.kernel.verdict import allow

pytestmark = pytest.mark.unit

TODAY = date(2026, 11, 22)
DAY = timedelta(days=1)
QUAY = VisitArea("QUAY", "Quay", is_restricted=False)
YARD = VisitArea("YARD", "Yard")
LEADER = EscortFacts(badge_in_force=True, may_enter_alone=True, covers=frozenset({"QUAY", "YARD"}))
READY = ArrivalFacts(
    today=TODAY, first=TODAY, last=TODAY, standing=allow(), areas=(QUAY, YARD), escort=LEADER
)


def refused(facts: ArrivalFacts) -> dict[str, tuple[str, ...]]:
    return {name: said.codes for name, said in arrival_checks(facts).items() if not said.allowed}


def test_arrival_when_all_holds_then_nothing_is_red() -> None:
    assert refused(READY) == {}


@pytest.mark.parametrize(
    ("changes", "name", "codes"),
    [
        ({"first": TODAY + DAY, "last": TODAY + DAY}, "Expected today", "visit_too_early"),
        ({"first": TODAY - DAY, "last": TODAY - DAY}, "Expected today", "visit_over"),
        ({"standing": NEUTRAL}, STANDING, "ask_badge_office"),
        ({"on_site_elsewhere": True}, "Not on site already", "visit_on_site"),
        ({"escort": None}, "Escort", "escort_missing"),
        ({"escort": replace(LEADER, badge_in_force=False)}, "Escort", "escort_without_badge"),
        ({"escort": replace(LEADER, may_enter_alone=False)}, "Escort", "escort_needs_escort"),
        ({"escort": replace(LEADER, covers=frozenset({"QUAY"}))}, "Escort", "escort_not_entitled"),
        ({"escort": replace(LEADER, is_the_visitor=True)}, "Escort", "escort_is_visitor"),
        ({"escort": replace(LEADER, others=5)}, "Size of the group", "escort_ratio_exceeded"),
        ({"areas": (replace(YARD, escort_allowed=False),)}, "Areas", "visit_area_closed"),
        ({"areas": ()}, "Areas", "visit_without_area"),
        ({"areas": (replace(YARD, level=IspsLevel.EXCEPTIONAL),)}, "Open now", "visits_suspended"),
        ({"areas": (replace(YARD, is_locked=True),)}, "Open now", "visit_area_locked"),
        ({"areas": (replace(YARD, is_open=False),)}, "Open now", "visit_area_not_open"),
        (
            {"taken": frozenset(TODAY - timedelta(days=back) for back in range(1, 29))},
            "Days of the year",
            "visit_year_used_up",
        ),
    ],
)  # fmt: skip
def test_arrival_when_one_thing_is_wrong_then_it_alone_is_red(
    changes: dict[str, object], name: str, codes: str
) -> None:
    assert refused(replace(READY, **changes)) == {name: (codes,)}  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("areas", "most"),
    [
        ((QUAY,), 10),
        ((YARD,), 5),
        ((QUAY, YARD), 5),
        ((replace(QUAY, level=IspsLevel.HEIGHTENED),), 6),
        ((replace(YARD, level=IspsLevel.HEIGHTENED),), 3),
        ((replace(QUAY, level=IspsLevel.EXCEPTIONAL),), 1),
    ],
)
def test_group_when_it_grows_then_the_strictest_area_counts(areas: tuple[VisitArea, ...], most: int) -> None:
    assert has_room(replace(LEADER, others=most - 1), areas).allowed
    assert not has_room(replace(LEADER, others=most), areas).allowed


def test_level_three_when_the_visit_is_essential_then_it_goes_on_one_to_one() -> None:
    high = (replace(YARD, level=IspsLevel.EXCEPTIONAL),)
    essential = replace(READY, areas=high, is_essential=True)
    assert refused(essential) == {}
    assert refused(replace(essential, escort=replace(LEADER, others=1))) == {
        "Size of the group": ("escort_ratio_exceeded",)
    }


def test_escort_when_several_things_are_wrong_then_all_are_named() -> None:
    nobody = EscortFacts(badge_in_force=False, may_enter_alone=False, covers=frozenset())
    assert may_lead(nobody, (YARD,)).codes == (
        "escort_without_badge",
        "escort_needs_escort",
        "escort_not_entitled",
    )


def test_areas_when_all_are_open_then_allowed() -> None:
    assert open_to_visitors((QUAY, YARD)).allowed
