"""Gives and ends roles, and keeps the guardian permissions in step with them."""

from __future__ import annotations

from datetime import datetime

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models import QuerySet
from guardian.shortcuts import assign_perm, remove_perm

from accounts.models import AccountPermission, Port, RoleAssignment, User
from accounts.roles import Role, capabilities_of, conflicting
from ledger.services import record
from portsec.kernel.errors import Conflict, InvalidInput


@transaction.atomic
def give(user: User, role: Role, port: Port, *, actor: str, at: datetime) -> RoleAssignment:
    """Give a role at a port.

    Refuses when: giver and receiver are one (InvalidInput); the role excludes one already held
    there (Conflict, segregation of duties).
    Records: accounts.role.given.
    Safe to repeat because: a role held already is returned as it is.
    """
    if actor == user.reference:
        raise InvalidInput("Nobody gives a role to themselves.")
    User.objects.select_for_update().get(pk=user.pk)
    held = _live(user, port).filter(role=role.value).first()
    if held is not None:
        return held
    clash = conflicting(_roles(user, port) | {role})
    if clash:
        names = " and ".join(sorted(item.label for item in clash))
        raise Conflict(f"{names} are kept apart: one person may not hold both at {port.name}.")
    assignment = RoleAssignment.objects.create(
        user=user, port=port, role=role.value, valid_from=at, given_by=actor
    )
    synchronise(user, port)
    record.append(
        "accounts.role.given",
        actor=actor,
        at=at,
        subject=user.reference,
        port=port.locode,
        username=user.username,
        role=role.label,
        port_name=port.locode,
    )
    return assignment


@transaction.atomic
def end(assignment: RoleAssignment, *, reason: str, actor: str, at: datetime) -> None:
    """End a role now; its permissions end in the same transaction.

    Refuses when: the reason is empty (InvalidInput); it has ended already (Conflict).
    Records: accounts.role.ended.
    """
    if not reason.strip():
        raise InvalidInput("Give a reason.", fields={"reason": "Give a reason."})
    changed = RoleAssignment.objects.filter(pk=assignment.pk, ended_at=None).update(ended_at=at)
    if changed != 1:
        raise Conflict("This role has ended already.")
    synchronise(assignment.user, assignment.port)
    record.append(
        "accounts.role.ended",
        actor=actor,
        at=at,
        subject=assignment.user.reference,
        port=assignment.port.locode,
        username=assignment.user.username,
        role=Role(assignment.role).label,
        port_name=assignment.port.locode,
        reason=reason,
    )


def synchronise(user: User, port: Port) -> None:
    """Make the guardian permissions on the port exactly those of the live roles.

    Safe to repeat because: only differences are written.
    """
    wanted = {capability.value for capability in capabilities_of(_roles(user, port))}
    held = set(
        AccountPermission.objects.filter(
            user=user,
            content_type=ContentType.objects.get_for_model(Port),
            object_pk=str(port.pk),
        ).values_list("permission__codename", flat=True)
    )
    for codename in wanted - held:
        assign_perm(f"accounts.{codename}", user, port)
    for codename in held - wanted:
        remove_perm(f"accounts.{codename}", user, port)


def synchronise_all() -> None:
    """After a change of the role table: bring every holder into step."""
    for user_id, port_id in set(RoleAssignment.objects.values_list("user_id", "port_id")):
        synchronise(User.objects.get(pk=user_id), Port.objects.get(pk=port_id))


def _live(user: User, port: Port) -> QuerySet[RoleAssignment]:
    return RoleAssignment.objects.filter(user=user, port=port, ended_at=None)


def _roles(user: User, port: Port) -> frozenset[Role]:
    return frozenset(Role(role) for role in _live(user, port).values_list("role", flat=True))
