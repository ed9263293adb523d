"""What the two tables must never allow, whatever single lines say."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from access.enums import (
    BadgeEvent,
    BadgeState,
    PersonCaseEvent,
    PersonCaseState,
    ReleaseEvent,
    ReleaseState,
)
from access.transitions import BADGE_TRANSITIONS, PERSON_CASE_TRANSITIONS, RELEASE_TRANSITIONS
from portsec.kernel.errors import Conflict
from portsec.kernel.steps import next_state

pytestmark = pytest.mark.unit

AT_THE_DESK = {BadgeState.RETURNED, BadgeState.DESTROYED}
ENDED = {BadgeState.REVOKED, BadgeState.EXPIRED, BadgeState.SUPERSEDED, *AT_THE_DESK}
OUT_OF_HANDS = {BadgeState.LOST, BadgeState.STOLEN}


@given(st.lists(st.sampled_from(BadgeEvent), max_size=12))
def test_badge_when_it_ended_or_was_out_of_hands_then_never_active_again(events: list[BadgeEvent]) -> None:
    state, gone = BadgeState.ACTIVE, False
    for event in events:
        try:
            state = next_state(BADGE_TRANSITIONS, state, event)
        except Conflict:
            continue
        gone = gone or state in ENDED | OUT_OF_HANDS
        assert not (gone and state in {BadgeState.ACTIVE, BadgeState.SUSPENDED})


def test_badge_when_returned_then_it_can_only_be_destroyed() -> None:
    assert [event for state, event in BADGE_TRANSITIONS if state is BadgeState.RETURNED] == [
        BadgeEvent.DESTROY
    ]


def test_badge_when_destroyed_then_nothing_follows() -> None:
    assert not [event for state, event in BADGE_TRANSITIONS if state is BadgeState.DESTROYED]


def test_badge_when_in_any_other_state_then_it_can_be_handed_in() -> None:
    for state in set(BadgeState) - AT_THE_DESK:
        assert next_state(BADGE_TRANSITIONS, state, BadgeEvent.HAND_IN) is BadgeState.RETURNED


def test_badge_when_suspended_then_it_cannot_be_replaced() -> None:
    with pytest.raises(Conflict, match="Suspended"):
        next_state(BADGE_TRANSITIONS, BadgeState.SUSPENDED, BadgeEvent.REPLACE)


def test_badge_table_when_read_then_each_state_but_active_is_reached_and_no_step_stands_still() -> None:
    assert set(BADGE_TRANSITIONS.values()) == set(BadgeState)
    assert all(state is not following for (state, _), following in BADGE_TRANSITIONS.items())


def test_person_case_when_escalated_then_nothing_follows_but_the_police() -> None:
    after = [event for state, event in PERSON_CASE_TRANSITIONS if state is PersonCaseState.ESCALATED]
    assert after == [PersonCaseEvent.HAND_OVER]
    for event in PersonCaseEvent:
        with pytest.raises(Conflict):
            next_state(PERSON_CASE_TRANSITIONS, PersonCaseState.HANDED_OVER, event)


def test_person_case_table_when_read_then_only_an_open_case_is_escalated() -> None:
    before = [state for state, event in PERSON_CASE_TRANSITIONS if event is PersonCaseEvent.ESCALATE]
    assert before == [PersonCaseState.OPEN]


OVER = {ReleaseState.DECLINED, ReleaseState.WITHDRAWN, ReleaseState.USED, ReleaseState.ENDED}


@given(st.lists(st.sampled_from(ReleaseEvent), max_size=12))
def test_release_when_it_is_over_then_nothing_follows_and_it_is_held_only_after_accepting(
    events: list[ReleaseEvent],
) -> None:
    state, accepted = ReleaseState.OFFERED, False
    for event in events:
        try:
            following = next_state(RELEASE_TRANSITIONS, state, event)
        except Conflict:
            continue
        assert state not in OVER
        accepted = accepted or event is ReleaseEvent.ACCEPT
        assert accepted or following is not ReleaseState.ACCEPTED
        state = following


def test_release_table_when_read_then_each_state_but_offered_is_reached() -> None:
    assert set(RELEASE_TRANSITIONS.values()) == set(ReleaseState) - {ReleaseState.OFFERED}
