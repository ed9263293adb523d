"""What the tables of requests, break-glass, reviews and the shrinker must never allow."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from access.asking.transitions import ACCESS_REQUEST_TRANSITIONS, OPEN
from access.asking.words import AccessRequestEvent, AccessRequestState
from access.break_glass.transitions import BREAK_GLASS_TRANSITIONS
from access.break_glass.words import BreakGlassEvent, BreakGlassState
from access.reviewing.transitions import REVIEW_LINE_TRANSITIONS, WAITING
from access.reviewing.words import ReviewLineEvent, ReviewLineState
from access.shrinking.transitions import SHRINK_TRANSITIONS
from access.shrinking.words import ShrinkEvent, ShrinkState

pytestmark = pytest.mark.unit

TABLES: list[tuple[Mapping[Any, Any], Any, Any]] = [
    (ACCESS_REQUEST_TRANSITIONS, AccessRequestState, AccessRequestEvent),
    (BREAK_GLASS_TRANSITIONS, BreakGlassState, BreakGlassEvent),
    (REVIEW_LINE_TRANSITIONS, ReviewLineState, ReviewLineEvent),
    (SHRINK_TRANSITIONS, ShrinkState, ShrinkEvent),
]


@pytest.mark.parametrize(
    ("table", "states", "events"), TABLES, ids=lambda each: getattr(each, "__name__", "")
)
def test_table_when_read_then_every_event_is_possible_and_every_state_is_reached(
    table: Mapping[Any, Any], states: Any, events: Any
) -> None:
    assert {event for _, event in table} == set(events)
    first = next(iter(states))
    assert set(table.values()) | {first} == set(states)
    assert all(before is not after for (before, _), after in table.items())


def test_request_when_it_was_answered_then_nothing_follows() -> None:
    assert {state for state, _ in ACCESS_REQUEST_TRANSITIONS} == set(OPEN)


def test_request_when_one_hand_said_yes_then_only_a_second_yes_grants() -> None:
    granting = {
        event
        for (state, event), after in ACCESS_REQUEST_TRANSITIONS.items()
        if state is AccessRequestState.HALF and after is AccessRequestState.GRANTED
    }
    assert granting == {AccessRequestEvent.APPROVE}


def test_break_glass_when_it_was_reviewed_then_nothing_follows() -> None:
    assert {state for state, _ in BREAK_GLASS_TRANSITIONS} == {BreakGlassState.UNREVIEWED}


def test_review_line_when_silence_answers_then_it_is_removed_whatever_was_said_first() -> None:
    for state in WAITING:
        assert REVIEW_LINE_TRANSITIONS[state, ReviewLineEvent.LAPSE] is ReviewLineState.LAPSED


def test_shrink_when_taken_away_for_good_then_only_after_a_trial() -> None:
    before = [state for (state, _), after in SHRINK_TRANSITIONS.items() if after is ShrinkState.ADOPTED]
    assert before == [ShrinkState.TRIAL]
