"""Which accounts an administrator sees, and which of them may be let in or blocked."""

from __future__ import annotations

from datetime import datetime

import pytest

from accounts.models import Port
from accounts.roles import Role
from accounts.selectors import user as accounts
from accounts.services import role
from portsec.kernel.errors import NotFound, Refused
from portsec.kernel.scope import Scope
from tests import people
from tests.people import MAKER, ROLES, Actor, Cast

pytestmark = [pytest.mark.db, pytest.mark.django_db]

SYSTEM = Scope.system(reason="a test")


@pytest.fixture
def far(other_port: Port, now: datetime) -> Actor:
    """Works at the other port alone."""
    return people.make_actor("far", Role.VETTING_OFFICER, other_port, at=now)


@pytest.fixture
def both(port: Port, other_port: Port, now: datetime) -> Actor:
    """Works at both ports."""
    actor = people.make_actor("both", Role.AUDITOR, port, at=now)
    role.give(actor.user, Role.DECIDING_OFFICER, other_port, actor=MAKER, at=now)
    return actor


def names(scope: Scope, **filters: str) -> set[str]:
    return {account.username for account in accounts.visible_accounts(scope=scope, **filters)}


def test_visible_when_administrator_then_own_port_and_those_without_a_role_yet(
    cast: Cast, adam: Actor, far: Actor, both: Actor
) -> None:
    assert names(adam.scope) == {*ROLES, "both"}
    assert names(SYSTEM) == {*ROLES, "both", "far"}


def test_visible_when_not_administrator_then_none(cast: Cast) -> None:
    for name, actor in cast.everybody().items():
        if name != "adam":
            assert names(actor.scope) == set()


def test_visible_when_filtered_then_by_name_and_by_live_role(cast: Cast, adam: Actor, now: datetime) -> None:
    assert names(adam.scope, text=" ALI ") == {"alice"}
    assert names(adam.scope, role="auditor") == {"frank"}
    role.end(cast.frank.user.role_assignments.get(), reason="left", actor=MAKER, at=now)
    assert names(adam.scope, role="auditor") == set()
    assert "frank" in names(adam.scope)


def test_visible_when_two_roles_are_held_then_listed_once_with_live_roles_only(
    port: Port, adam: Actor, alice: Actor, now: datetime
) -> None:
    second = role.give(alice.user, Role.DECIDING_OFFICER, port, actor=MAKER, at=now)
    role.end(second, reason="wrong", actor=MAKER, at=now)
    found = [
        account for account in accounts.visible_accounts(scope=adam.scope) if account.pk == alice.user.pk
    ]
    assert len(found) == 1
    assert [held.role for held in found[0].live_roles] == ["vetting_officer"]


def test_access_when_out_of_reach_then_as_if_absent(adam: Actor, far: Actor) -> None:
    details = []
    for username in ("far", "nobody-at-all"):
        with pytest.raises(NotFound) as refused:
            accounts.access_account(username, scope=adam.scope)
        details.append(refused.value.detail)
    assert details[0] == details[1]
    assert accounts.access_account("far", scope=SYSTEM) == far.user


def test_governed_when_a_role_is_held_elsewhere_too_then_refused(
    adam: Actor, alice: Actor, dave: Actor, both: Actor, other_port: Port, now: datetime
) -> None:
    for actor in (alice, dave):
        assert accounts.access_governed_account(actor.user.username, scope=adam.scope) == actor.user
    with pytest.raises(Refused) as refused:
        accounts.access_governed_account("both", scope=adam.scope)
    assert refused.value.code == "role_at_other_port"
    role.give(adam.user, Role.ADMINISTRATOR, other_port, actor=MAKER, at=now)
    assert accounts.access_governed_account("both", scope=adam.scope) == both.user


def test_assignment_when_of_another_account_port_or_past_then_not_found(
    adam: Actor, alice: Actor, both: Actor, port: Port, now: datetime
) -> None:
    live = alice.user.role_assignments.get()
    assert accounts.access_assignment("alice", live.pk, scope=adam.scope) == live
    elsewhere = both.user.role_assignments.exclude(port=port).get()
    for username, number in (("bob", live.pk), ("both", elsewhere.pk), ("alice", 0)):
        with pytest.raises(NotFound):
            accounts.access_assignment(username, number, scope=adam.scope)
    role.end(live, reason="left", actor=MAKER, at=now)
    with pytest.raises(NotFound):
        accounts.access_assignment("alice", live.pk, scope=adam.scope)


def test_administered_ports_when_asked_then_those_of_the_role(
    adam: Actor, alice: Actor, port: Port, other_port: Port
) -> None:
    assert list(accounts.administered_ports(scope=adam.scope)) == [port]
    assert not accounts.administered_ports(scope=alice.scope).exists()
    assert accounts.administered_ports(scope=SYSTEM).count() == 2
