"""A confirmed port ban is felt at the next gate, with every worker stopped."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.utils import timezone

from access.enums import Direction
from access.services import gate_event
from screening.kinds.words import BanScope
from screening.models import PortBan
from screening.services import port_ban
from tests.scenario import Scenario

pytestmark = [pytest.mark.flow, pytest.mark.django_db]


def tried(made: Scenario, nonce: str, at: Any) -> gate_event.Answer:
    said = gate_event.Attempt(made.credential, Direction.IN, nonce)
    device = made.cast.reader
    return gate_event.record_attempt(made.reader, said, actor=device.reference, scope=device.scope, at=at)


def entered(made: Scenario, at: Any, *, starts_on: date) -> PortBan:
    return port_ban.enter(
        made.erin,
        forbids=BanScope.PLACE,
        authority="Court of Antwerp",
        legal_ref="Criminal Code, art. 55",
        order_ref="2026/118",
        starts_on=starts_on,
        ends_on=starts_on + timedelta(days=365),
        **made.cast.bob.acts(at),
    )


def test_gate_when_a_ban_is_confirmed_then_the_badge_is_refused_at_once(made: Scenario, now: Any) -> None:
    ban = entered(made, now, starts_on=timezone.localdate(now))
    assert tried(made, "before", now).event.result == "granted"
    port_ban.confirm(ban, reason="The order lies before me.", **made.cast.bea.acts(now))
    answer = tried(made, "after", now + timedelta(seconds=1))
    assert answer.event.result == "refused"
    assert "clearance_withdrawn" in [reason.code for reason in answer.reasons]


def test_gate_when_a_ban_begins_later_then_it_is_refused_from_that_day(made: Scenario, now: Any) -> None:
    first_day = timezone.localdate(now) + timedelta(days=2)
    ban = entered(made, now, starts_on=first_day)
    port_ban.confirm(ban, reason="The order lies before me.", **made.cast.bea.acts(now))
    assert tried(made, "before", now).event.result == "granted"
    later = now + timedelta(days=2)
    port_ban.start_due(made.port, at=later)
    assert tried(made, "after", later).event.result == "refused"
