"""Devices: a code that works once, a key that proves itself, and the way out."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from access.credential.keys import SigningKey
from access.credential.refusal import Untrusted
from access.models import DeviceEnrolment, Reader
from access.services import device
from accounts.models import User
from portsec.kernel.errors import Conflict, InvalidInput, NotFound, Refused
from tests.access.devices import proof
from tests.scenario import Scenario
from tests.threads import at_once
from tests.witness import Record, unchanged

pytestmark = [pytest.mark.db, pytest.mark.django_db]


def new_reader(made: Scenario) -> Reader:
    return Reader.objects.create(port=made.port, code="GZ9", area_to=made.area)


def code_for(made: Scenario, reader: Reader, at: datetime) -> str:
    return device.make_code(reader, **made.cast.sven.acts(at))


def test_device_when_enrolled_then_account_role_key_and_record(
    made: Scenario, now: datetime, record: Record
) -> None:
    reader, key = new_reader(made), SigningKey.new()
    code = code_for(made, reader, now)
    done = device.enrol(code.lower().replace("-", " "), key.public, proof(key, code), at=now)
    reader.refresh_from_db()
    assert reader.device is not None
    assert (reader.device.is_device, bytes(reader.device_key or b"")) == (True, key.public)
    assert (reader.queue_next, reader.queue_line, reader.seen_at) == (0, None, now)
    assert done.token
    kinds = record.kinds()
    assert {"access.device_code.made", "access.device.enrolled", "accounts.token.issued"} <= set(kinds)


def test_code_when_made_then_only_its_hash_is_kept_and_earlier_ones_end(
    made: Scenario, now: datetime
) -> None:
    first, second = code_for(made, made.reader, now), code_for(made, made.reader, now)
    key = SigningKey.new()
    with unchanged(), pytest.raises(NotFound):
        device.enrol(first, key.public, proof(key, first), at=now)
    kept = DeviceEnrolment.objects.first()
    assert kept is not None
    assert device.plain(second).encode() not in bytes(kept.code_hash)
    assert device.enrol(second, key.public, proof(key, second), at=now).reader == made.reader


@pytest.mark.parametrize("case", ["used", "late", "unknown", "odd"])
def test_code_when_used_late_or_unknown_then_all_alike(made: Scenario, now: datetime, case: str) -> None:
    reader, key = new_reader(made), SigningKey.new()
    code, at = code_for(made, reader, now), now
    if case == "used":
        device.enrol(code, key.public, proof(key, code), at=now)
    if case == "late":
        at = now + timedelta(hours=24)
    if case == "unknown":
        code = "AAAA-BBBB"
    if case == "odd":
        with pytest.raises(NotFound):
            device.enrol("ключ\x00", key.public, b"", at=now)
        return
    with unchanged(), pytest.raises(NotFound) as refusal:
        device.enrol(code, key.public, proof(key, code), at=at)
    assert refusal.value.detail == "No such enrolment code."


def test_device_when_the_key_is_not_its_own_then_the_code_stays(made: Scenario, now: datetime) -> None:
    reader, key = new_reader(made), SigningKey.new()
    code = code_for(made, reader, now)
    with unchanged(), pytest.raises(Untrusted):
        device.enrol(code, key.public, proof(SigningKey.new(), code), at=now)
    with unchanged(), pytest.raises(InvalidInput):
        device.enrol(code, b"short", b"", at=now)
    assert device.enrol(code, key.public, proof(key, code), at=now)


def test_device_when_its_key_serves_another_reader_then_refused(made: Scenario, now: datetime) -> None:
    first, key = new_reader(made), SigningKey.new()
    code = code_for(made, first, now)
    device.enrol(code, key.public, proof(key, code), at=now)
    code = code_for(made, made.reader, now)
    with unchanged(), pytest.raises(InvalidInput, match="another reader"):
        device.enrol(code, key.public, proof(key, code), at=now)


def test_device_when_enrolled_again_with_its_key_then_the_queue_goes_on_and_with_another_begins_anew(
    made: Scenario, now: datetime
) -> None:
    reader, key = new_reader(made), SigningKey.new()
    for own, wanted in ((key, 0), (key, 7), (SigningKey.new(), 0)):
        code = code_for(made, reader, now)
        device.enrol(code, own.public, proof(own, code), at=now)
        reader.refresh_from_db()
        assert reader.queue_next == wanted
        Reader.objects.filter(pk=reader.pk).update(queue_next=7, queue_line=b"x" * 32)
    assert User.objects.filter(username__startswith="reader-").count() == 1, "one account for each reader"


def test_device_when_withdrawn_then_its_account_is_blocked_and_a_new_one_may_come(
    made: Scenario, now: datetime, record: Record
) -> None:
    reader, key = new_reader(made), SigningKey.new()
    code = code_for(made, reader, now)
    device.enrol(code, key.public, proof(key, code), at=now)
    device.withdraw(reader, reason="Stolen.", **made.cast.sven.acts(now))
    reader.refresh_from_db()
    assert reader.device is not None
    assert (reader.device_key, reader.device.is_active) == (None, False)
    assert record.new("access.device.withdrawn")[0].body["reason"] == "Stolen."
    with unchanged(), pytest.raises(Conflict):
        device.withdraw(reader, reason="Again.", **made.cast.sven.acts(now))
    code = code_for(made, reader, now)
    device.enrol(code, key.public, proof(key, code), at=now)
    reader.refresh_from_db()
    assert reader.device.is_active is False or User.objects.get(pk=reader.device_id).is_active


def test_device_when_no_security_officer_then_refused(made: Scenario, now: datetime) -> None:
    with unchanged(), pytest.raises(Refused):
        device.make_code(made.reader, **made.cast.carol.acts(now))
    with unchanged(), pytest.raises(Refused):
        device.withdraw(made.reader, reason="So.", **made.cast.carol.acts(now))
    with unchanged(), pytest.raises(InvalidInput):
        device.withdraw(made.reader, reason=" ", **made.cast.sven.acts(now))


@pytest.mark.django_db(transaction=True)
def test_code_when_two_use_it_at_once_then_one_device_is_enrolled(made: Scenario, now: datetime) -> None:
    reader, keys = new_reader(made), [SigningKey.new() for _ in range(4)]
    code = code_for(made, reader, now)
    outcomes = at_once(
        [
            lambda key=key: device.enrol(code, key.public, proof(key, code), at=now)  # type: ignore[misc]
            for key in keys
        ]
    )
    assert sorted(type(outcome).__name__ for outcome in outcomes) == ["Enrolled", *["NotFound"] * 3]
