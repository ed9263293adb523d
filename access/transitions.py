"""Which step may follow which, for badges and person-cases. Whatever is absent is refused.

Read the tables with `portsec.kernel.steps.next_state`.
"""

from __future__ import annotations

from collections.abc import Mapping

from access.enums import BadgeEvent, BadgeState, PersonCaseEvent, PersonCaseState

# Three thoughts carry this table. A card that was out of its holder's hands never opens a gate again, found
# or not: it may have been copied (no card ever comes off the TWIC list of cancelled cards either). A right
# that has ended stays ended, so revoked, expired and replaced badges can only be handed in. And a suspended
# badge cannot be replaced, or the replacement would walk around the suspension.
BADGE_TRANSITIONS: Mapping[tuple[BadgeState, BadgeEvent], BadgeState] = {
    (BadgeState.ACTIVE, BadgeEvent.SUSPEND): BadgeState.SUSPENDED,
    (BadgeState.ACTIVE, BadgeEvent.REVOKE): BadgeState.REVOKED,
    (BadgeState.ACTIVE, BadgeEvent.EXPIRE): BadgeState.EXPIRED,
    (BadgeState.ACTIVE, BadgeEvent.REPORT_LOST): BadgeState.LOST,
    (BadgeState.ACTIVE, BadgeEvent.REPORT_STOLEN): BadgeState.STOLEN,
    (BadgeState.ACTIVE, BadgeEvent.REPLACE): BadgeState.SUPERSEDED,
    (BadgeState.ACTIVE, BadgeEvent.HAND_IN): BadgeState.RETURNED,
    (BadgeState.SUSPENDED, BadgeEvent.RESUME): BadgeState.ACTIVE,
    (BadgeState.SUSPENDED, BadgeEvent.REVOKE): BadgeState.REVOKED,
    (BadgeState.SUSPENDED, BadgeEvent.EXPIRE): BadgeState.EXPIRED,
    (BadgeState.SUSPENDED, BadgeEvent.REPORT_LOST): BadgeState.LOST,
    (BadgeState.SUSPENDED, BadgeEvent.REPORT_STOLEN): BadgeState.STOLEN,
    (BadgeState.SUSPENDED, BadgeEvent.HAND_IN): BadgeState.RETURNED,
    (BadgeState.LOST, BadgeEvent.REPORT_STOLEN): BadgeState.STOLEN,
    (BadgeState.LOST, BadgeEvent.HAND_IN): BadgeState.RETURNED,
    (BadgeState.STOLEN, BadgeEvent.HAND_IN): BadgeState.RETURNED,
    (BadgeState.REVOKED, BadgeEvent.HAND_IN): BadgeState.RETURNED,
    (BadgeState.EXPIRED, BadgeEvent.HAND_IN): BadgeState.RETURNED,
    (BadgeState.SUPERSEDED, BadgeEvent.HAND_IN): BadgeState.RETURNED,
}

# An escalated case is finished here: what follows is the reassessment's to say. A case that was closed too
# kindly can be reopened, which is recorded like every other step.
PERSON_CASE_TRANSITIONS: Mapping[tuple[PersonCaseState, PersonCaseEvent], PersonCaseState] = {
    (PersonCaseState.OPEN, PersonCaseEvent.ESCALATE): PersonCaseState.ESCALATED,
    (PersonCaseState.OPEN, PersonCaseEvent.EXPLAIN): PersonCaseState.EXPLAINED,
    (PersonCaseState.OPEN, PersonCaseEvent.DISMISS): PersonCaseState.DISMISSED,
    (PersonCaseState.EXPLAINED, PersonCaseEvent.REOPEN): PersonCaseState.OPEN,
    (PersonCaseState.DISMISSED, PersonCaseEvent.REOPEN): PersonCaseState.OPEN,
}
