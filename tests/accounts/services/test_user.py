"""Making, blocking and dressing accounts."""

from __future__ import annotations

from datetime import datetime

import pytest

from accounts.models import Organisation, User
from accounts.services import user
from portsec.kernel.errors import Conflict, InvalidInput
from tests.people import MAKER, PASSWORD, Actor
from tests.witness import Record

pytestmark = [pytest.mark.db, pytest.mark.django_db]


def make(now: datetime, username: str = "gina", **more: object) -> User:
    given = {"display_name": "Gina Grün", "password": None, "actor": MAKER, "at": now} | more
    return user.create(username=username, **given)  # type: ignore[arg-type]


def test_create_when_made_then_a_person_without_password_roles_or_staff_rights(
    quayside: Organisation, now: datetime, record: Record
) -> None:
    made = User.objects.get(pk=make(now, organisation=quayside, person_ref="P-00001").pk)
    assert (str(made), made.reference, made.organisation) == ("Gina Grün", "user:gina", quayside)
    assert (made.person_ref, made.theme, made.keys_on, made.is_device) == ("P-00001", "auto", True, False)
    assert not made.has_usable_password()
    assert (made.is_staff, made.is_superuser) == (False, False)
    entry = record.one("accounts.user.created")
    assert (entry.subject, entry.body) == ("user:gina", {"username": "gina", "device": False})


def test_create_when_given_a_password_then_kept_hashed(now: datetime) -> None:
    made = make(now, password=PASSWORD)
    assert made.check_password(PASSWORD)
    assert PASSWORD not in User.objects.values_list("password", flat=True).get(pk=made.pk)


def test_create_when_the_name_is_taken_then_conflict(now: datetime, record: Record) -> None:
    make(now)
    record.new()
    with pytest.raises(Conflict, match="'gina'"):
        make(now)
    assert record.kinds() == []


@pytest.mark.parametrize(
    "username", ["", "new", "a/b", "gïna", "gina ", "gina\n", "..", "x" * 61, "user:gina"]
)
def test_create_when_the_name_could_not_stand_in_an_address_then_invalid(
    now: datetime, username: str
) -> None:
    with pytest.raises(InvalidInput, match="user name"):
        make(now, username)
    assert not User.objects.exists()


def test_set_active_when_blocked_and_opened_then_state_and_record(
    alice: Actor, adam: Actor, now: datetime, record: Record
) -> None:
    user.set_active(alice.user, False, reason=" on leave ", actor=adam.reference, at=now)
    assert not User.objects.get(pk=alice.user.pk).is_active
    assert record.one("accounts.user.blocked").sentence == "Account alice blocked: on leave"
    user.set_active(alice.user, True, reason="back", actor=adam.reference, at=now)
    assert User.objects.get(pk=alice.user.pk).is_active
    assert record.one("accounts.user.opened").actor == "user:adam"


@pytest.mark.parametrize("is_active", [True, False])
def test_set_active_when_oneself_or_without_reason_then_refused(
    alice: Actor, now: datetime, record: Record, is_active: bool
) -> None:
    with pytest.raises(InvalidInput, match="own account"):
        user.set_active(alice.user, is_active, reason="why not", actor=alice.reference, at=now)
    with pytest.raises(InvalidInput) as refused:
        user.set_active(alice.user, is_active, reason="  ", actor=MAKER, at=now)
    assert "reason" in refused.value.fields
    assert record.kinds() == []
    assert User.objects.get(pk=alice.user.pk).is_active


def test_set_look_when_known_then_kept_and_nothing_else_touched(alice: Actor) -> None:
    user.set_look(alice.user, theme="dark")
    user.set_look(alice.user, keys_on=False)
    kept = User.objects.get(pk=alice.user.pk)
    assert (kept.theme, kept.keys_on) == ("dark", False)
    with pytest.raises(InvalidInput, match="pink"):
        user.set_look(alice.user, theme="pink")
    assert User.objects.get(pk=alice.user.pk).theme == "dark"
