"""The chain from application to reassessment, through the commands, and what must hold along it."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from access.enums import Direction
from access.models import PersonCase
from access.services import anomaly, gate_event, period_scan
from ledger.models import Entry
from ledger.selectors.entry import first_altered_entry
from portsec.kernel.errors import Unavailable
from screening.enums import ApplicationKind, ApplicationState, ClearanceState
from screening.models import Application
from tests import scenario

pytestmark = [pytest.mark.flow, pytest.mark.django_db]


def test_case_when_escalated_then_reassessment_opens_and_the_gate_refuses(
    made: scenario.Scenario, now: datetime
) -> None:
    application = anomaly.escalate(
        made.person_case, reason="Tried the gate while suspended.", suspend=True, **made.cast.anna.acts(now)
    )
    assert application.kind == ApplicationKind.REASSESSMENT.value
    assert application.state == ApplicationState.CHECKING.value
    made.clearance.refresh_from_db()
    assert made.clearance.state == ClearanceState.SUSPENDED.value
    attempt = gate_event.Attempt(made.credential, Direction.IN, "after")
    answer = gate_event.record_attempt(
        made.reader, attempt, actor=made.cast.reader.reference, scope=made.cast.reader.scope, at=now
    )
    assert answer.event.result == "refused"
    assert [reason.code for reason in answer.reasons] == ["clearance_suspended"]


def test_escalation_when_the_reassessment_cannot_open_then_nothing_changes(made: scenario.Scenario) -> None:
    """Case, application and clearance change in one transaction or not at all."""
    before_any_policy = made.at - timedelta(days=20_000)
    with pytest.raises(Unavailable, match="policy"):
        anomaly.escalate(
            made.person_case, reason="Look again.", suspend=True, **made.cast.anna.acts(before_any_policy)
        )
    made.person_case.refresh_from_db()
    made.clearance.refresh_from_db()
    assert made.person_case.state == "open"
    assert made.clearance.state == ClearanceState.GRANTED.value
    assert not Application.objects.filter(kind=ApplicationKind.REASSESSMENT.value).exists()


def test_record_when_recomputed_then_every_entry_agrees(made: scenario.Scenario) -> None:
    assert Entry.objects.count() > 40
    assert first_altered_entry() is None


def test_scan_when_repeated_then_no_second_case(made: scenario.Scenario, now: datetime) -> None:
    before = list(PersonCase.objects.values_list("ref", "flags__key"))
    again = period_scan.judge(made.port, since=made.at - timedelta(days=1), until=now, at=now)
    assert again.found
    assert again.new == 0
    assert list(PersonCase.objects.values_list("ref", "flags__key")) == before
