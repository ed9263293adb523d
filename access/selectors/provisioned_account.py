"""Reads the accounts that a personnel system keeps: those of people of its organisation."""

from __future__ import annotations

from typing import Final

from django.db.models import Prefetch, Q, QuerySet
from django.db.models.functions import Coalesce

from access.models import TeamMember
from accounts.models import User
from accounts.permissions import may_provision
from accounts.scim.filter import Column, Conditions
from portsec.kernel.errors import NotFound, require
from portsec.kernel.scope import Scope

CONDITIONS: Final = Conditions(
    columns={
        "id": Column("pk", "number"),
        "externalid": Column("provisioned__external_id", "exact"),
        "username": Column("username"),
        "displayname": Column("provisioned__display_name"),
        "name.formatted": Column("provisioned__full_name"),
        "name.familyname": Column("provisioned__family_name"),
        "name.givenname": Column("provisioned__given_names"),
        "active": Column("is_active", "flag"),
        "meta.created": Column("date_joined", "time"),
        "meta.lastmodified": Column("changed", "time"),
    },
    members={
        "groups": lambda number: Q(
            pk__in=TeamMember.objects.filter(team=number, left_at=None).values("user_id")
        )
    },
)


def provisioned_accounts(actor: User, *, scope: Scope) -> QuerySet[User]:
    """Accounts of the people of a personnel system's organisation that it has not removed. Raises Refused.

    Those that an administrator made are among them, so that a personnel system connected later finds them.
    """
    require(may_provision(actor, scope))
    live = TeamMember.objects.filter(left_at=None, team__removed_at=None).select_related("team")
    return (
        User.objects.filter(organisation=actor.organisation_id, is_device=False)
        .exclude(provisioned__removed_at__isnull=False)
        .select_related("provisioned")
        .prefetch_related(Prefetch("memberships", queryset=live, to_attr="live_memberships"))
        .annotate(changed=Coalesce("provisioned__changed_at", "date_joined"))
        .order_by("pk")
    )


def provisioned_account(actor: User, number: int | None, *, scope: Scope, lock: bool = False) -> User:
    """One of them. Raises NotFound, also for an account of another organisation."""
    accounts = provisioned_accounts(actor, scope=scope).filter(pk=number or 0)
    found = (accounts.select_for_update(of=("self",)) if lock else accounts).first()
    if found is None:
        raise NotFound("user")
    return found
