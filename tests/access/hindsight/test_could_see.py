"""From when until when somebody could have seen a container."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from access.enums import FieldClass
from access.gate.clearance import ENHANCED_LEVEL
from access.hindsight.could_see import Stretch, could_see
from access.hindsight.facts import ClearanceThen, ObjectThen, PersonThen, Span, Way
from access.hindsight.moments import moments
from access.hindsight.picture import NARROWEST, WIDTH, picture
from access.need_to_know.facts import BreakGlassFact, GrantFact
from access.need_to_know.work_order import WINDOW
from tests.access.gate.people import NOON
from tests.access.need_to_know.people import BOX, DAY, HOUR, container, hop, order, shift

pytestmark = pytest.mark.unit

ZONE = ZoneInfo("Europe/Brussels")
SINCE, UNTIL = NOON - 2 * DAY, NOON + 2 * DAY
EVERY = frozenset(FieldClass)
LONG = (date(2020, 1, 1), date(2040, 1, 1))
CLEARED = ClearanceThen(ENHANCED_LEVEL, *LONG, False, ((NOON - 900 * DAY, "granted"),))
ERIN = PersonThen("P-ERIN", ways=(Way("erin", EVERY),), clearances=(CLEARED,))
THING = ObjectThen(BOX, ZONE, container(), (order(opened=-HOUR, closed=HOUR),))


def seen(
    person: PersonThen = ERIN, thing: ObjectThen = THING, *classes: FieldClass
) -> list[tuple[datetime, datetime]]:
    found = could_see(person, thing, classes or (FieldClass.S2,), SINCE, UNTIL)
    return [(one.since, one.until) for one in found]


def test_order_when_it_begins_and_ends_in_the_window_then_from_a_day_before_to_a_day_after() -> None:
    ((since, until),) = seen()
    assert since == NOON - HOUR - WINDOW
    assert until - (NOON + HOUR + WINDOW) == timedelta(microseconds=1)


def test_stretch_when_found_then_says_what_would_have_carried_it() -> None:
    (one,) = could_see(ERIN, THING, (FieldClass.S2,), SINCE, UNTIL)
    assert (one.code, one.source, one.account, one.field_class) == ("E1", "WO-1", "erin", FieldClass.S2)
    assert "WO-1" in one.sentence


def test_clearance_when_suspended_for_an_hour_then_a_gap_of_an_hour() -> None:
    states = (*CLEARED.states, (NOON, "suspended"), (NOON + HOUR, "granted"))
    gap = seen(replace(ERIN, clearances=(replace(CLEARED, states=states),)))
    assert (gap[0][1], gap[1][0]) == (NOON, NOON + HOUR)


def test_clearance_when_it_came_later_then_nothing_before() -> None:
    late = replace(CLEARED, states=((NOON, "granted"),))
    assert seen(replace(ERIN, clearances=(late,)))[0][0] == NOON


def test_clearance_when_its_days_end_then_it_counts_through_the_last_one() -> None:
    ending = replace(CLEARED, valid_until=NOON.astimezone(ZONE).date())
    ((_, until),) = seen(replace(ERIN, clearances=(ending,)))
    assert until.astimezone(ZONE).hour == 0
    assert until.astimezone(ZONE).date() == ending.valid_until + DAY


@pytest.mark.parametrize(
    "shut",
    [
        {"bans": (Span(NOON, None),)},
        {"ways": (Way("erin", EVERY, live=(Span(None, NOON),)),)},
        {"ways": (Way("erin", EVERY, allowed=(Span(None, NOON),)),)},
    ],
    ids=["port ban", "account blocked", "role ended"],
)
def test_person_when_shut_out_in_between_then_until_then_only(shut: dict[str, Any]) -> None:
    ((_, until),) = seen(replace(ERIN, **shut))
    assert until == NOON


def test_team_when_joined_for_a_time_then_its_work_counts_for_that_time() -> None:
    thing = replace(THING, work_orders=(order(person="", team="HAULIER/YARD"),))
    member = replace(ERIN, teams=(("HAULIER/YARD", Span(NOON, NOON + HOUR)),))
    assert seen(ERIN, thing) == []
    assert seen(member, thing) == [(NOON, NOON + HOUR)]


def test_grant_when_it_has_a_purpose_then_as_for_whoever_states_it() -> None:
    given = GrantFact(BOX, FieldClass.S3, "Claim 7", NOON, NOON + HOUR, granted_by="dora", ref="G-1")
    granted = replace(ERIN, grants=(given,))
    thing = replace(THING, work_orders=())
    assert seen(granted, thing, FieldClass.S2, FieldClass.S3) == [(NOON, NOON + HOUR)] * 2


def test_grant_when_taken_back_at_once_then_nothing() -> None:
    given = GrantFact(BOX, FieldClass.S3, "Claim 7", NOON, NOON, granted_by="dora", ref="G-1")
    assert seen(replace(ERIN, grants=(given,)), replace(THING, work_orders=())) == []


def test_release_chain_when_taken_back_then_until_then() -> None:
    passed = replace(hop("LINE", "HAULIER", at=-HOUR), ended_at=NOON)
    thing = replace(THING, work_orders=(), release_hops=(passed,))
    assert seen(replace(ERIN, organisation="HAULIER"), thing)[0] == (NOON - HOUR, NOON)


def test_break_glass_when_found_abusive_later_then_it_had_opened_until_the_review() -> None:
    glass = BreakGlassFact("break_glass:1", BOX, FieldClass.S3, NOON, NOON + 4 * HOUR, reviewed=True)
    broken = replace(ERIN, break_glasses=((glass, NOON + HOUR),))
    assert seen(broken, replace(THING, work_orders=()), FieldClass.S3) == [(NOON, NOON + HOUR)]


def test_shift_when_at_the_berth_of_the_ship_then_s2_and_nothing_above() -> None:
    rostered = replace(ERIN, shifts=(shift(starts=-HOUR, ends=HOUR),))
    thing = replace(THING, work_orders=())
    assert len(seen(rostered, thing)) == 1
    assert seen(rostered, thing, FieldClass.S3) == []


def test_post_when_it_has_other_classes_then_no_way() -> None:
    assert seen(replace(ERIN, ways=(Way("", frozenset({FieldClass.S1})),))) == []


def test_moments_when_others_have_work_then_they_are_none_of_hers() -> None:
    others = replace(THING, work_orders=(order(person="P-BOB"),), resource=None)
    assert moments(ERIN, others, SINCE, UNTIL)[0] == SINCE
    assert NOON - 2 * HOUR not in moments(ERIN, others, SINCE, UNTIL)


def test_picture_when_drawn_then_in_its_place_and_never_too_narrow_to_see() -> None:
    whole = Stretch(SINCE, UNTIL, FieldClass.S2, "E1", "", "")
    brief = Stretch(UNTIL - timedelta(seconds=1), UNTIL, FieldClass.S3, "E1", "", "")
    drawn = picture([whole, brief], [NOON, NOON], SINCE, UNTIL)
    assert [(bar.x, bar.width, bar.critical) for bar in drawn.bars] == [
        (0, WIDTH, False),
        (WIDTH - NARROWEST, NARROWEST, True),
    ]
    assert drawn.looks == [WIDTH // 2]
