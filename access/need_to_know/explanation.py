"""What carries a look-up, or why something did not; and how much it carries."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from access.need_to_know.facts import LookUpFacts

FULL = 1.0
HALF = 0.5
"""Weight of an explanation that the requester made just before looking. House proposal of November 2026."""

SELF_MADE_WITHIN = timedelta(minutes=30)
"""An order that the requester opened so shortly before looking may have been opened in order to look. House
proposal of November 2026: to be replayed on a port's own history before it is relied on."""


@dataclass(frozen=True, slots=True)
class Explanation:
    """Something that makes the look-up necessary. `code` is E1 to E10 or G; `source` the record behind it."""

    code: str
    weight: float
    sentence: str
    source: str = ""

    @property
    def is_self_made(self) -> bool:
        return self.weight < FULL


@dataclass(frozen=True, slots=True)
class FailedExplanation:
    """An explanation that was tried. The sentence speaks of the requester's own work, never of others'."""

    code: str
    sentence: str


def is_just_self_made(facts: LookUpFacts, by: str, at: datetime) -> bool:
    """Whether the requester made this themselves, at most half an hour before the look-up."""
    return facts.requester.is_(by) and facts.at - at <= SELF_MADE_WITHIN
