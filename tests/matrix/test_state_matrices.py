"""Runs the matrices of states in access: the full product of states and events, one file a table."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import product
from typing import Any

import pytest

from access.enums import (
    BadgeEvent,
    BadgeRequestEvent,
    BadgeRequestState,
    BadgeState,
    LevelChangeEvent,
    LevelChangeState,
    PersonCaseEvent,
    PersonCaseState,
    VisitEvent,
    VisitState,
)
from access.transitions import (
    BADGE_REQUEST_TRANSITIONS,
    BADGE_TRANSITIONS,
    LEVEL_CHANGE_TRANSITIONS,
    PERSON_CASE_TRANSITIONS,
    VISIT_TRANSITIONS,
)
from portsec.kernel.errors import Conflict
from portsec.kernel.steps import next_state
from portsec.kernel.words import Word
from tests.matrix.cases import cases, rows

pytestmark = pytest.mark.unit


@pytest.mark.parametrize("case", cases("badge_states.yaml"))
def test_badge_when_event_comes_then_state_of_the_matrix(case: dict[str, Any]) -> None:
    state, event = BadgeState(case["state"]), BadgeEvent(case["event"])
    if case["then"] == "refused":
        with pytest.raises(Conflict) as refused:
            next_state(BADGE_TRANSITIONS, state, event)
        assert refused.value.code == "step_not_possible"
        assert state.label in refused.value.detail
        assert event.label in refused.value.detail
    else:
        assert next_state(BADGE_TRANSITIONS, state, event) is BadgeState(case["then"])


@pytest.mark.parametrize("case", cases("person_case_states.yaml"))
def test_person_case_when_event_comes_then_state_of_the_matrix(case: dict[str, Any]) -> None:
    state, event = PersonCaseState(case["state"]), PersonCaseEvent(case["event"])
    if case["then"] == "refused":
        with pytest.raises(Conflict) as refused:
            next_state(PERSON_CASE_TRANSITIONS, state, event)
        assert refused.value.code == "step_not_possible"
    else:
        assert next_state(PERSON_CASE_TRANSITIONS, state, event) is PersonCaseState(case["then"])


# Two of these tables have a state `refused`, so that a step that is not there is called not_possible.
@pytest.mark.parametrize("case", cases("badge_request_states.yaml"))
def test_badge_request_when_event_comes_then_state_of_the_matrix(case: dict[str, Any]) -> None:
    state, event = BadgeRequestState(case["state"]), BadgeRequestEvent(case["event"])
    _check(BADGE_REQUEST_TRANSITIONS, state, event, case["then"])


@pytest.mark.parametrize("case", cases("visit_states.yaml"))
def test_visit_when_event_comes_then_state_of_the_matrix(case: dict[str, Any]) -> None:
    state, event = VisitState(case["state"]), VisitEvent(case["event"])
    _check(VISIT_TRANSITIONS, state, event, case["then"])


@pytest.mark.parametrize("case", cases("level_change_states.yaml"))
def test_level_change_when_event_comes_then_state_of_the_matrix(case: dict[str, Any]) -> None:
    state, event = LevelChangeState(case["state"]), LevelChangeEvent(case["event"])
    _check(LEVEL_CHANGE_TRANSITIONS, state, event, case["then"])


def _check(table: Mapping[tuple[Any, Any], Word], state: Word, event: Word, then: str) -> None:
    if then != "not_possible":
        assert next_state(table, state, event).value == then
        return
    with pytest.raises(Conflict) as refused:
        next_state(table, state, event)
    assert refused.value.code == "step_not_possible"
    assert state.label in refused.value.detail
    assert event.label in refused.value.detail


def test_state_matrices_when_read_then_each_pair_stands_once() -> None:
    for name, states, events in (
        ("badge_states.yaml", BadgeState, BadgeEvent),
        ("badge_request_states.yaml", BadgeRequestState, BadgeRequestEvent),
        ("visit_states.yaml", VisitState, VisitEvent),
        ("level_change_states.yaml", LevelChangeState, LevelChangeEvent),
        ("person_case_states.yaml", PersonCaseState, PersonCaseEvent),
    ):
        pairs = [(row["state"], row["event"]) for row in rows(name)]
        wanted = [(state.value, event.value) for state, event in product(states, events)]
        assert sorted(pairs) == sorted(wanted)
