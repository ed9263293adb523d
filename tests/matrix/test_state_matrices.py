"""Runs badge_states.yaml and person_case_states.yaml: the full product of states and events."""

from __future__ import annotations

from itertools import product
from typing import Any

import pytest

from access.enums import BadgeEvent, BadgeState, PersonCaseEvent, PersonCaseState
from access.transitions import BADGE_TRANSITIONS, PERSON_CASE_TRANSITIONS
from portsec.kernel.errors import Conflict
from portsec.kernel.steps import next_state
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


def test_state_matrices_when_read_then_each_pair_stands_once() -> None:
    for name, states, events in (
        ("badge_states.yaml", BadgeState, BadgeEvent),
        ("person_case_states.yaml", PersonCaseState, PersonCaseEvent),
    ):
        pairs = [(row["state"], row["event"]) for row in rows(name)]
        wanted = [(state.value, event.value) for state, event in product(states, events)]
        assert sorted(pairs) == sorted(wanted)
