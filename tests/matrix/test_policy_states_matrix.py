"""Runs policy_draft_states.yaml and port_policy_states.yaml: the full product of states and events."""

from __future__ import annotations

from itertools import product
from typing import Any

import pytest

from portsec.kernel.errors import Conflict
from portsec.kernel.steps import next_state
from screening.enums import PolicyDraftState, PortPolicyState
from screening.transitions import POLICY_DRAFT, PORT_POLICY, PolicyDraftEvent, PortPolicyEvent
from tests.matrix.cases import cases, rows

pytestmark = pytest.mark.unit

DRAFTS, PORTS = "policy_draft_states.yaml", "port_policy_states.yaml"


@pytest.mark.parametrize("case", cases(DRAFTS))
def test_draft_when_event_comes_then_state_of_the_matrix(case: dict[str, Any]) -> None:
    state, event = PolicyDraftState(case["state"]), PolicyDraftEvent(case["event"])
    if case["then"] == "refused":
        with pytest.raises(Conflict) as refused:
            next_state(POLICY_DRAFT, state, event)
        assert refused.value.code == "step_not_possible"
    else:
        assert next_state(POLICY_DRAFT, state, event) is PolicyDraftState(case["then"])


@pytest.mark.parametrize("case", cases(PORTS))
def test_port_policy_when_event_comes_then_state_of_the_matrix(case: dict[str, Any]) -> None:
    state, event = PortPolicyState(case["state"]), PortPolicyEvent(case["event"])
    if case["then"] == "refused":
        with pytest.raises(Conflict) as refused:
            next_state(PORT_POLICY, state, event)
        assert refused.value.code == "step_not_possible"
    else:
        assert next_state(PORT_POLICY, state, event) is PortPolicyState(case["then"])


def test_policy_matrices_when_read_then_each_pair_stands_once() -> None:
    for name, states, events in (
        (DRAFTS, PolicyDraftState, PolicyDraftEvent),
        (PORTS, PortPolicyState, PortPolicyEvent),
    ):
        pairs = [(row["state"], row["event"]) for row in rows(name)]
        wanted = [(state.value, event.value) for state, event in product(states, events)]
        assert sorted(pairs) == sorted(wanted)
