"""Attempts that come at the same moment: of one person, of a pair, of one group, and under a suspension."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest

from access.enums import Direction
from access.models import Area, Badge, GateEvent, Presence
from access.services import gate_event
from screening.models import Clearance
from tests.access.gate_port import GatePort
from tests.moment import port_now
from tests.scenario import Scenario
from tests.threads import at_once

pytestmark = [pytest.mark.flow, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def gate_port(made: Scenario, now: datetime) -> GatePort:
    return GatePort(made, lambda *_: None, now)


def attempting(port: GatePort, badge: Badge, **more: Any) -> Callable[[], gate_event.Answer]:
    device = port.made.cast.reader

    def act() -> gate_event.Answer:
        said = gate_event.Attempt("", Direction.IN, str(uuid.uuid4()), serial=badge.serial, **more)
        return gate_event.record_attempt(
            port.made.reader, said, actor=device.reference, scope=device.scope, at=port_now()
        )

    return act


def results(answers: list[Any]) -> list[str]:
    assert not [one for one in answers if isinstance(one, Exception)], answers
    return sorted(one.event.result for one in answers)


def test_attempts_when_one_person_comes_six_times_at_once_then_in_once(gate_port: GatePort) -> None:
    Area.objects.update(passback_mode="hard")
    badge = gate_port.holder("Many")
    other = gate_port.badge(badge.person)
    acts = [attempting(gate_port, (badge, other)[number % 2]) for number in range(6)]
    answers = at_once(acts)
    assert results(answers) == ["granted"] + ["refused"] * 5
    assert Presence.objects.filter(person=badge.person, direction="in").count() == 1


def test_pair_when_both_present_themselves_at_once_then_both_are_in(gate_port: GatePort) -> None:
    Area.objects.update(two_person_seconds=60)
    Presence.objects.all().delete()
    for number in range(5):
        pair = [gate_port.holder(f"Pair {number} {name}") for name in ("one", "two")]
        assert results(at_once([attempting(gate_port, badge) for badge in pair])) == ["granted", "refused"]
        inside = Presence.objects.filter(direction="in", person__in=[badge.person for badge in pair])
        assert inside.count() == 2
        assert GateEvent.objects.filter(badge__in=pair, result="granted").count() == 2
        inside.update(direction="out")


def test_group_when_all_press_in_at_once_then_no_more_than_the_escort_may_have(gate_port: GatePort) -> None:
    guide = gate_port.holder("Guide")
    guests = [gate_port.holder(f"Guest {number}") for number in range(8)]
    Clearance.objects.filter(person__in=[badge.person for badge in guests]).update(escort_only=True)
    attempting(gate_port, guide)()
    answers = at_once([attempting(gate_port, guest, escort=guide.serial) for guest in guests])
    assert results(answers) == ["granted"] * 5 + ["refused"] * 3
    assert Presence.objects.filter(escort=guide.person, direction="in").count() == 5
