"""Which step a proposal to take access away may take. Whatever is absent is refused."""

from __future__ import annotations

from collections.abc import Mapping

from access.shrinking.words import ShrinkEvent as Event
from access.shrinking.words import ShrinkState as State

# Nothing is taken away for good without a trial.
SHRINK_TRANSITIONS: Mapping[tuple[State, Event], State] = {
    (State.PROPOSED, Event.START): State.TRIAL,
    (State.PROPOSED, Event.DISMISS): State.DISMISSED,
    (State.TRIAL, Event.ROLL_BACK): State.ROLLED_BACK,
    (State.TRIAL, Event.ADOPT): State.ADOPTED,
}
