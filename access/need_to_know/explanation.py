"""What carries a look-up, or why something did not; and how much it carries."""

from __future__ import annotations

from collections.abc import Callable
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
    """Something that makes the look-up necessary. `code` is E1 to E10 or G; `source` the record behind it.

    `until`: when it stops explaining; None while no end is known.
    """

    code: str
    weight: float
    sentence: str
    source: str = ""
    until: datetime | None = None

    @property
    def is_self_made(self) -> bool:
        return self.weight < FULL


@dataclass(frozen=True, slots=True)
class FailedExplanation:
    """An explanation that was tried. The sentence speaks of the requester's own work, never of others'.

    `opens_at`: from when the same work will explain the look-up, where only its time has not come.
    """

    code: str
    sentence: str
    opens_at: datetime | None = None


def looking_only(code: str) -> FailedExplanation:
    """What a kind of work that never explains an act says of one."""
    return FailedExplanation(code, "This kind of work explains looking, not acting.")


Explaining = Callable[[LookUpFacts], Explanation | FailedExplanation]


def carries(explaining: Explaining, facts: LookUpFacts) -> bool:
    """Whether this explanation alone carries the look-up in full."""
    found = explaining(facts)
    return isinstance(found, Explanation) and found.weight >= FULL


def is_just_self_made(facts: LookUpFacts, by: str, at: datetime) -> bool:
    """Whether the requester made this themselves, at most half an hour before the look-up."""
    return facts.requester.is_(by) and facts.at - at <= SELF_MADE_WITHIN
