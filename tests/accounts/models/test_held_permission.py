"""Permissions with a beginning and an end: every way into guardian counts only those that hold now."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.models import ContentType
from django.db import IntegrityError, transaction
from guardian.shortcuts import (
    assign_perm,
    get_groups_with_perms,
    get_objects_for_user,
    get_perms,
    get_users_with_perms,
    remove_perm,
)

from accounts.models import AccountPermission, GroupPermission, Port, User
from accounts.roles import Capability
from accounts.selectors.scope import scope_of
from tests.people import Actor

pytestmark = [pytest.mark.db, pytest.mark.django_db]

HOUR = timedelta(hours=1)
RIGHT = Capability.VIEW_BADGES.value


def held(port: Port, **said: object) -> dict[str, object]:
    kind = ContentType.objects.get_for_model(Port)
    permission = Permission.objects.get(content_type=kind, codename=RIGHT)
    return {"permission": permission, "content_type": kind, "object_pk": str(port.pk), **said}


def ways(user: User, port: Port) -> set[bool]:
    """Every way to ask whether the permission is held."""
    user = User.objects.get(pk=user.pk)
    return {
        user.has_perm(f"accounts.{RIGHT}", port),
        RIGHT in get_perms(user, port),
        port in get_objects_for_user(user, f"accounts.{RIGHT}", Port),
        user in get_users_with_perms(port),
    }


@pytest.mark.parametrize(
    ("begins", "ends", "counts"),
    [(-2, None, True), (-2, 1, True), (-2, -1, False), (1, 2, False), (1, None, False)],
)
def test_permission_when_it_has_times_then_counts_within_them(
    dave: Actor, port: Port, now: datetime, begins: int, ends: int | None, counts: bool
) -> None:
    until = None if ends is None else now + ends * HOUR
    times = {"valid_from": now + begins * HOUR, "valid_until": until}
    AccountPermission.objects.create(user=dave.user, **held(port, **times))
    assert ways(dave.user, port) == {counts}
    assert scope_of(dave.user).holds(RIGHT, port.pk) is counts


@pytest.mark.parametrize(("ends", "counts"), [(None, True), (1, True), (-1, False)])
def test_group_permission_when_it_has_times_then_counts_within_them(
    dave: Actor, port: Port, now: datetime, ends: int | None, counts: bool
) -> None:
    group = Group.objects.create(name="watch")
    dave.user.groups.add(group)
    until = None if ends is None else now + ends * HOUR
    GroupPermission.objects.create(group=group, **held(port, valid_from=now - 2 * HOUR, valid_until=until))
    assert ways(dave.user, port) == {counts}
    assert (group in get_groups_with_perms(port)) is counts


def test_permission_when_one_has_lapsed_then_it_can_be_given_anew(
    dave: Actor, port: Port, now: datetime
) -> None:
    lapsed = {"valid_from": now - 2 * HOUR, "valid_until": now - HOUR}
    AccountPermission.objects.create(user=dave.user, **held(port, **lapsed))
    assign_perm(f"accounts.{RIGHT}", dave.user, port)
    assert ways(dave.user, port) == {True}
    remove_perm(f"accounts.{RIGHT}", dave.user, port)
    assert ways(dave.user, port) == {False}


def test_permission_when_assigned_beside_a_passing_one_then_lasts(
    dave: Actor, port: Port, now: datetime
) -> None:
    passing = AccountPermission.objects.create(user=dave.user, **held(port, valid_until=now + HOUR))
    lasting = assign_perm(f"accounts.{RIGHT}", dave.user, port)
    assert lasting.pk != passing.pk
    assert lasting.valid_until is None
    assert assign_perm(f"accounts.{RIGHT}", dave.user, port) == lasting


def test_permission_when_it_ends_before_it_starts_then_the_database_says_no(
    dave: Actor, port: Port, now: datetime
) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        AccountPermission.objects.create(user=dave.user, **held(port, valid_from=now, valid_until=now - HOUR))


def test_account_when_deleted_then_lapsed_permissions_go_with_it(port: Port, now: datetime) -> None:
    """Django finds what to delete by the plain manager, not by the one that hides what has lapsed."""
    someone = User.objects.create(username="gone")
    lapsed = {"valid_from": now - 2 * HOUR, "valid_until": now - HOUR}
    AccountPermission.objects.create(user=someone, **held(port, **lapsed))
    someone.delete()
    assert (
        not AccountPermission._base_manager.filter(object_pk=str(port.pk), purpose="")
        .filter(valid_until__lt=now)
        .exists()
    )
