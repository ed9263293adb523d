"""What a change of level would do, from plain values."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from access.enums import RosterKind
from access.gate.clearance import GRANTED, SUSPENDED, ClearanceFacts
from access.gate.facts import AreaFacts
from access.gate.holder_facts import Duty, Roster, TrainingCertificate
from access.gate.isps import IspsLevel, RosterRule
from access.gate.requirement import Requirements
from access.isps_preview.facts import Change, Group, Holder, PortFacts, PreviewGate, Standing
from access.isps_preview.measures import compared
from access.isps_preview.preview import MOST_NAMED, preview

pytestmark = pytest.mark.unit

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
TODAY = NOON.date()
UP = Change(IspsLevel.NORMAL, IspsLevel.HEIGHTENED)
TOP = Change(IspsLevel.NORMAL, IspsLevel.EXCEPTIONAL)
CLEARED = ClearanceFacts(GRANTED, 1, TODAY - timedelta(days=9), TODAY + timedelta(days=90))
OUTER = AreaFacts("TERMINAL", needs=Requirements(is_restricted=False))
YARD = AreaFacts("YARD", within=("TERMINAL",), around=(OUTER,), needs=Requirements(roster=RosterRule.NOTICED))
CANTEEN = AreaFacts("CANTEEN", required_level_rank=0, needs=Requirements(is_restricted=False))
ON_SHIFT = Roster((Duty(RosterKind.SHIFT, NOON - timedelta(hours=4), NOON + timedelta(hours=4)),))


def port(*gates: PreviewGate, groups: tuple[Group, ...] = (), level: int = 1) -> PortFacts:
    areas = (OUTER, YARD, CANTEEN)
    names = {area.code: area.code.title() for area in areas}
    return PortFacts(NOON, IspsLevel(level), areas, names, gates, groups)


def holder(badge: str = "B1", areas: str = "YARD", **about: object) -> Holder:
    standing = replace(Standing(CLEARED, roster=ON_SHIFT), **about)
    return Holder(badge, "Erin Vermeer", frozenset(areas.split()), standing)


def area(found: object, code: str) -> object:
    return next(each for each in found.areas if each.code == code)


def test_preview_when_holder_is_on_shift_and_enrolled_then_loses_nothing_at_level_2() -> None:
    found = preview(port(), [holder()], UP)
    assert (found.holders, found.lost, found.losses) == (1, 0, ())
    assert (area(found, "YARD").before, area(found, "YARD").after) == (1, 1)


def test_preview_when_holder_is_off_roster_then_level_2_asks_a_supervisor_and_level_3_refuses() -> None:
    off = holder(roster=Roster())
    at_two, at_three = preview(port(), [off], UP), preview(port(), [off], TOP)
    assert at_two.losses[0].reasons == ("off_roster_unconfirmed",)
    assert at_three.losses[0].reasons == ("off_roster",)
    confirmed = holder(roster=Roster(confirmed=True))
    assert preview(port(), [confirmed], UP).lost == 0
    assert preview(port(), [confirmed], TOP).lost == 1


def test_preview_when_nothing_is_enrolled_then_restricted_areas_are_lost_first() -> None:
    bare = holder(areas="TERMINAL", is_enrolled=False)
    at_two = preview(port(), [bare], UP)
    assert at_two.losses[0].areas == ("YARD",)  # the terminal itself is no restricted area
    assert at_two.losses[0].reasons == ("biometric_missing",)
    assert preview(port(), [bare], TOP).losses[0].areas == ("TERMINAL", "YARD")


def test_preview_when_clearance_asks_an_escort_then_level_3_suspends_it() -> None:
    led = holder(clearance=replace(CLEARED, escort_only=True))
    assert preview(port(), [led], UP).lost == 0
    assert preview(port(), [led], TOP).losses[0].reasons == ("permits_suspended",)


def test_preview_when_somebody_gets_in_nowhere_now_then_they_lose_nothing() -> None:
    for clearance in (
        None,
        replace(CLEARED, state=SUSPENDED),
        replace(CLEARED, valid_until=TODAY - timedelta(1)),
    ):
        found = preview(port(), [holder(clearance=clearance)], TOP)
        assert (found.lost, area(found, "YARD").before) == (0, 0)


def test_preview_when_level_falls_then_badges_open_more() -> None:
    found = preview(port(level=3), [holder(roster=Roster())], Change(IspsLevel.EXCEPTIONAL, IspsLevel.NORMAL))
    assert (found.lost, found.gained) == (0, 1)
    assert area(found, "YARD").after == 1


def test_preview_when_one_area_is_raised_then_only_it_and_what_lies_inside_change() -> None:
    change = Change(IspsLevel.NORMAL, IspsLevel.EXCEPTIONAL, "TERMINAL")
    bare = holder(areas="TERMINAL CANTEEN", is_enrolled=False)
    found = preview(port(), [bare], change)
    assert found.losses[0].areas == ("TERMINAL", "YARD")
    assert (area(found, "YARD").level_after, area(found, "CANTEEN").level_after) == (3, 1)


def test_doors_when_level_passes_their_highest_then_they_close_and_may_cut_an_area_off() -> None:
    small = PreviewGate("G1", "Staff gate", IspsLevel.HEIGHTENED, frozenset({"CANTEEN"}))
    main = PreviewGate("G2", "Main gate", IspsLevel.EXCEPTIONAL, frozenset({"TERMINAL"}))
    assert preview(port(small, main), [], UP).doors_closing == ()
    found = preview(port(small, main), [], TOP)
    assert [gate.code for gate in found.doors_closing] == ["G1"]
    assert found.cut_off == ("CANTEEN",)
    back = preview(port(small, main, level=3), [], Change(IspsLevel.EXCEPTIONAL, IspsLevel.NORMAL))
    assert [gate.code for gate in back.doors_opening] == ["G1"]


@pytest.mark.parametrize(("size", "change", "limit"), [(3, UP, 0), (4, UP, 3), (2, TOP, 1), (1, TOP, 0)])
def test_groups_when_larger_than_the_new_limit_then_named(size: int, change: Change, limit: int) -> None:
    found = preview(port(groups=(Group("Erin", "YARD", size),)), [], change)
    assert [most for _, most in found.too_large] == ([limit] if limit else [])


def test_losses_when_there_are_many_then_named_up_to_the_bound_and_counted_all() -> None:
    many = [holder(f"B{number}", roster=Roster()) for number in range(MOST_NAMED + 50)]
    found = preview(port(), many, UP)
    assert (found.lost, len(found.losses)) == (MOST_NAMED + 50, MOST_NAMED)
    assert found.reasons == {"off_roster_unconfirmed": MOST_NAMED + 50}


@given(
    st.lists(
        st.builds(
            Standing,
            clearance=st.none()
            | st.builds(
                ClearanceFacts,
                state=st.sampled_from([GRANTED, SUSPENDED]),
                level_rank=st.integers(0, 3),
                valid_from=st.dates(date(2026, 11, 20), date(2026, 11, 26)),
                valid_until=st.dates(date(2026, 11, 20), date(2026, 11, 26)),
                escort_only=st.booleans(),
            ),
            certificates=st.just(()) | st.just((TrainingCertificate("HV", TODAY),)),
            roster=st.sampled_from([None, Roster(), ON_SHIFT]),
            is_enrolled=st.booleans(),
        ),
        max_size=6,
    ),
    st.sampled_from([UP, TOP]),
)
def test_preview_when_holders_stand_alike_then_kept_answers_equal_single_ones(
    standings: list[Standing], change: Change
) -> None:
    people = [
        Holder(str(number), "", frozenset({"TERMINAL", "CANTEEN"}), standing)
        for number, standing in enumerate(standings)
    ]
    together = preview(port(), people, change)
    alone = [preview(port(), [each], change) for each in people]
    assert together.lost == sum(each.lost for each in alone)
    assert together.gained == 0  # a higher level opens nothing
    for place, found in enumerate(together.areas):
        assert found.after == sum(each.areas[place].after for each in alone)


def test_measures_when_compared_then_differences_are_marked() -> None:
    assert not any(row.differs for row in compared(IspsLevel.NORMAL, IspsLevel.NORMAL))
    rows = {row.label: row for row in compared(IspsLevel.NORMAL, IspsLevel.EXCEPTIONAL)}
    assert all(row.differs for row in rows.values())
    assert rows["List of revoked badges"].after == "At most 1 min old, then closed"
