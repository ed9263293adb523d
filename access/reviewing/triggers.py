"""What makes a review due outside the calendar: the holder is no longer who they were."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from access.reviewing.words import ReviewTrigger


@dataclass(frozen=True, slots=True)
class Standing:
    """How a holder stands: roles at the port, employer, and when a suspension was last lifted."""

    roles: frozenset[str] = frozenset()
    organisation: str = ""
    lifted_at: datetime | None = None


def trigger_of(before: Standing | None, now: Standing) -> ReviewTrigger | None:
    """The gravest change since the last look; None without one, and for a holder who was not seen before.

    What is compared is how things stand, not who told of it, so that no way of changing them is forgotten.
    """
    if before is None:
        return None
    if now.lifted_at is not None and now.lifted_at != before.lifted_at:
        return ReviewTrigger.SUSPENSION_LIFTED
    if now.organisation != before.organisation:
        return ReviewTrigger.ORGANISATION_CHANGED
    if now.roles != before.roles:
        return ReviewTrigger.ROLE_CHANGED
    return None
