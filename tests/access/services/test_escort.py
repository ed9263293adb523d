"""A clearance with an escort only: no standing badge, no data, and gates that ask who goes along."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from access.enums import BadgeEvent, DataAction, Direction, FieldClass
from access.models import Badge
from access.services import badge, data_access, gate_event
from portsec.kernel.errors import Refused
from screening.models import Clearance
from screening.services import clearance
from tests import badges, scenario
from tests.scenario import Scenario

pytestmark = [pytest.mark.db, pytest.mark.django_db]


@pytest.fixture
def escorted(made: Scenario) -> Scenario:
    """Erin's clearance became one with an escort only; she still has her badge."""
    Clearance.objects.filter(pk=made.clearance.pk).update(escort_only=True)
    return made


def reasons(made: Scenario, escort: str, at: datetime) -> list[str]:
    said = gate_event.Attempt(made.credential, Direction.IN, f"n-{escort}", escort=escort)
    answer = gate_event.record_attempt(
        made.reader, said, actor=made.cast.reader.reference, scope=made.cast.reader.scope, at=at
    )
    return [reason.code for reason in answer.reasons]


def enter(made: Scenario, guide: Badge, at: datetime) -> None:
    """The escort goes first."""
    said = gate_event.Attempt("", Direction.IN, "guide", serial=guide.serial)
    reader = made.cast.reader
    gate_event.record_attempt(made.reader, said, actor=reader.reference, scope=reader.scope, at=at)


def test_gate_when_escort_only_then_opens_only_beside_somebody_cleared(
    escorted: Scenario, now: datetime
) -> None:
    case = scenario.apply_for(escorted.post, escorted.cast, "Guide", "Gina", date(1970, 1, 1), at=escorted.at)
    held = scenario.clear(case, escorted.cast, at=escorted.at)
    guide = badges.issued(held.person, [escorted.area], escorted.cast, at=now, days=9).badge
    enter(escorted, guide, now)
    assert reasons(escorted, "", now) == ["clearance_escort_only"]
    assert reasons(escorted, escorted.badge.serial, now) == ["clearance_escort_only"], (
        "nobody escorts oneself"
    )
    assert reasons(escorted, "B0", now) == ["clearance_escort_only"]
    assert reasons(escorted, guide.serial, now) == []
    clearance.suspend(held, reason="Look.", **escorted.cast.bob.acts(now))
    assert reasons(escorted, guide.serial + " ", now) == ["clearance_escort_only"]


def test_issue_when_escort_only_then_no_standing_badge(escorted: Scenario, now: datetime) -> None:
    carol = escorted.cast.carol
    badge.change_state(escorted.badge, BadgeEvent.HAND_IN, reason="Left it.", **carol.acts(now))
    with pytest.raises(Refused) as refusal:
        badges.issued(escorted.erin, [escorted.area], escorted.cast, at=now, days=9)
    assert refusal.value.verdict.codes == ("clearance_escort_only",)


def test_look_up_when_escort_only_then_no_data(escorted: Scenario, now: datetime) -> None:
    question = data_access.LookUp(
        "person", escorted.erin.log_ref, DataAction.READ, FieldClass.S2, scenario.CONTAINER
    )
    answer = data_access.answer(
        escorted.port, question, actor="user:dora", scope=escorted.cast.dora.scope, at=now
    )
    assert "clearance_escort_only" in answer.decision.verdict.codes
