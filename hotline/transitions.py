"""Which step of a report may follow which. Whatever is absent is refused.

Read the table with `portsec.kernel.steps.next_state`.
"""

from __future__ import annotations

from collections.abc import Mapping

from hotline.enums import ReportEvent as Event
from hotline.enums import ReportState as State

# Nothing is closed unread: a report is acknowledged before anything else happens to it. A reporter who writes
# again opens a closed one. What is erased stays so, because its keys are gone.
REPORT_TRANSITIONS: Mapping[tuple[State, Event], State] = {
    (State.LODGED, Event.ACKNOWLEDGE): State.ACKNOWLEDGED,
    (State.ACKNOWLEDGED, Event.FOLLOW_UP): State.FOLLOWED_UP,
    (State.ACKNOWLEDGED, Event.ANSWER): State.ANSWERED,
    (State.FOLLOWED_UP, Event.ANSWER): State.ANSWERED,
    (State.ANSWERED, Event.FOLLOW_UP): State.FOLLOWED_UP,
    (State.ACKNOWLEDGED, Event.CLOSE): State.CLOSED,
    (State.FOLLOWED_UP, Event.CLOSE): State.CLOSED,
    (State.ANSWERED, Event.CLOSE): State.CLOSED,
    (State.CLOSED, Event.REOPEN): State.FOLLOWED_UP,
    **{(state, Event.ERASE): State.ERASED for state in State if state is not State.ERASED},
}
