"""Between our rows and SCIM's resources: what a personnel system is shown, and what it said."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from scim2_models import InvalidValueException, Meta

from access.api.scim_door import version_of
from access.models import ProvisionedAccount, Team
from access.services.provisioned_account import Said
from accounts.models import User
from accounts.scim import resources
from accounts.scim.filter import read_number
from accounts.scim.resources import LONGEST_EXTERNAL_ID, LONGEST_NAME

Address = Callable[[str], str]
"""The absolute address of a path below the service's root."""


def shown_account(account: User, address: Address) -> resources.User:
    """An account with its live teams, as `selectors.provisioned_account` brings it."""
    kept = getattr(account, "provisioned", None) or ProvisionedAccount(
        user=account, display_name=account.display_name
    )
    name = resources.Name(
        formatted=kept.full_name or None,
        family_name=kept.family_name or None,
        given_name=kept.given_names or None,
    )
    shown = resources.User(
        id=str(account.pk),
        external_id=kept.external_id or None,
        user_name=account.username,
        name=name if kept.full_name or kept.family_name or kept.given_names else None,
        display_name=kept.display_name or None,
        # What somebody else blocked is shown as it is, whatever the personnel system says.
        active=kept.is_active if account.is_active == (kept.is_active is not False) else account.is_active,
        groups=[
            resources.Membership(
                value=str(row.team_id), ref=address(f"Groups/{row.team_id}"), display=row.team.name
            )
            for row in account.live_memberships
        ]
        or None,
    )
    return _stamped(shown, "User", account.date_joined, account.changed, address(f"Users/{account.pk}"))


def shown_team(team: Team, address: Address) -> resources.Group:
    """A team with its live members, as `selectors.team` brings it."""
    shown = resources.Group(
        id=str(team.pk),
        external_id=team.external_id or None,
        display_name=team.name,
        members=[
            resources.Member(value=str(row.user_id), ref=address(f"Users/{row.user_id}"), type="User")
            for row in team.live_memberships
        ]
        or None,
    )
    return _stamped(shown, "Group", team.made_at, team.changed_at, address(f"Groups/{team.pk}"))


def said_of_account(shown: resources.User) -> Said:
    """What was said of a person. Raises InvalidValueException for what cannot be kept."""
    name = shown.name or resources.Name()
    return Said(
        external_id=_kept("externalId", shown.external_id, LONGEST_EXTERNAL_ID),
        display_name=_kept("displayName", shown.display_name, LONGEST_NAME),
        full_name=_kept("name.formatted", name.formatted, LONGEST_NAME),
        family_name=_kept("name.familyName", name.family_name, LONGEST_NAME),
        given_names=_kept("name.givenName", name.given_name, LONGEST_NAME),
        is_active=shown.active,
    )


def said_of_team(shown: resources.Group) -> dict[str, Any]:
    """Name, number in the other system and members. Raises InvalidValueException for what cannot be kept."""
    return {
        "name": _kept("displayName", shown.display_name, LONGEST_NAME),
        "external_id": _kept("externalId", shown.external_id, LONGEST_EXTERNAL_ID),
        "members": {_member(member) for member in shown.members or ()},
    }


def _member(member: resources.Member) -> int:
    if member.type not in {None, "User"}:
        raise InvalidValueException(detail="Members of a group are users; groups inside groups are not kept.")
    number = read_number(member.value or "")
    if number is None:
        raise InvalidValueException(detail=f"There is no user {member.value!r} in your organisation.")
    return number


def _kept(path: str, value: str | None, longest: int) -> str:
    text = (value or "").strip()
    if len(text) > longest:
        raise InvalidValueException(detail=f"{path} has at most {longest} characters.")
    return text


def _stamped(shown: Any, kind: str, made_at: datetime, changed_at: datetime, location: str) -> Any:
    shown.meta = Meta(resource_type=kind, created=made_at, last_modified=changed_at, location=location)
    shown.meta.version = version_of(shown)
    return shown
