"""Which step may follow which in screening. Whatever is absent from a table is refused.

Read the tables with `portsec.kernel.steps.next_state`.
"""

from __future__ import annotations

from collections.abc import Mapping

from portsec.kernel.words import Word
from screening.enums import (
    ApplicationState,
    CheckState,
    ClearanceState,
    DecisionState,
    PolicyDraftState,
    PortPolicyState,
    RightState,
    RunState,
)


class ApplicationEvent(Word):
    INVITE = "invite", "Invite the person"
    ACCEPT = "accept", "Accept the invitation"
    SUBMIT = "submit", "Submit the declaration"
    RETURN_TO_PERSON = "return_to_person", "Return to the person"
    REQUEST_CHECKS = "request_checks", "Request checks"
    COMPLETE_CHECKS = "complete_checks", "Complete the checks"
    PROPOSE = "propose", "Propose a decision"
    RETURN = "return", "Return to the case officer"
    DISAGREE = "disagree", "Disagree"
    GIVE_NOTICE = "give_notice", "Give notice of intent"
    CLOSE_HEARING = "close_hearing", "Close the hearing"
    GRANT = "grant", "Grant"
    REFUSE = "refuse", "Refuse"
    WITHDRAW = "withdraw", "Withdraw"
    CLOSE_INCOMPLETE = "close_incomplete", "Close as incomplete"
    OVERTURN = "overturn", "Overturn the refusal"


class CheckEvent(Word):
    ANSWER = "answer", "Answer"
    INVALIDATE = "invalidate", "Declare the answer invalid"
    ASK_AGAIN = "ask_again", "Ask again"


class DecisionEvent(Word):
    COUNTERSIGN = "countersign", "Countersign"
    RETURN = "return", "Return"
    DISPUTE = "dispute", "Disagree"
    GIVE_NOTICE = "give_notice", "Give notice of intent"
    SETTLE = "settle", "Settle by a panel"


class ClearanceEvent(Word):
    SUSPEND = "suspend", "Suspend"
    REINSTATE = "reinstate", "Reinstate"
    WITHDRAW = "withdraw", "Withdraw"


_A, _E = ApplicationState, ApplicationEvent
_WITH_THE_PERSON = (_A.SPONSORING, _A.INVITED, _A.DECLARING, _A.RECEIVED)
_WITH_OFFICERS = (_A.CHECKING, _A.IN_REVIEW, _A.PROPOSED, _A.PANEL, _A.HEARING)

# Granting and refusing are steps from the second opinion or the panel alone, so that no path leads around the
# second officer. A refusal also needs a closed hearing, which `services.decision` asks for.
# Only a remedy, decided by two officers who had no part in the refusal, overturns it.
# A case in review may go back to its checks: a State may answer late, and a record may be corrected.
# A person may give up the application at any time before it is decided.
APPLICATION: Mapping[tuple[ApplicationState, ApplicationEvent], ApplicationState] = {
    (_A.SPONSORING, _E.INVITE): _A.INVITED,
    (_A.INVITED, _E.ACCEPT): _A.DECLARING,
    (_A.DECLARING, _E.SUBMIT): _A.RECEIVED,
    (_A.RECEIVED, _E.RETURN_TO_PERSON): _A.DECLARING,
    (_A.SPONSORING, _E.REQUEST_CHECKS): _A.CHECKING,
    (_A.RECEIVED, _E.REQUEST_CHECKS): _A.CHECKING,
    (_A.CHECKING, _E.COMPLETE_CHECKS): _A.IN_REVIEW,
    (_A.IN_REVIEW, _E.REQUEST_CHECKS): _A.CHECKING,
    (_A.IN_REVIEW, _E.PROPOSE): _A.PROPOSED,
    (_A.PROPOSED, _E.RETURN): _A.IN_REVIEW,
    (_A.PROPOSED, _E.DISAGREE): _A.PANEL,
    (_A.PROPOSED, _E.GIVE_NOTICE): _A.HEARING,
    (_A.PROPOSED, _E.GRANT): _A.GRANTED,
    (_A.PROPOSED, _E.REFUSE): _A.REFUSED,
    (_A.PANEL, _E.RETURN): _A.IN_REVIEW,
    (_A.PANEL, _E.GIVE_NOTICE): _A.HEARING,
    (_A.PANEL, _E.GRANT): _A.GRANTED,
    (_A.PANEL, _E.REFUSE): _A.REFUSED,
    (_A.HEARING, _E.CLOSE_HEARING): _A.IN_REVIEW,
    (_A.REFUSED, _E.OVERTURN): _A.GRANTED,
    **{(state, _E.WITHDRAW): _A.WITHDRAWN for state in (*_WITH_THE_PERSON, *_WITH_OFFICERS)},
    **{(state, _E.CLOSE_INCOMPLETE): _A.INCOMPLETE for state in (*_WITH_THE_PERSON, _A.CHECKING)},
}

# A second answer never overwrites the first in silence: the question is asked again first, on the record.
CHECK: Mapping[tuple[CheckState, CheckEvent], CheckState] = {
    (CheckState.REQUESTED, CheckEvent.ANSWER): CheckState.ANSWERED,
    (CheckState.ANSWERED, CheckEvent.ASK_AGAIN): CheckState.REQUESTED,
    (CheckState.ANSWERED, CheckEvent.INVALIDATE): CheckState.INVALID,
    (CheckState.INVALID, CheckEvent.ASK_AGAIN): CheckState.REQUESTED,
}

