"""Runs application_states.yaml: the full product of states and events."""

from __future__ import annotations

from itertools import product
from typing import Any

import pytest

from portsec.kernel.errors import Conflict
from portsec.kernel.steps import next_state
from screening.enums import ApplicationState
from screening.transitions import APPLICATION, ApplicationEvent
from tests.matrix.cases import cases, rows

pytestmark = pytest.mark.unit


@pytest.mark.parametrize("case", cases("application_states.yaml"))
def test_application_when_event_comes_then_state_of_the_matrix(case: dict[str, Any]) -> None:
    state, event = ApplicationState(case["state"]), ApplicationEvent(case["event"])
    if case["then"] == "no step":
        with pytest.raises(Conflict) as refusal:
            next_state(APPLICATION, state, event)
        assert state.label in refusal.value.detail
        assert event.label in refusal.value.detail
    else:
        assert next_state(APPLICATION, state, event) is ApplicationState(case["then"])


def test_application_matrix_when_read_holds_each_pair_once() -> None:
    pairs = [(row["state"], row["event"]) for row in rows("application_states.yaml")]
    assert sorted(pairs) == sorted((s.value, e.value) for s, e in product(ApplicationState, ApplicationEvent))
