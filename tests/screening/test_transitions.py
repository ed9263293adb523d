"""Checks, decisions and clearances in full; applications have their own matrix, application_states.yaml."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import product
from typing import Any

import pytest

from portsec.kernel.errors import Conflict
from portsec.kernel.steps import next_state
from portsec.kernel.words import Word
from screening.enums import ApplicationState, CheckState, ClearanceState, DecisionState
from screening.transitions import (
    APPLICATION,
    CHECK,
    CLEARANCE,
    DECISION,
    ApplicationEvent,
    CheckEvent,
    ClearanceEvent,
    DecisionEvent,
)

pytestmark = pytest.mark.unit

Table = Mapping[tuple[Any, Any], Any]

STEPS = {
    ("requested", CheckEvent.ANSWER): "answered",
    ("answered", CheckEvent.ASK_AGAIN): "requested",
    ("answered", CheckEvent.INVALIDATE): "invalid",
    ("invalid", CheckEvent.ASK_AGAIN): "requested",
    ("proposed", DecisionEvent.COUNTERSIGN): "countersigned",
    ("proposed", DecisionEvent.RETURN): "returned",
    ("proposed", DecisionEvent.DISPUTE): "disputed",
    ("proposed", DecisionEvent.GIVE_NOTICE): "noticed",
    ("disputed", DecisionEvent.SETTLE): "settled",
    ("disputed", DecisionEvent.GIVE_NOTICE): "noticed",
    ("disputed", DecisionEvent.RETURN): "returned",
    ("granted", ClearanceEvent.SUSPEND): "suspended",
    ("granted", ClearanceEvent.WITHDRAW): "withdrawn",
    ("suspended", ClearanceEvent.REINSTATE): "granted",
    ("suspended", ClearanceEvent.WITHDRAW): "withdrawn",
}
NOUNS: list[tuple[Table, type[Word], type[Word]]] = [
    (CHECK, CheckState, CheckEvent),
    (DECISION, DecisionState, DecisionEvent),
    (CLEARANCE, ClearanceState, ClearanceEvent),
]
EVERY_STEP = [
    pytest.param(table, state, event, id=f"{events.__name__}-{state.value}-{event.value}")
    for table, states, events in NOUNS
    for state, event in product(states, events)
]


@pytest.mark.parametrize(("table", "state", "event"), EVERY_STEP)
def test_step_when_in_the_table_leads_on_and_else_is_refused(table: Table, state: Word, event: Word) -> None:
    expected = next(
        (after for (before, step), after in STEPS.items() if before == state and step is event), None
    )
    if expected is not None:
        assert next_state(table, state, event) == expected
    else:
        with pytest.raises(Conflict) as refusal:
            next_state(table, state, event)
        assert refusal.value.code == "step_not_possible"


@pytest.mark.parametrize(
    ("table", "states", "start"),
    [
        (APPLICATION, ApplicationState, ApplicationState.SPONSORING),
        (CHECK, CheckState, CheckState.REQUESTED),
        (DECISION, DecisionState, DecisionState.PROPOSED),
        (CLEARANCE, ClearanceState, ClearanceState.GRANTED),
    ],
)
def test_every_state_when_starting_at_the_first_can_be_reached(
    table: Table, states: type[Word], start: Word
) -> None:
    reached = {start}
    while fresh := {after for (before, _), after in table.items() if before in reached} - reached:
        reached |= fresh
    assert reached == set(states)


@pytest.mark.parametrize(
    ("table", "events"),
    [
        (APPLICATION, ApplicationEvent),
        (CHECK, CheckEvent),
        (DECISION, DecisionEvent),
        (CLEARANCE, ClearanceEvent),
    ],
)
def test_every_event_when_looked_up_has_a_step(table: Table, events: type[Word]) -> None:
    assert {event for _, event in table} == set(events)


def test_outcome_when_an_application_ends_comes_from_two_officers_a_panel_or_a_remedy() -> None:
    ways = {
        after: {before for (before, _), state in APPLICATION.items() if state is after}
        for after in (ApplicationState.GRANTED, ApplicationState.REFUSED)
    }
    by_several = {ApplicationState.PROPOSED, ApplicationState.PANEL}
    assert ways[ApplicationState.REFUSED] == by_several
    assert ways[ApplicationState.GRANTED] == by_several | {ApplicationState.REFUSED}


@pytest.mark.parametrize(
    ("table", "ends"),
    [
        (APPLICATION, {ApplicationState.GRANTED, ApplicationState.WITHDRAWN, ApplicationState.INCOMPLETE}),
        (DECISION, {DecisionState.COUNTERSIGNED, DecisionState.RETURNED, DecisionState.SETTLED}),
        (CLEARANCE, {ClearanceState.WITHDRAWN}),
    ],
)
def test_final_states_when_reached_have_no_way_out(table: Table, ends: set[Word]) -> None:
    assert not {before for before, _ in table} & ends
