"""Whether somebody may come as a visitor at all, and how little of it a host is told."""

from __future__ import annotations

from dataclasses import dataclass

from portsec.kernel.verdict import Verdict, all_of, allow, deny
from screening.enums import ClearanceState

NEUTRAL = deny("ask_badge_office", "This person cannot come as a visitor. Please ask the badge office.")
"""What a host and a guard read, whatever the reason: it is the security officer's business alone."""


@dataclass(frozen=True, slots=True)
class VisitorFacts:
    """What the port knows of a person who is announced. `clearance` is the one that counts today, if any."""

    is_banned: bool = False
    is_listed: bool = False
    was_refused: bool = False
    clearance: ClearanceState | None = None
    clearance_is_current: bool = False
    clearance_escort_only: bool = False


def may_visit(facts: VisitorFacts) -> Verdict:
    """A visit is no back door: every reason why this person may not come as a visitor.

    Who is cleared comes with a badge, where training and roster count; who was refused, does not come. Who is
    cleared with an escort only holds no badge, and comes as a visitor.
    """
    state, is_current = facts.clearance, facts.clearance_is_current
    cleared = state is ClearanceState.GRANTED and is_current and not facts.clearance_escort_only
    reasons = (
        (facts.is_banned, "visitor_banned", "A port ban is in force."),
        (facts.is_listed, "visitor_listed", "A hit on a watchlist is confirmed."),
        (facts.was_refused, "visitor_refused", "The last application for a clearance was refused."),
        (state is ClearanceState.WITHDRAWN, "visitor_withdrawn", "The clearance was withdrawn."),
        (
            state is ClearanceState.SUSPENDED and is_current,
            "visitor_suspended",
            "The clearance is suspended.",
        ),
        (cleared, "visitor_cleared", "The person is cleared and comes with a badge."),
    )
    return all_of(allow(), *(deny(code, said) for holds, code, said in reasons if holds))


def as_told(verdict: Verdict) -> Verdict:
    """The same for whoever may not know the reason."""
    return verdict if verdict.allowed else NEUTRAL
