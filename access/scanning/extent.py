"""What of the log and its context is loaded to judge a stretch of time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

CONTEXT_BACK = timedelta(days=45)
"""How long before the first event loaded an order was closed, or a box left, that rules still ask about: a
grant may outlive the work that it was given for by a month (G03)."""


@dataclass(frozen=True, slots=True)
class Extent:
    """Findings due from `since` to `until` are judged, on events from `loaded_since` on.

    `people`: only their events, by person, or by account or badge where the log names no person, and the
    look-ups of their teams that could have been handed over to them. None: everybody's.
    """

    since: datetime
    until: datetime
    loaded_since: datetime
    people: frozenset[str] | None = None

    @property
    def context_since(self) -> datetime:
        """What had ended before this moment says nothing about the events."""
        return self.loaded_since - CONTEXT_BACK
