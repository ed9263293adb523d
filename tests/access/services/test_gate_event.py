"""Gate attempts: decided on what stands now, kept and put on record, granted or refused."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction

from access.enums import BadgeEvent, Direction
from access.gate.decide import decide
from access.models import Area, Badge, EventToScan, GateEvent, Reader
from access.services import badge, gate_event
from ledger.models import Entry
from portsec.kernel.errors import InvalidInput, Refused
from portsec.kernel.scope import Scope
from screening.services import clearance
from tests.scenario import Scenario
from tests.witness import Record, unchanged

pytestmark = [pytest.mark.db, pytest.mark.django_db]


def attempt(made: Scenario, nonce: str = "n-1", **said: Any) -> gate_event.Attempt:
    return replace(gate_event.Attempt(made.credential, Direction.IN, nonce), **said)


def tried(made: Scenario, said: gate_event.Attempt, at: datetime, *, reader: Reader | None = None) -> Any:
    device = made.cast.reader
    return gate_event.record_attempt(
        reader or made.reader, said, actor=device.reference, scope=device.scope, at=at
    )


def codes(answer: gate_event.Answer) -> list[str]:
    return [reason.code for reason in answer.reasons]


def test_attempt_when_granted_then_event_queue_and_record(
    made: Scenario, now: datetime, record: Record
) -> None:
    waiting = EventToScan.objects.count()
    said = attempt(made, at=now - timedelta(minutes=3), auth_mode="pin", vehicle="1-ABC-123", escort="B1")
    answer = tried(made, said, now)
    event = GateEvent.objects.get(code="n-1")
    assert answer == gate_event.Answer(event, (), made.erin)
    assert (event.source, event.port, event.reader, event.reader_code) == (
        "reader:GA1",
        made.port,
        made.reader,
        "GA1",
    )
    assert (event.at, event.received_at) == (now - timedelta(minutes=3), now)
    assert (event.badge, event.badge_serial) == (made.badge, made.badge.serial)
    assert (event.person, event.person_ref) == (made.erin, made.erin.log_ref)
    assert (event.result, event.reasons, event.direction) == ("granted", [], "in")
    assert (event.auth_mode, event.vehicle, event.escort) == ("pin", "1-ABC-123", "B1")
    assert EventToScan.objects.count() == waiting + 1
    queued = EventToScan.objects.latest("pk")
    assert (queued.stream, queued.event_number, queued.at) == ("gate", event.number, event.at)
    entry = record.one("access.gate_attempt.granted")
    assert (entry.actor, entry.subject, entry.port, entry.at) == (
        "user:reader",
        made.erin.reference,
        "XXPEX",
        now,
    )
    assert entry.body == {
        "event": str(event.id),
        "reader": "GA1",
        "direction": "in",
        "badge": made.badge.serial,
        "reasons": [],
    }
    assert event.receipt == entry.receipt


def test_attempt_when_refused_then_kept_and_on_record_with_all_reasons(
    made: Scenario, now: datetime, record: Record
) -> None:
    clearance.suspend(made.clearance, reason="Look.", **made.cast.bob.acts(now))
    badge.change_state(made.badge, BadgeEvent.REPORT_LOST, reason="Lost.", **made.cast.carol.acts(now))
    record.new()
    answer = tried(made, attempt(made), now)
    assert codes(answer) == ["badge_lost", "clearance_suspended"]
    assert (answer.event.result, answer.event.reasons) == ("refused", codes(answer))
    assert answer.person == made.erin
    entry = record.one("access.gate_attempt.refused")
    assert entry.body["reasons"] == codes(answer)
    assert "Look." not in str(entry.body), "never why"


def test_attempt_when_credential_is_unknown_then_refused_and_on_record_at_the_reader(
    made: Scenario, now: datetime, record: Record
) -> None:
    answer = tried(made, attempt(made, credential="forged"), now)
    assert codes(answer) == ["badge_unknown"]
    assert (answer.person, answer.event.badge, answer.event.badge_serial) == (None, None, "")
    entry = record.one("access.gate_attempt.refused")
    assert (entry.subject, entry.body["badge"]) == ("reader:GA1", "unknown")
    assert "forged" not in str(entry.body)


@pytest.mark.parametrize("credential", ["", "B100001"])
def test_attempt_when_badge_number_stands_for_the_credential_then_refused(
    made: Scenario, now: datetime, credential: str
) -> None:
    said = attempt(made, credential=credential or made.badge.serial)
    assert codes(tried(made, said, now)) == ["badge_unknown"]


def test_attempt_when_a_guard_types_the_printed_number_then_that_badge(made: Scenario, now: datetime) -> None:
    said = attempt(made, credential="", serial=made.badge.serial.lower())
    assert tried(made, said, now).event.badge == made.badge
    twin = Badge.objects.get(pk=made.badge.pk)
    twin.pk, twin.serial, twin.credential_hash = None, made.badge.serial.lower(), None
    twin.request = None
    twin.save(force_insert=True)
    assert codes(tried(made, replace(said, nonce="n-2"), now)) == ["badge_unknown"]


def test_attempt_when_badge_is_of_another_port_then_unknown_here(
    made: Scenario, elsewhere: Scenario, now: datetime
) -> None:
    said = attempt(made, credential=elsewhere.credential)
    assert codes(tried(made, said, now)) == ["credential_key_unknown", "badge_unknown"]


def test_attempt_when_the_same_nonce_comes_again_then_the_first_answer_and_nothing_new(
    made: Scenario, now: datetime
) -> None:
    first = tried(made, attempt(made), now)
    clearance.suspend(made.clearance, reason="Look.", **made.cast.bob.acts(now))
    with unchanged():
        assert tried(made, attempt(made), now + timedelta(hours=1)) == first
    refused = tried(made, attempt(made, "n-2"), now)
    with unchanged():
        assert tried(made, attempt(made, "n-2"), now + timedelta(hours=1)) == refused
    assert codes(refused) == ["clearance_suspended"]


def test_attempt_when_another_reader_uses_the_same_nonce_then_an_attempt_of_its_own(
    made: Scenario, now: datetime
) -> None:
    other = Reader.objects.create(port=made.port, code="GA2", area_to=made.area)
    assert tried(made, attempt(made), now).event != tried(made, attempt(made), now, reader=other).event


@pytest.mark.parametrize(
    ("ahead", "taken"),
    [
        (timedelta(hours=-24), True),
        (timedelta(hours=-24, seconds=-1), False),
        (timedelta(minutes=2), True),
        (timedelta(minutes=2, seconds=1), False),
    ],
    ids=str,
)
def test_attempt_when_the_readers_clock_is_off_then_within_limits_only(
    made: Scenario, now: datetime, ahead: timedelta, taken: bool
) -> None:
    said = attempt(made, at=now + ahead)
    if taken:
        assert tried(made, said, now).event.at == now + ahead
        return
    with unchanged(), pytest.raises(InvalidInput) as refusal:
        tried(made, said, now)
    assert set(refusal.value.fields) == {"at"}


def test_attempt_when_the_readers_clock_is_set_back_then_no_dead_badge_revives(
    made: Scenario, now: datetime
) -> None:
    badge.change_state(made.badge, BadgeEvent.REVOKE, reason="Left.", **made.cast.carol.acts(now))
    said = attempt(made, at=now - timedelta(hours=1))
    assert codes(tried(made, said, now)) == ["badge_revoked"]


@pytest.mark.parametrize("name", ["dave", "emma", "dora", "frank", "alice"])
def test_attempt_when_the_caller_may_not_submit_then_refused_and_nothing_kept(
    made: Scenario, now: datetime, name: str
) -> None:
    actor = made.cast.everybody()[name]
    with unchanged(), pytest.raises(Refused):
        gate_event.record_attempt(
            made.reader, attempt(made), actor=actor.reference, scope=actor.scope, at=now
        )


def test_attempt_when_the_device_belongs_to_another_port_then_refused(
    made: Scenario, elsewhere: Scenario, now: datetime
) -> None:
    device = elsewhere.cast.reader
    with unchanged(), pytest.raises(Refused):
        gate_event.record_attempt(
            made.reader, attempt(made), actor=device.reference, scope=device.scope, at=now
        )


def test_attempt_when_leaving_then_let_out_with_what_was_found(made: Scenario, now: datetime) -> None:
    clearance.suspend(made.clearance, reason="Look.", **made.cast.bob.acts(now))
    answer = tried(made, attempt(made, direction=Direction.OUT), now)
    assert (answer.event.result, codes(answer)) == ("granted", ["clearance_suspended"])
    with unchanged():
        assert tried(made, attempt(made, direction=Direction.OUT), now) == answer


def test_attempt_when_the_holder_is_not_registered_here_then_no_clearance_carries_it(
    made: Scenario, now: datetime
) -> None:
    Badge.objects.filter(pk=made.badge.pk).update(person=None)
    assert codes(tried(made, attempt(made), now)) == ["clearance_missing"]


def inner(made: Scenario) -> Reader:
    """A reader into a block that lies in the terminal and asks for more."""
    block = Area.objects.create(port=made.port, code="BLOCK-C", name="Block C", parent=made.area, level=3)
    return Reader.objects.create(port=made.port, code="GB1", area_from=made.area, area_to=block)


def nowhere(made: Scenario) -> Reader:
    return Reader.objects.create(port=made.port, code="GX1")


@pytest.mark.parametrize(
    ("reader", "found"), [(inner, ["clearance_level_too_low"]), (nowhere, ["reader_not_assigned"])]
)
def test_attempt_when_reader_leads_elsewhere_then_judged_on_that_area(
    made: Scenario, now: datetime, reader: Callable[[Scenario], Reader], found: list[str]
) -> None:
    made.clearance.__class__.objects.filter(pk=made.clearance.pk).update(level="enhanced")
    assert codes(tried(made, attempt(made), now, reader=reader(made))) == found


def test_facts_when_gathered_for_an_outlook_then_judged_without_a_trace(
    made: Scenario, now: datetime
) -> None:
    with unchanged():
        assert decide(gate_event.gather(made.reader, made.badge, Direction.IN, at=now)).allowed


@pytest.mark.parametrize(
    "act",
    [
        "UPDATE access_gateevent SET result = 'granted'",
        "DELETE FROM access_gateevent",
        "UPDATE ledger_entry SET actor = 'user:nobody'",
        "DELETE FROM ledger_entry",
        "TRUNCATE ledger_entry",
    ],
)
def test_event_and_record_when_raw_sql_alters_them_then_the_database_refuses(
    made: Scenario, act: str
) -> None:
    assert GateEvent.objects.exists()
    assert Entry.objects.exists()
    with (
        pytest.raises(DatabaseError, match=r"Cannot (update|delete)|never emptied"),
        transaction.atomic(),
    ):
        connection.cursor().execute(act)


def test_attempt_when_nobody_holds_a_scope_then_refused(made: Scenario, now: datetime) -> None:
    with unchanged(), pytest.raises(Refused):
        gate_event.record_attempt(
            made.reader, attempt(made), actor="user:nobody", scope=Scope.nothing(), at=now
        )
