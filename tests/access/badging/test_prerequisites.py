"""The red and green list: each prerequisite alone, and all reasons together."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from access.badging.ending import WARNINGS, earliest, ends_in_time, warning
from access.badging.facts import BOUND_NAMES, Bounds, RequestFacts, WantedArea, WantedTraining
from access.badging.prerequisites import NAMES, may_be_issued, prerequisites
from access.gate.clearance import ClearanceFacts
from screening.enums import ClearanceState

pytestmark = pytest.mark.unit

TODAY = date(2026, 11, 22)
LAST = date(2027, 3, 1)
CLEARED = ClearanceFacts("granted", 2, date(2026, 1, 1), date(2028, 1, 1))
YARD, VAULT = WantedArea("Yard", 1), WantedArea("Vault", 3)
SAFETY = WantedTraining("SAFE", "Quay safety")
CRANE = WantedTraining("CRANE", "Crane licence", is_licence=True)
GOOD = RequestFacts(
    today=TODAY,
    last_day=LAST,
    bounds=Bounds(clearance=CLEARED.valid_until),
    areas=(YARD,),
    trainings=(SAFETY, CRANE),
    certificates=frozenset({"SAFE", "CRANE"}),
    clearance=CLEARED,
    has_photo=True,
    blank_cards=3,
)

CASES: list[tuple[dict[str, Any], str, str]] = [
    ({"clearance": None}, "Clearance", "clearance_missing"),
    ({"clearance": replace(CLEARED, state="suspended")}, "Clearance", "clearance_not_granted"),
    ({"clearance": replace(CLEARED, state="withdrawn")}, "Clearance", "clearance_not_granted"),
    ({"clearance": replace(CLEARED, valid_until=TODAY - timedelta(1))}, "Clearance", "clearance_expired"),
    ({"areas": (YARD, VAULT)}, "Level", "clearance_level_too_low"),
    ({"clearance": replace(CLEARED, escort_only=True)}, "Without escort", "clearance_escort_only"),
    ({"certificates": frozenset({"CRANE"})}, "Trainings", "training_not_held"),
    ({"certificates": frozenset({"SAFE"})}, "Licences", "licence_not_held"),
    ({"last_day": TODAY - timedelta(1)}, "End", "end_in_the_past"),
    ({"bounds": Bounds(clearance=LAST - timedelta(1))}, "End", "end_after_clearance"),
    ({"bounds": Bounds(need=LAST - timedelta(1))}, "End", "end_after_need"),
    ({"bounds": Bounds(contract=LAST - timedelta(1))}, "End", "end_after_contract"),
    ({"bounds": Bounds(left=LAST - timedelta(1))}, "End", "end_after_leaving"),
    ({"bounds": Bounds(badge_type=LAST - timedelta(1))}, "End", "end_after_longest"),
    ({"is_banned": True}, "Port ban", "port_ban"),
    ({"has_photo": False}, "Photo", "photo_missing"),
    ({"held_badge": "B7"}, "No other badge", "badge_held"),
    ({"replaced_is_suspended": True}, "No other badge", "badge_suspended"),
    ({"blank_cards": 0}, "Blank card", "stock_empty"),
]


@pytest.mark.parametrize(("change", "name", "code"), CASES, ids=[code for _, _, code in CASES])
def test_badge_when_one_thing_is_missing_then_that_line_alone_is_red(
    change: dict[str, Any], name: str, code: str
) -> None:
    facts = replace(GOOD, **change)
    red = {line: verdict.codes for line, verdict in prerequisites(facts) if not verdict.allowed}
    assert red == {name: (code,)} or (code == "clearance_missing" and red[name] == (code,))
    assert not may_be_issued(facts).allowed


def test_badge_when_everything_holds_then_all_lines_are_green() -> None:
    assert [name for name, _ in prerequisites(GOOD)] == list(NAMES)
    assert all(verdict.allowed for _, verdict in prerequisites(GOOD))
    assert may_be_issued(GOOD).allowed


@pytest.mark.parametrize(
    "change",
    [
        {"blank_cards": None},
        {"last_day": TODAY},
        {"bounds": Bounds(clearance=LAST)},
        {"clearance": replace(CLEARED, valid_until=TODAY)},
        {"trainings": (), "certificates": frozenset()},
    ],
    ids=["no stock kept", "ends today", "ends with the clearance", "cleared until today", "none asked"],
)
def test_badge_when_just_enough_holds_then_it_may_be_issued(change: dict[str, Any]) -> None:
    assert may_be_issued(replace(GOOD, **change)).allowed


def test_badge_when_much_is_missing_then_every_reason_is_told() -> None:
    facts = replace(GOOD, is_banned=True, has_photo=False, certificates=frozenset(), held_badge="B7")
    assert set(may_be_issued(facts).codes) == {
        "training_not_held",
        "licence_not_held",
        "port_ban",
        "photo_missing",
        "badge_held",
    }


def test_clearance_states_when_judged_then_are_those_of_screening() -> None:
    """Judgement may not import another app; the words are compared here."""
    for state in ClearanceState:
        verdict = may_be_issued(replace(GOOD, clearance=replace(CLEARED, state=state.value)))
        assert verdict.allowed is (state is ClearanceState.GRANTED)


days = st.dates(min_value=date(2020, 1, 1), max_value=date(2040, 1, 1))


@given(day=days, **{name: st.none() | days for name in BOUND_NAMES})
def test_end_when_any_bounds_are_given_then_never_later_than_the_first(
    day: date, **bounds: date | None
) -> None:
    """A badge that may hold until a day holds until every earlier one, and never beyond the first bound."""
    given_bounds = Bounds(**bounds)
    first = earliest(given_bounds)
    verdict = ends_in_time(day, given_bounds, today=date(2020, 1, 1))
    assert verdict.allowed is (first is None or day <= first.day)
    if first is not None:
        assert first.day == min(each for each in bounds.values() if each is not None)
    late = sum(1 for each in bounds.values() if each is not None and day > each)
    assert len(verdict.reasons) == late


@pytest.mark.parametrize(
    ("left", "shown"), [(31, None), (30, 30), (15, 30), (14, 14), (6, 14), (5, 5), (0, 5), (-1, None)]
)
def test_warning_when_the_end_comes_nearer_then_the_nearest_step(left: int, shown: int | None) -> None:
    assert WARNINGS == (30, 14, 5)
    assert warning(TODAY + timedelta(days=left), today=TODAY) == shown
