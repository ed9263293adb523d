"""Connects the personnel system of an organisation."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from accounts.models import Organisation, Port, User
from accounts.permissions import may_connect_feeds
from accounts.roles import Role
from accounts.services import role, sign_in, user
from ledger.services import record
from portsec.kernel.errors import require
from portsec.kernel.scope import Scope


@dataclass(frozen=True, slots=True)
class Connected:
    """What the personnel system gets. The token is shown here and never again."""

    account: User
    token: str


@transaction.atomic
def connect(organisation: Organisation, port: Port, *, actor: User, scope: Scope, at: datetime) -> Connected:
    """Make an account and a token for the personnel system of an organisation.

    It keeps the accounts and teams of this organisation and no other's; it gives no role and no clearance.
    Refuses when: the actor does not administer accounts at this port (Refused).
    Records: access.personnel_feed.connected, and what accounts record.
    """
    require(may_connect_feeds(scope, port.pk))
    number = User.objects.filter(is_device=True, organisation=organisation).count() + 1
    account = user.create(
        username=_free_name(organisation, number),
        display_name=f"Personnel system of {organisation.name}"[:150],
        password=None,
        actor=actor.reference,
        at=at,
        organisation=organisation,
        is_device=True,
    )
    role.give(account, Role.PERSONNEL_SYSTEM, port, actor=actor.reference, at=at)
    token = sign_in.issue_token(account, actor=actor.reference, at=at)
    record.append(
        "access.personnel_feed.connected",
        actor=actor.reference,
        at=at,
        subject=account.reference,
        port=port.locode,
        feed=account.username,
        organisation=organisation.code,
    )
    return Connected(account, token)


def _free_name(organisation: Organisation, number: int) -> str:
    """A user name for the next personnel system of an organisation; codes may hold what names may not."""
    code = "".join(letter if letter.isascii() and letter.isalnum() else "-" for letter in organisation.code)
    stem = f"personnel-{code.lower()}"[:50]
    while User.objects.filter(username=f"{stem}-{number}").exists():
        number += 1
    return f"{stem}-{number}"
