"""Which step may follow which in screening. Whatever is absent from a table is refused.

Read the tables with `portsec.kernel.steps.next_state`.
"""

from __future__ import annotations

from collections.abc import Mapping

from portsec.kernel.words import Word
from screening.enums import ApplicationState, CheckState, ClearanceState, DecisionState


class ApplicationEvent(Word):
    REQUEST_CHECKS = "request_checks", "Request checks"
    COMPLETE_CHECKS = "complete_checks", "Complete the checks"
    PROPOSE = "propose", "Propose a decision"
    RETURN = "return", "Return to the case officer"
    GRANT = "grant", "Grant"
    REFUSE = "refuse", "Refuse"
    WITHDRAW = "withdraw", "Withdraw"


class CheckEvent(Word):
    ANSWER = "answer", "Answer"
    ASK_AGAIN = "ask_again", "Ask again"


class DecisionEvent(Word):
    COUNTERSIGN = "countersign", "Countersign"
    RETURN = "return", "Return"


class ClearanceEvent(Word):
    SUSPEND = "suspend", "Suspend"
    REINSTATE = "reinstate", "Reinstate"
    WITHDRAW = "withdraw", "Withdraw"


# Granting and refusing are steps from the proposal alone, so that no path leads around the second officer.
# A case in review may go back to its checks: a State may answer late, and a record may be corrected.
# A person may give up the application at any time before it is decided.
APPLICATION: Mapping[tuple[ApplicationState, ApplicationEvent], ApplicationState] = {
    (ApplicationState.RECEIVED, ApplicationEvent.REQUEST_CHECKS): ApplicationState.CHECKING,
    (ApplicationState.RECEIVED, ApplicationEvent.WITHDRAW): ApplicationState.WITHDRAWN,
    (ApplicationState.CHECKING, ApplicationEvent.COMPLETE_CHECKS): ApplicationState.IN_REVIEW,
    (ApplicationState.CHECKING, ApplicationEvent.WITHDRAW): ApplicationState.WITHDRAWN,
    (ApplicationState.IN_REVIEW, ApplicationEvent.REQUEST_CHECKS): ApplicationState.CHECKING,
    (ApplicationState.IN_REVIEW, ApplicationEvent.PROPOSE): ApplicationState.PROPOSED,
    (ApplicationState.IN_REVIEW, ApplicationEvent.WITHDRAW): ApplicationState.WITHDRAWN,
    (ApplicationState.PROPOSED, ApplicationEvent.RETURN): ApplicationState.IN_REVIEW,
    (ApplicationState.PROPOSED, ApplicationEvent.GRANT): ApplicationState.GRANTED,
    (ApplicationState.PROPOSED, ApplicationEvent.REFUSE): ApplicationState.REFUSED,
    (ApplicationState.PROPOSED, ApplicationEvent.WITHDRAW): ApplicationState.WITHDRAWN,
}

# A second answer never overwrites the first in silence: the question is asked again first, on the record.
CHECK: Mapping[tuple[CheckState, CheckEvent], CheckState] = {
    (CheckState.REQUESTED, CheckEvent.ANSWER): CheckState.ANSWERED,
    (CheckState.ANSWERED, CheckEvent.ASK_AGAIN): CheckState.REQUESTED,
}

# An answered proposal stays as it was answered; a new one stands beside it.
DECISION: Mapping[tuple[DecisionState, DecisionEvent], DecisionState] = {
    (DecisionState.PROPOSED, DecisionEvent.COUNTERSIGN): DecisionState.COUNTERSIGNED,
    (DecisionState.PROPOSED, DecisionEvent.RETURN): DecisionState.RETURNED,
}

# A withdrawn clearance does not come back; a new decision grants a new one.
CLEARANCE: Mapping[tuple[ClearanceState, ClearanceEvent], ClearanceState] = {
    (ClearanceState.GRANTED, ClearanceEvent.SUSPEND): ClearanceState.SUSPENDED,
    (ClearanceState.GRANTED, ClearanceEvent.WITHDRAW): ClearanceState.WITHDRAWN,
    (ClearanceState.SUSPENDED, ClearanceEvent.REINSTATE): ClearanceState.GRANTED,
    (ClearanceState.SUSPENDED, ClearanceEvent.WITHDRAW): ClearanceState.WITHDRAWN,
}
