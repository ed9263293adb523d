"""By when a card that ended is to be handed in, and who is told when it is not."""

from __future__ import annotations

from datetime import date, timedelta

from access.enums import BadgeState
from portsec.kernel.words import Word

# A card is to come back after these. One that is lost or stolen cannot be handed in on demand: it is missing
# from the first moment, without a clock.
ENDED = frozenset({BadgeState.REVOKED, BadgeState.EXPIRED, BadgeState.SUPERSEDED})
HELD = frozenset({BadgeState.ACTIVE, BadgeState.SUSPENDED})

# Days after the last day of handing in. A week is enough to reach somebody at sea or on leave, and short
# enough that a card of somebody who was dismissed is looked for; house choice of November 2026.
ESCALATED_AFTER_DAYS = 7


class ReturnStep(Word):
    """What the clock asks for today."""

    NONE = "none", "Nothing to do"
    REMIND = "remind", "Remind", "wait"
    ESCALATE = "escalate", "Tell the security officer", "bad"


def is_to_return(state: BadgeState, *, right_ended: bool) -> bool:
    """Whether the holder must hand the card in. `right_ended`: clearance withdrawn, refused or run out.

    A suspended badge or clearance may come back, so its card stays where it is.
    """
    return state in ENDED or (state in HELD and right_ended)


def due_on(ended_on: date, return_days: int) -> date:
    """The last day for handing in, `return_days` after the day of the end."""
    return ended_on + timedelta(days=return_days)


def step(due: date, today: date, *, reminded: bool, escalated: bool) -> ReturnStep:
    """What is to be done today. The reminder goes out on the last day, the escalation a week after it.

    A sweep that missed days catches up: it escalates at once where the week has passed, and does not also
    remind.
    """
    if not escalated and today >= due + timedelta(days=ESCALATED_AFTER_DAYS):
        return ReturnStep.ESCALATE
    if not reminded and not escalated and today >= due:
        return ReturnStep.REMIND
    return ReturnStep.NONE


def days_over(due: date, today: date) -> int:
    """How many days the card is late; negative while there is time."""
    return (today - due).days
