"""Makes, changes and removes the accounts that an organisation's personnel system keeps."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from access.models import ProvisionedAccount, TeamMember
from access.services import team
from accounts.models import Organisation, RoleAssignment, User
from accounts.permissions import may_provision
from accounts.services import role, user
from ledger.services import record
from portsec.kernel.errors import Conflict, require
from portsec.kernel.scope import Scope

LEFT = "Removed by the organisation's personnel system."
CLOSED = "Closed by the organisation's personnel system."
OPENED = "Opened again by the organisation's personnel system."
KEPT = ("external_id", "display_name", "full_name", "family_name", "given_names", "is_active")


@dataclass(frozen=True, slots=True)
class Said:
    """What a personnel system says of one person. `is_active` is None where it says nothing."""

    external_id: str = ""
    display_name: str = ""
    full_name: str = ""
    family_name: str = ""
    given_names: str = ""
    is_active: bool | None = None

    def shown_name(self, username: str) -> str:
        """The name that colleagues see: the best of what was said."""
        composed = f"{self.given_names} {self.family_name}".strip()
        return (self.display_name or self.full_name or composed or username)[:150]


@transaction.atomic
def make(username: str, said: Said, *, actor: User, scope: Scope, at: datetime) -> User:
    """Make an account in the personnel system's own organisation. It has no password, no role, no clearance.

    Refuses when: the caller keeps no accounts (Refused); the name is taken, also in other letters of case, or
    belonged to somebody who was removed, because the record must not speak of two people by one name
    (Conflict); it could not stand in an address (InvalidInput).
    Records: accounts.user.created, and accounts.user.blocked where the account is to be closed.
    """
    require(may_provision(actor, scope))
    if User.objects.filter(username__iexact=username).exists():
        raise Conflict(f"There is already an account '{username[:60]}'.", code="name_taken")
    made = user.create(
        username=username,
        display_name=said.shown_name(username),
        password=None,
        actor=actor.reference,
        at=at,
        organisation=actor.organisation,
    )
    kept = ProvisionedAccount(user=made, changed_at=at, **{name: getattr(said, name) for name in KEPT})
    _follow(kept, actor=actor, at=at)
    kept.save(force_insert=True)
    return made


@transaction.atomic
def change(account: User, said: Said, *, actor: User, scope: Scope, at: datetime) -> None:
    """Take over what the personnel system says of an account; close it or open it as it says.

    What somebody else blocked stays blocked. Roles stay: they count only while the account is open.
    Refuses when: the caller keeps no accounts of this organisation (Refused).
    Records: access.provisioned_account.changed, accounts.user.blocked or .opened.
    Safe to repeat because: equal values change nothing.
    """
    require(may_provision(actor, scope, account.organisation_id))
    held = User.objects.select_for_update().get(pk=account.pk)
    kept = ProvisionedAccount.objects.filter(user=held).first() or ProvisionedAccount(
        user=held, changed_at=at
    )
    differing = [name for name in KEPT if getattr(kept, name) != getattr(said, name)]
    if not differing:
        return
    for name in differing:
        setattr(kept, name, getattr(said, name))
    if held.display_name != said.shown_name(held.username):
        user.rename(held, said.shown_name(held.username))
    _follow(kept, actor=actor, at=at)
    kept.changed_at = at
    kept.save()
    words = sorted(name.removeprefix("is_").replace("_", " ") for name in differing)
    _record("access.provisioned_account.changed", held, actor=actor, at=at, fields=words)


@transaction.atomic
def remove(account: User, *, actor: User, scope: Scope, at: datetime) -> None:
    """Close the account of somebody who has left, for good: its roles and teams end with it.

    The row stays, since the record speaks of it; the personnel system no longer sees it.
    Refuses when: the caller keeps no accounts of this organisation (Refused).
    Records: access.provisioned_account.removed, accounts.role.ended, access.team.changed,
    accounts.user.blocked.
    """
    require(may_provision(actor, scope, account.organisation_id))
    held = User.objects.select_for_update().get(pk=account.pk)
    kept = ProvisionedAccount.objects.filter(user=held).first() or ProvisionedAccount(user=held)
    for name in KEPT[:-1]:
        setattr(kept, name, "")  # nobody asks again what the personnel system called a former colleague
    kept.changed_at = kept.removed_at = at
    kept.is_active, kept.is_closed_by_feed = False, False
    kept.save()
    for held_role in RoleAssignment.objects.filter(user=held, ended_at=None).select_related("port", "user"):
        role.end(held_role, reason=LEFT, actor=actor.reference, at=at)
    memberships = TeamMember.objects.filter(user=held, left_at=None).select_related("team__organisation")
    for membership in memberships:
        team.take_out(membership.team, held, actor=actor, at=at)
    if held.is_active:
        user.set_active(held, False, reason=LEFT, actor=actor.reference, at=at)
    _record("access.provisioned_account.removed", held, actor=actor, at=at)


def _follow(kept: ProvisionedAccount, *, actor: User, at: datetime) -> None:
    """Close the account, or open it again, as the personnel system says."""
    account = kept.user
    wanted = kept.is_active is not False
    if account.is_active and not wanted:
        user.set_active(account, False, reason=CLOSED, actor=actor.reference, at=at)
        kept.is_closed_by_feed = True
    elif wanted and kept.is_closed_by_feed:
        user.set_active(account, True, reason=OPENED, actor=actor.reference, at=at)
        kept.is_closed_by_feed = False
    account.refresh_from_db(fields=["is_active"])


def _record(kind: str, account: User, *, actor: User, at: datetime, **body: Any) -> None:
    organisation: Organisation | None = actor.organisation
    record.append(
        kind,
        actor=actor.reference,
        at=at,
        subject=account.reference,
        username=account.username,
        organisation=organisation.code if organisation else "",
        **body,
    )
