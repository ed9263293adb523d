"""What a caller may reach is what their roles say now, and nothing when they are blocked."""

from __future__ import annotations

from datetime import datetime

import pytest
from django.db import IntegrityError, transaction

from accounts.models import Port, User
from accounts.roles import CAPABILITIES, Role
from accounts.selectors.scope import scope_of
from accounts.services import role
from portsec.kernel.scope import Scope
from tests import people
from tests.people import MAKER, Actor

pytestmark = [pytest.mark.db, pytest.mark.django_db]


def test_scope_when_without_role_then_nothing_but_the_own_organisation(dave: Actor) -> None:
    assert dave.scope == Scope(organisation=dave.user.organisation_id, own=frozenset({"dave"}))
    assert not dave.scope.is_system


def test_scope_when_blocked_then_nothing_at_all(alice: Actor) -> None:
    assert alice.scope.holds("view_cases")
    alice.user.is_active = False
    assert scope_of(alice.user) == Scope.nothing()


def test_scope_when_roles_differ_by_port_then_each_right_at_its_own_port(
    port: Port, other_port: Port, now: datetime
) -> None:
    gina = people.make_actor("gina", Role.VETTING_OFFICER, port, at=now)
    role.give(gina.user, Role.BADGE_OFFICER, other_port, actor=MAKER, at=now)
    scope = gina.scope
    for capability in CAPABILITIES[Role.VETTING_OFFICER] - CAPABILITIES[Role.BADGE_OFFICER]:
        assert scope.ports(capability.value) == {port.pk}
    for capability in CAPABILITIES[Role.BADGE_OFFICER] - CAPABILITIES[Role.VETTING_OFFICER]:
        assert scope.ports(capability.value) == {other_port.pk}
    for capability in CAPABILITIES[Role.BADGE_OFFICER] & CAPABILITIES[Role.VETTING_OFFICER]:
        assert scope.ports(capability.value) == {port.pk, other_port.pk}


def test_scope_when_everybody_is_asked_then_only_their_own_port(
    cast: people.Cast, port: Port, other_port: Port
) -> None:
    for actor in cast.everybody().values():
        reached = {number for ports in actor.scope.capabilities.values() for number in ports}
        assert reached <= {port.pk}


def test_scope_when_computed_then_one_query(alice: Actor, django_assert_num_queries: object) -> None:
    user = User.objects.get(pk=alice.user.pk)
    scope_of(user)  # the content type is looked up once in a process
    with django_assert_num_queries(1):  # type: ignore[operator]
        scope_of(user)


def test_superuser_when_made_past_the_commands_then_the_database_says_no() -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        User.objects.create_superuser("boss", password="x" * 20)
