"""The words of reviews."""

from __future__ import annotations

from portsec.kernel.words import Word


class ReviewTrigger(Word):
    SCHEDULED = "scheduled", "By the calendar", "info"
    ROLE_CHANGED = "role_changed", "Role changed", "wait"
    ORGANISATION_CHANGED = "organisation_changed", "Employer changed", "wait"
    SUSPENSION_LIFTED = "suspension_lifted", "Suspension lifted", "wait"


class ReviewLineState(Word):
    OPEN = "open", "To answer", "wait"
    HALF_KEPT = "half_kept", "Waits for the second verifier", "wait"
    KEPT = "kept", "Kept", "good"
    REMOVED = "removed", "Removed", "bad"
    LAPSED = "lapsed", "Not answered, removed", "bad"


class ReviewLineEvent(Word):
    KEEP = "keep", "Keep"
    KEEP_FIRST = "keep_first", "Keep, as the first of two"
    VERIFY = "verify", "Verify"
    REMOVE = "remove", "Remove"
    LAPSE = "lapse", "Lapse"


class RemovalCost(Word):
    """What taking the access away would cost the holder's work."""

    NONE = "none", "Nothing", "good"
    LITTLE = "little", "Little", "info"
    MUCH = "much", "Much", "wait"
