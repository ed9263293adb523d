"""Which step a break-glass may take. A review is given once: who finds out more opens a person-case."""

from __future__ import annotations

from collections.abc import Mapping

from access.break_glass.words import BreakGlassEvent as Event
from access.break_glass.words import BreakGlassState as State

BREAK_GLASS_TRANSITIONS: Mapping[tuple[State, Event], State] = {
    (State.UNREVIEWED, Event.PASS): State.PASSED,
    (State.UNREVIEWED, Event.CONDEMN): State.ABUSE,
}
