"""The four ways in which a badge goes on, each with its own rule (49 CFR 1542.211, as practice).

A renewal follows an end in sight, a replacement a loss or damage, a revalidation lets the same card go on
after holder and card were seen together, a re-issue gives every holder of a type a visibly different card.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from access.enums import BadgeState
from portsec.kernel.verdict import Verdict, allow, deny

# Long enough to check trainings and contract again before the end; before that, a renewal would only stretch
# the need that was looked at. House choice of November 2026.
RENEWED_WITHIN = timedelta(days=60)


def may_be_renewed(state: BadgeState, valid_until: datetime, at: datetime) -> Verdict:
    """Whether the badge works and its end is in sight."""
    if state is not BadgeState.ACTIVE:
        return deny(
            "badge_not_active", f"Only an active badge is renewed; this one is {state.label.lower()}."
        )
    if valid_until <= at:
        return deny("badge_has_ended", "The badge has ended. Ask for a first badge.")
    if valid_until - at > RENEWED_WITHIN:
        begins = f"{(valid_until - RENEWED_WITHIN):%-d %B %Y}"
        return deny("renewal_too_early", f"A badge is renewed in its last 60 days, from {begins} on.")
    return allow()


def may_be_replaced(history: Sequence[BadgeState], valid_until: datetime, at: datetime) -> Verdict:
    """Whether a new card may take the place of one that is lost, stolen or damaged.

    `history`: the states of the badge in their order. What counts is how it stood before it was lost: a
    suspended badge is not replaced, or the new card would walk around the suspension.
    """
    state = history[-1] if history else BadgeState.ACTIVE
    gone = {BadgeState.LOST, BadgeState.STOLEN}
    before = next((each for each in reversed(history) if each not in gone), BadgeState.ACTIVE)
    if before is BadgeState.SUSPENDED:
        return deny(
            "badge_suspended", "A suspended badge is not replaced; the suspension must be lifted first."
        )
    if state not in gone | {BadgeState.ACTIVE} or before is not BadgeState.ACTIVE:
        return deny("badge_has_ended", f"The badge is {state.label.lower()}; ask for a first badge.")
    if valid_until <= at:
        return deny("badge_has_ended", "The badge has ended. Ask for a first badge.")
    return allow()


def may_be_revalidated(state: BadgeState, valid_until: datetime, at: datetime) -> Verdict:
    """Whether the card can go on: it works, and has not ended."""
    if state is not BadgeState.ACTIVE or valid_until <= at:
        word = state.label.lower() if state is not BadgeState.ACTIVE else "at its end"
        return deny("badge_not_active", f"Only an active badge is confirmed; this one is {word}.")
    return allow()


def is_to_be_seen(seen_on: date | None, issued_on: date, period_days: int, today: date) -> bool:
    """Whether nobody saw holder and card together for longer than the period. The issue counts as seen."""
    last = max(seen_on, issued_on) if seen_on else issued_on
    return last + timedelta(days=period_days) < today
