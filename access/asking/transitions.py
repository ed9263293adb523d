"""Which step a request for access may take. Whatever is absent is refused."""

from __future__ import annotations

from collections.abc import Mapping

from access.asking.words import AccessRequestEvent as Event
from access.asking.words import AccessRequestState as State

OPEN = (State.ASKED, State.HALF)

# Only what waits can move. A refused request is asked anew, so that the reason for asking is given anew, too.
ACCESS_REQUEST_TRANSITIONS: Mapping[tuple[State, Event], State] = {
    (State.ASKED, Event.APPROVE_FIRST): State.HALF,
    (State.ASKED, Event.APPROVE): State.GRANTED,
    (State.HALF, Event.APPROVE): State.GRANTED,
    (State.ASKED, Event.GIVE_BACK): State.GRANTED,
    (State.ASKED, Event.REFUSE): State.REFUSED,
    (State.HALF, Event.REFUSE): State.REFUSED,
    (State.ASKED, Event.WITHDRAW): State.WITHDRAWN,
    (State.HALF, Event.WITHDRAW): State.WITHDRAWN,
    (State.ASKED, Event.LAPSE): State.LAPSED,
    (State.HALF, Event.LAPSE): State.LAPSED,
}
