"""Makes, changes and removes teams, and keeps who was in them when."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction

from access.models import Team, TeamMember
from accounts.models import Organisation, User
from accounts.permissions import may_provision
from ledger.services import record
from portsec.kernel.errors import Conflict, InvalidInput, require
from portsec.kernel.scope import Scope

MOST_MEMBERS = 2_000  # accounts in one team; a larger one is no team, and would explain everybody's look-ups


@transaction.atomic
def make(
    name: str,
    members: Iterable[int],
    *,
    external_id: str = "",
    actor: User,
    scope: Scope,
    at: datetime,
) -> Team:
    """Make a team in the personnel system's own organisation; `members` are numbers of its accounts.

    Refuses when: the caller keeps no teams (Refused); the name is taken (Conflict) or cannot be one; a member
    is no account of this organisation (InvalidInput).
    Records: access.team.made.
    """
    require(may_provision(actor, scope))
    organisation = _organisation(actor)
    accounts = _accounts(organisation, members)
    made = Team(organisation=organisation, external_id=external_id, made_at=at, changed_at=at)
    _save(made, name)
    joined = [TeamMember(team=made, user=account, joined_at=at) for account in accounts]
    TeamMember.objects.bulk_create(joined)
    _record("access.team.made", made, actor=actor, at=at, joined=_names(accounts))
    return made


@transaction.atomic
def change(
    team: Team,
    name: str,
    members: Iterable[int],
    *,
    external_id: str = "",
    actor: User,
    scope: Scope,
    at: datetime,
) -> None:
    """Give a team this name and exactly these members. Who left keeps their past in it.

    Refuses when: the caller keeps no teams of this organisation (Refused); it was removed meanwhile or the
    name is taken (Conflict); a member is no account of this organisation (InvalidInput).
    Records: access.team.changed. Safe to repeat because: equal values change nothing.
    """
    require(may_provision(actor, scope, team.organisation_id))
    held = Team.objects.select_for_update(of=("self",)).select_related("organisation").get(pk=team.pk)
    if held.removed_at is not None:
        raise Conflict("This team was removed.")
    was_called = held.name
    before = {row.user_id: row for row in held.memberships.filter(left_at=None).select_related("user")}
    wanted = {account.pk: account for account in _accounts(held.organisation, members, known=before.keys())}
    joined = [account for number, account in wanted.items() if number not in before]
    left = [row.user for number, row in before.items() if number not in wanted]
    if not (joined or left) and (held.name, held.external_id) == (name.strip(), external_id):
        return
    held.external_id, held.changed_at = external_id, at
    _save(held, name)
    TeamMember.objects.filter(team=held, user__in=left, left_at=None).update(left_at=at)
    TeamMember.objects.bulk_create([TeamMember(team=held, user=each, joined_at=at) for each in joined])
    _record(
        "access.team.changed",
        held,
        actor=actor,
        at=at,
        was_called=was_called,
        joined=_names(joined),
        left=_names(left),
    )


@transaction.atomic
def remove(team: Team, *, actor: User, scope: Scope, at: datetime) -> None:
    """End a team; its members leave it at this moment.

    Refuses when: the caller keeps no teams of this organisation (Refused); it was removed before (Conflict).
    Records: access.team.removed.
    """
    require(may_provision(actor, scope, team.organisation_id))
    if Team.objects.filter(pk=team.pk, removed_at=None).update(removed_at=at, changed_at=at) != 1:
        raise Conflict("This team was removed.")
    TeamMember.objects.filter(team=team, left_at=None).update(left_at=at)
    _record("access.team.removed", team, actor=actor, at=at)


def take_out(team: Team, account: User, *, actor: User, at: datetime) -> None:
    """End one membership, in the caller's transaction. Records: access.team.changed."""
    TeamMember.objects.filter(team=team, user=account, left_at=None).update(left_at=at)
    Team.objects.filter(pk=team.pk).update(changed_at=at)
    left = [account.username]
    _record("access.team.changed", team, actor=actor, at=at, was_called=team.name, joined=[], left=left)


def _organisation(actor: User) -> Organisation:
    """The organisation that a personnel system speaks for; `may_provision` saw that there is one."""
    assert actor.organisation is not None  # noqa: S101
    return actor.organisation


def _accounts(organisation: Organisation, numbers: Iterable[int], *, known: Iterable[int] = ()) -> list[User]:
    """People's accounts of an organisation by number; members that a team has already stay possible."""
    wanted = set(numbers)
    if len(wanted) > MOST_MEMBERS:
        raise InvalidInput(f"A team has at most {MOST_MEMBERS} members.", fields={"members": "Too many."})
    accounts = User.objects.filter(pk__in=wanted, organisation=organisation, is_device=False)
    found = list(accounts.exclude(provisioned__removed_at__isnull=False))
    if missing := wanted - {account.pk for account in found} - set(known):
        problem = f"There is no account {min(missing)} in your organisation."
        raise InvalidInput(problem, fields={"members": problem})
    return found


def _save(team: Team, name: str) -> None:
    team.name = name.strip()
    if not team.name or len(team.name) > 120 or not team.name.isprintable():
        problem = "A team has a name of at most 120 printable characters."
        raise InvalidInput(problem, fields={"displayName": problem})
    try:
        with transaction.atomic():
            team.save()
    except IntegrityError:
        raise Conflict(f"There is already a team '{team.name}'.", code="name_taken") from None


def _names(accounts: Iterable[User]) -> list[str]:
    return sorted(account.username for account in accounts)


def _record(kind: str, team: Team, *, actor: User, at: datetime, **body: Any) -> None:
    record.append(kind, actor=actor.reference, at=at, subject=f"team:{team.pk}", team=team.reference, **body)
