"""The full product of states and events of a report."""

from __future__ import annotations

from itertools import product

import pytest

from hotline.enums import ReportEvent, ReportState
from hotline.transitions import REPORT_TRANSITIONS
from portsec.kernel.errors import Conflict
from portsec.kernel.steps import next_state

pytestmark = pytest.mark.unit

ALLOWED = {
    "lodged": {"acknowledge": "acknowledged", "erase": "erased"},
    "acknowledged": {"follow_up": "followed_up", "answer": "answered", "close": "closed", "erase": "erased"},
    "followed_up": {"answer": "answered", "close": "closed", "erase": "erased"},
    "answered": {"follow_up": "followed_up", "close": "closed", "erase": "erased"},
    "closed": {"reopen": "followed_up", "erase": "erased"},
    "erased": {},
}


@pytest.mark.parametrize(("state", "event"), list(product(ReportState, ReportEvent)))
def test_report_when_an_event_comes_then_only_the_allowed_step(
    state: ReportState, event: ReportEvent
) -> None:
    to = ALLOWED[state.value].get(event.value)
    if to is not None:
        assert next_state(REPORT_TRANSITIONS, state, event) is ReportState(to)
        return
    with pytest.raises(Conflict):
        next_state(REPORT_TRANSITIONS, state, event)
