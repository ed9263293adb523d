"""Which step a line of a review may take. Whatever is absent is refused."""

from __future__ import annotations

from collections.abc import Mapping

from access.reviewing.words import ReviewLineEvent as Event
from access.reviewing.words import ReviewLineState as State

WAITING = (State.OPEN, State.HALF_KEPT)
TAKEN_AWAY = (State.REMOVED, State.LAPSED)

# The lower half are corrections: whoever erred may say so within the time of grace (`answers.may_correct`).
REVIEW_LINE_TRANSITIONS: Mapping[tuple[State, Event], State] = {
    (State.OPEN, Event.KEEP): State.KEPT,
    (State.OPEN, Event.KEEP_FIRST): State.HALF_KEPT,
    (State.OPEN, Event.REMOVE): State.REMOVED,
    (State.OPEN, Event.LAPSE): State.LAPSED,
    (State.HALF_KEPT, Event.VERIFY): State.KEPT,
    (State.HALF_KEPT, Event.REMOVE): State.REMOVED,
    (State.HALF_KEPT, Event.LAPSE): State.LAPSED,
    (State.KEPT, Event.REMOVE): State.REMOVED,
    (State.REMOVED, Event.KEEP): State.KEPT,
    (State.REMOVED, Event.KEEP_FIRST): State.HALF_KEPT,
    (State.LAPSED, Event.KEEP): State.KEPT,
    (State.LAPSED, Event.KEEP_FIRST): State.HALF_KEPT,
}