# An answered proposal stays as it was answered; a new one stands beside it.
DECISION: Mapping[tuple[DecisionState, DecisionEvent], DecisionState] = {
    (DecisionState.PROPOSED, DecisionEvent.COUNTERSIGN): DecisionState.COUNTERSIGNED,
    (DecisionState.PROPOSED, DecisionEvent.RETURN): DecisionState.RETURNED,
    (DecisionState.PROPOSED, DecisionEvent.DISPUTE): DecisionState.DISPUTED,
    (DecisionState.PROPOSED, DecisionEvent.GIVE_NOTICE): DecisionState.NOTICED,
    (DecisionState.DISPUTED, DecisionEvent.SETTLE): DecisionState.SETTLED,
    (DecisionState.DISPUTED, DecisionEvent.GIVE_NOTICE): DecisionState.NOTICED,
    (DecisionState.DISPUTED, DecisionEvent.RETURN): DecisionState.RETURNED,
}

# A withdrawn clearance does not come back; a new decision grants a new one.
CLEARANCE: Mapping[tuple[ClearanceState, ClearanceEvent], ClearanceState] = {
    (ClearanceState.GRANTED, ClearanceEvent.SUSPEND): ClearanceState.SUSPENDED,
    (ClearanceState.GRANTED, ClearanceEvent.WITHDRAW): ClearanceState.WITHDRAWN,
    (ClearanceState.SUSPENDED, ClearanceEvent.REINSTATE): ClearanceState.GRANTED,
    (ClearanceState.SUSPENDED, ClearanceEvent.WITHDRAW): ClearanceState.WITHDRAWN,
}


class PolicyDraftEvent(Word):
    REVISE = "revise", "Revise"
    PROPOSE = "propose", "Propose"
    PUBLISH = "publish", "Publish"
    RETURN = "return", "Return"
    DROP = "drop", "Drop"


class PortPolicyEvent(Word):
    CONFIRM = "confirm", "Confirm"
    DECLINE = "decline", "Decline"


# A published version is never edited and a dropped draft does not come back; both are starting points for a
# new draft. What is proposed is not revised: it goes back first.
POLICY_DRAFT: Mapping[tuple[PolicyDraftState, PolicyDraftEvent], PolicyDraftState] = {
    (PolicyDraftState.DRAFT, PolicyDraftEvent.REVISE): PolicyDraftState.DRAFT,
    (PolicyDraftState.DRAFT, PolicyDraftEvent.PROPOSE): PolicyDraftState.PROPOSED,
    (PolicyDraftState.DRAFT, PolicyDraftEvent.DROP): PolicyDraftState.DROPPED,
    (PolicyDraftState.PROPOSED, PolicyDraftEvent.PUBLISH): PolicyDraftState.PUBLISHED,
    (PolicyDraftState.PROPOSED, PolicyDraftEvent.RETURN): PolicyDraftState.RETURNED,
    (PolicyDraftState.RETURNED, PolicyDraftEvent.REVISE): PolicyDraftState.DRAFT,
    (PolicyDraftState.RETURNED, PolicyDraftEvent.PROPOSE): PolicyDraftState.PROPOSED,
    (PolicyDraftState.RETURNED, PolicyDraftEvent.DROP): PolicyDraftState.DROPPED,
}

PORT_POLICY: Mapping[tuple[PortPolicyState, PortPolicyEvent], PortPolicyState] = {
    (PortPolicyState.PROPOSED, PortPolicyEvent.CONFIRM): PortPolicyState.CONFIRMED,
    (PortPolicyState.PROPOSED, PortPolicyEvent.DECLINE): PortPolicyState.DECLINED,
}


class RightEvent(Word):
    IDENTIFY = "identify", "Confirm the identity"
    PROPOSE = "propose", "Propose an answer"
    RETURN = "return", "Return the answer"
    GRANT = "grant", "Grant"
    REFUSE = "refuse", "Refuse"
    LIFT = "lift", "Lift the restriction"
    WITHDRAW = "withdraw", "Withdraw"


# An answer needs a proposal, a proposal a confirmed identity: nobody learns another person's file.
RIGHT: Mapping[tuple[RightState, RightEvent], RightState] = {
    (RightState.RECEIVED, RightEvent.IDENTIFY): RightState.IDENTIFIED,
    (RightState.IDENTIFIED, RightEvent.PROPOSE): RightState.PROPOSED,
    (RightState.PROPOSED, RightEvent.RETURN): RightState.IDENTIFIED,
    (RightState.PROPOSED, RightEvent.GRANT): RightState.GRANTED,
    (RightState.PROPOSED, RightEvent.REFUSE): RightState.REFUSED,
    (RightState.GRANTED, RightEvent.LIFT): RightState.LIFTED,
    **{
        (state, RightEvent.WITHDRAW): RightState.WITHDRAWN
        for state in (RightState.RECEIVED, RightState.IDENTIFIED, RightState.PROPOSED)
    },
}


class RunEvent(Word):
    FINISH = "finish", "Finish"
    CANCEL = "cancel", "Cancel"


SCREENING_RUN: Mapping[tuple[RunState, RunEvent], RunState] = {
    (RunState.RUNNING, RunEvent.FINISH): RunState.DONE,
    (RunState.RUNNING, RunEvent.CANCEL): RunState.CANCELLED,
}
