"""Reads a transition table: `{(State, Event): State}`; whatever is absent is refused."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeVar

from portsec.kernel.errors import Conflict
from portsec.kernel.words import Word

State = TypeVar("State", bound=Word)
Event = TypeVar("Event", bound=Word)


def next_state(table: Mapping[tuple[State, Event], State], state: State, event: Event) -> State:
    """The state that the event leads to. Raises Conflict when the table has no such step."""
    try:
        return table[(state, event)]
    except KeyError:
        raise Conflict(
            f"'{event.label}' is not possible while the state is '{state.label}'.", code="step_not_possible"
        ) from None
