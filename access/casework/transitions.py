"""Which step may follow which for a muted pattern. Whatever is absent is refused."""

from __future__ import annotations

from collections.abc import Mapping

from access.casework.words import MutedEvent as Event
from access.casework.words import MutedState as State

MUTED_PATTERN_TRANSITIONS: Mapping[tuple[State, Event], State] = {
    (State.PROPOSED, Event.CONFIRM): State.IN_FORCE,
    (State.PROPOSED, Event.REFUSE): State.REFUSED,
    (State.IN_FORCE, Event.LIFT): State.LIFTED,
}
