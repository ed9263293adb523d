"""Lockdowns and holds: one person closes at once, and the ways out stay open."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest
from django.db import DatabaseError, transaction

from access.models import Area, Gate, Lockdown
from access.selectors.lockdown import lockdowns_in_force
from access.services import lockdown as lockdowns
from accounts.models import Port
from portsec.kernel.errors import Conflict, InvalidInput, Refused
from tests.people import Actor, Cast
from tests.witness import Record, unchanged

pytestmark = [pytest.mark.db, pytest.mark.django_db]

WHY: dict[str, Any] = {"reason": "Fire in block C."}


@pytest.fixture
def gate(port: Port) -> Gate:
    return Gate.objects.create(port=port, code="G1", name="Main gate")


@pytest.fixture
def yard(port: Port) -> Area:
    return Area.objects.create(port=port, code="YARD", name="Yard")


def codes(error: pytest.ExceptionInfo[Refused]) -> set[str]:
    return set(error.value.verdict.codes)


def test_lockdown_when_one_person_begins_it_then_in_force_at_once_and_recorded(
    port: Port, cast: Cast, now: datetime, record: Record
) -> None:
    made = lockdowns.lock_down(port, passing=["fire"], **WHY, **cast.sven.acts(now))
    assert list(lockdowns_in_force(scope=cast.gita.scope)) == [made]
    entry = record.one("access.lockdown.begun")
    assert (entry.body["passing"], entry.body["place"]) == (["fire brigade"], "Port of Example")


def test_place_when_closed_already_then_the_second_is_told(
    port: Port, yard: Area, cast: Cast, now: datetime
) -> None:
    lockdowns.lock_down(yard, **WHY, **cast.sven.acts(now))
    lockdowns.lock_down(port, **WHY, **cast.sven.acts(now))
    with unchanged(), pytest.raises(Conflict):
        lockdowns.lock_down(yard, **WHY, **cast.siri.acts(now))


def test_lockdown_when_ended_then_it_can_be_begun_again_and_both_stay_on_file(
    port: Port, cast: Cast, now: datetime, record: Record
) -> None:
    made = lockdowns.lock_down(port, **WHY, **cast.sven.acts(now))
    lockdowns.release(made, reason="The fire is out.", **cast.siri.acts(now))
    assert (made.ended_by, made.end_reason) == (cast.siri.reference, "The fire is out.")
    with pytest.raises(Conflict):
        lockdowns.release(made, reason="Again.", **cast.siri.acts(now))
    lockdowns.lock_down(port, **WHY, **cast.sven.acts(now))
    assert Lockdown.objects.count() == 2
    assert record.kinds() == ["access.lockdown.begun", "access.lockdown.ended", "access.lockdown.begun"]


@pytest.mark.parametrize("given", [{"reason": " "}, {"passing": ["press"]}])
def test_lockdown_when_something_is_wrong_then_named_by_field(
    port: Port, cast: Cast, now: datetime, given: dict[str, Any]
) -> None:
    with unchanged(), pytest.raises(InvalidInput) as error:
        lockdowns.lock_down(port, **WHY | given, **cast.sven.acts(now))
    assert set(error.value.fields) == set(given)


@pytest.mark.parametrize("name", ["gita", "carol", "frank", "hugo", "adam"])
def test_lockdown_when_actor_is_no_security_officer_then_refused(
    port: Port, yard: Area, cast: Cast, now: datetime, name: str
) -> None:
    acts = getattr(cast, name).acts(now)
    for place in (port, yard):
        with unchanged(), pytest.raises(Refused):
            lockdowns.lock_down(place, **WHY, **acts)


def test_gate_when_a_guard_holds_it_then_that_guard_and_any_officer_may_open_it(
    gate: Gate, cast: Cast, now: datetime
) -> None:
    for opener in (cast.gita, cast.sven):
        held = lockdowns.hold_gate(gate, **WHY, **cast.gita.acts(now))
        lockdowns.release(held, reason="Nothing found.", **opener.acts(now))
    assert not Lockdown.objects.filter(ended_at=None).exists()


def test_gate_when_somebody_else_holds_it_then_a_guard_does_not_open_it(
    gate: Gate, cast: Cast, now: datetime
) -> None:
    held = lockdowns.hold_gate(gate, **WHY, **cast.sven.acts(now))
    with unchanged(), pytest.raises(Refused) as error:
        lockdowns.release(held, reason="It is raining.", **cast.gita.acts(now))
    assert "not_own_hold" in codes(error)


def test_lockdown_of_a_port_when_a_guard_would_open_it_then_refused(
    port: Port, cast: Cast, now: datetime
) -> None:
    made = lockdowns.lock_down(port, **WHY, **cast.sven.acts(now))
    with unchanged(), pytest.raises(Refused) as error:
        lockdowns.release(made, reason="It is raining.", **cast.gita.acts(now))
    assert codes(error) == {"capability_missing"}


@pytest.mark.parametrize("name", ["frank", "hugo", "adam", "alice"])
def test_gate_when_actor_does_not_watch_gates_then_not_held(
    gate: Gate, cast: Cast, now: datetime, name: str
) -> None:
    actor: Actor = getattr(cast, name)
    with unchanged(), pytest.raises(Refused):
        lockdowns.hold_gate(gate, **WHY, **actor.acts(now))


def test_lockdown_when_on_file_then_what_was_closed_and_why_cannot_be_altered(
    port: Port, cast: Cast, now: datetime
) -> None:
    made = lockdowns.lock_down(port, **WHY, **cast.sven.acts(now))
    for change in ({"reason": "None."}, {"passing": []}, {"by": "user:other"}):
        with pytest.raises(DatabaseError), transaction.atomic():
            Lockdown.objects.filter(pk=made.pk).update(**change)
