"""The migration that moves capabilities at ports out of guardian's own table loses and doubles none."""

from __future__ import annotations

from importlib import import_module

import pytest
from django.contrib.auth.models import Permission
from django.contrib.contenttypes.models import ContentType
from django.db import connection
from guardian.models import UserObjectPermission

from accounts.models import AccountPermission, Port
from accounts.roles import Capability
from accounts.selectors.scope import scope_of
from tests.people import Actor

pytestmark = [pytest.mark.db, pytest.mark.django_db]

MIGRATION = import_module("accounts.migrations.0004_carry_over_permissions").Migration


def run(sql: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql)


def test_permissions_when_carried_over_and_back_then_the_same(dave: Actor, alice: Actor, port: Port) -> None:
    kind = ContentType.objects.get_for_model(Port)
    for capability in (Capability.VIEW_BADGES, Capability.VIEW_PEOPLE):
        permission = Permission.objects.get(content_type=kind, codename=capability.value)
        UserObjectPermission.objects.create(user=dave.user, permission=permission, content_object=port)
    untouched = scope_of(alice.user)
    (move,) = MIGRATION.operations
    run(move.sql)
    assert scope_of(dave.user).holds("view_badges", port.pk)
    assert AccountPermission.objects.filter(user=dave.user).count() == 2
    assert not UserObjectPermission.objects.exists()
    assert scope_of(alice.user) == untouched
    run(move.sql)
    assert AccountPermission.objects.filter(user=dave.user).count() == 2
    run(move.reverse_sql)
    assert UserObjectPermission.objects.filter(user=dave.user).count() == 2
