"""Which step may follow which, for all that has states here. Whatever is absent is refused.

Read the tables with `portsec.kernel.steps.next_state`.
"""

from __future__ import annotations

from collections.abc import Mapping

from access.enums import (
    BadgeEvent,
    BadgeRequestEvent,
    BadgeRequestState,
    BadgeState,
    LevelChangeEvent,
    LevelChangeState,
    PersonCaseEvent,
    PersonCaseState,
    ReleaseEvent,
    ReleaseState,
    VisitEvent,
    VisitState,
)

# Three thoughts carry this table. A card that was out of its holder's hands never opens a gate again, found
# or not: it may have been copied (no card ever comes off the TWIC list of cancelled cards either). A right
# that has ended stays ended, so revoked, expired and replaced badges can only be handed in. And a suspended
# badge cannot be replaced, or the replacement would walk around the suspension. Only a card that lies at the
# desk can be destroyed, and a destroyed one has no more to say.
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
    (BadgeState.RETURNED, BadgeEvent.DESTROY): BadgeState.DESTROYED,
}

BADGE_REQUEST_TRANSITIONS: Mapping[tuple[BadgeRequestState, BadgeRequestEvent], BadgeRequestState] = {
    (BadgeRequestState.OPEN, BadgeRequestEvent.ISSUE): BadgeRequestState.ISSUED,
    (BadgeRequestState.OPEN, BadgeRequestEvent.REFUSE): BadgeRequestState.REFUSED,
    (BadgeRequestState.OPEN, BadgeRequestEvent.WITHDRAW): BadgeRequestState.WITHDRAWN,
}

# Who was turned away comes back with a new visit, so that somebody announces them anew.
VISIT_TRANSITIONS: Mapping[tuple[VisitState, VisitEvent], VisitState] = {
    (VisitState.ANNOUNCED, VisitEvent.ARRIVE): VisitState.ARRIVED,
    (VisitState.ANNOUNCED, VisitEvent.TURN_AWAY): VisitState.TURNED_AWAY,
    (VisitState.ANNOUNCED, VisitEvent.CANCEL): VisitState.CANCELLED,
    (VisitState.ANNOUNCED, VisitEvent.LAPSE): VisitState.NO_SHOW,
    (VisitState.ARRIVED, VisitEvent.LEAVE): VisitState.LEFT,
}

LEVEL_CHANGE_TRANSITIONS: Mapping[tuple[LevelChangeState, LevelChangeEvent], LevelChangeState] = {
    (LevelChangeState.PROPOSED, LevelChangeEvent.CONFIRM): LevelChangeState.IN_FORCE,
    (LevelChangeState.PROPOSED, LevelChangeEvent.REFUSE): LevelChangeState.REFUSED,
    (LevelChangeState.IN_FORCE, LevelChangeEvent.END): LevelChangeState.ENDED,
}

# Only who was offered the right can come to hold it, and only by accepting. Whoever passed it on gets it back
# when the receiver loses it. A right that was used or ended is gone for good: nothing is collected twice.
RELEASE_TRANSITIONS: Mapping[tuple[ReleaseState, ReleaseEvent], ReleaseState] = {
    (ReleaseState.OFFERED, ReleaseEvent.ACCEPT): ReleaseState.ACCEPTED,
    (ReleaseState.OFFERED, ReleaseEvent.DECLINE): ReleaseState.DECLINED,
    (ReleaseState.OFFERED, ReleaseEvent.WITHDRAW): ReleaseState.WITHDRAWN,
    (ReleaseState.OFFERED, ReleaseEvent.END): ReleaseState.ENDED,
    (ReleaseState.ACCEPTED, ReleaseEvent.PASS_ON): ReleaseState.PASSED_ON,
    (ReleaseState.ACCEPTED, ReleaseEvent.WITHDRAW): ReleaseState.WITHDRAWN,
    (ReleaseState.ACCEPTED, ReleaseEvent.USE): ReleaseState.USED,
    (ReleaseState.ACCEPTED, ReleaseEvent.END): ReleaseState.ENDED,
    (ReleaseState.PASSED_ON, ReleaseEvent.RETURN): ReleaseState.ACCEPTED,
}

# An escalated case is finished here but for the police: what follows is the reassessment's to say. A case
# that was closed too kindly can be reopened, which is recorded like every other step. Only a second person
# ends a grave case by dismissing it; until then anybody may keep it open, and so does a new finding.
PERSON_CASE_TRANSITIONS: Mapping[tuple[PersonCaseState, PersonCaseEvent], PersonCaseState] = {
    (PersonCaseState.OPEN, PersonCaseEvent.ESCALATE): PersonCaseState.ESCALATED,
    (PersonCaseState.OPEN, PersonCaseEvent.HAND_OVER): PersonCaseState.HANDED_OVER,
    (PersonCaseState.OPEN, PersonCaseEvent.EXPLAIN): PersonCaseState.EXPLAINED,
    (PersonCaseState.OPEN, PersonCaseEvent.DISMISS): PersonCaseState.DISMISSED,
    (PersonCaseState.OPEN, PersonCaseEvent.PROPOSE_DISMISSAL): PersonCaseState.TO_CONFIRM,
    (PersonCaseState.TO_CONFIRM, PersonCaseEvent.CONFIRM_DISMISSAL): PersonCaseState.DISMISSED,
    (PersonCaseState.TO_CONFIRM, PersonCaseEvent.REOPEN): PersonCaseState.OPEN,
    (PersonCaseState.ESCALATED, PersonCaseEvent.HAND_OVER): PersonCaseState.HANDED_OVER,
    (PersonCaseState.EXPLAINED, PersonCaseEvent.REOPEN): PersonCaseState.OPEN,
    (PersonCaseState.DISMISSED, PersonCaseEvent.REOPEN): PersonCaseState.OPEN,
}
