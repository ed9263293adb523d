"""Makes, rotates and withdraws the keys of a port that sign credentials and status lists."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from django.db import transaction
from django.db.models import Max

from access.credential.key_publication import publish
from access.credential.keys import KeySet, SigningKey
from access.models import CredentialKey, StatusList
from access.permissions.area import may_manage_areas
from access.selectors.credential_key import current_key
from access.services import key_directory, status_list
from accounts.models import Port, User
from ledger.services import record
from portsec.kernel.errors import Conflict, InvalidInput, Unavailable, require
from portsec.kernel.scope import Scope

CREDENTIALS: Final = "system:credentials"


@transaction.atomic
def signing(port: Port, *, at: datetime) -> CredentialKey:
    """The key that signs for a port now; the first one is made here.

    Records: access.credential_key.made, for the first one.
    Safe to repeat because: the port's row is held while the first key is made, so that of two processes the
    second finds it.
    """
    found = current_key(port)
    if found is not None:
        return found
    _hold(port)
    return current_key(port) or _make(port, actor=CREDENTIALS, at=_whole(at))


@transaction.atomic
def rotate(port: Port, *, actor: User, scope: Scope, at: datetime) -> CredentialKey:
    """Let a new key sign from now on; the former one verifies for 30 days more, what it signed goes on.

    Refuses when: the actor may not set up readers at this port (Refused).
    Records: access.credential_key.made and .retired. Wakes: a worker, to sign the status lists anew.
    """
    require(may_manage_areas(scope, port.pk))
    _hold(port)
    old, begins = current_key(port), _after_all_lists(port, at)
    if old is not None:
        _retire(old, signs_until=begins)
        _record("access.credential_key.retired", old, actor=actor.reference, at=at)
    new = _make(port, actor=actor.reference, at=begins)
    status_list.request(port, actor=actor.reference, at=at)
    return new


@transaction.atomic
def withdraw(key: CredentialKey, *, reason: str, actor: User, scope: Scope, at: datetime) -> None:
    """Take a key out that somebody else may have: nothing that it signed holds any longer.

    Where it was the one that signs, a new one takes over. Readers that know no other key of the port get the
    new set by hand, because nothing that they trust vouches for it.
    Refuses when: the actor may not set up readers at this port (Refused); the reason is empty (InvalidInput);
    the key is withdrawn already (Conflict).
    Records: access.credential_key.withdrawn, and .made for its successor. Wakes: as `rotate`.
    """
    require(may_manage_areas(scope, key.port_id))
    if not reason.strip():
        raise InvalidInput("Give a reason.", fields={"reason": "Give a reason."})
    _hold(key.port)
    signed = current_key(key.port) == key
    begins = _after_all_lists(key.port, at)
    rows = CredentialKey.objects.filter(pk=key.pk, withdrawn_at=None)
    if rows.update(withdrawn_at=begins, signs_until=begins if signed else key.signs_until) != 1:
        raise Conflict("This key is withdrawn already.")
    _record("access.credential_key.withdrawn", key, actor=actor.reference, at=at, reason=reason.strip())
    if signed:
        _make(key.port, actor=actor.reference, at=begins)
    status_list.request(key.port, actor=actor.reference, at=at)


def vouch(port: Port, keys: KeySet) -> str:
    """The published keys as a token. The oldest key that signed when they changed vouches for the others, so
    that a reader can follow; where its file is gone, the next one. Raises Unavailable where none is left.
    """
    able = [key for key in keys.keys if key.signs_at(keys.published_at) and key_directory.has(key.kid)]
    if not able:
        raise Unavailable(f"No signing key of {port} is in CREDENTIAL_KEY_DIR: restore it, or rotate.")
    return publish(keys, key_directory.key_of(able[0].kid))


def _hold(port: Port) -> None:
    """One change of keys at a time; without standing in the way of rows that refer to the port."""
    Port.objects.select_for_update(no_key=True).get(pk=port.pk)


def _make(port: Port, *, actor: str, at: datetime) -> CredentialKey:
    """The file first: a row without its file could sign nothing, a file without a row is only litter."""
    key = SigningKey.new()
    key_directory.keep(key)
    made = CredentialKey.objects.create(port=port, kid=key.kid, public=key.public, signs_from=at)
    _record("access.credential_key.made", made, actor=actor, at=at)
    return made


def _retire(key: CredentialKey, *, signs_until: datetime) -> None:
    rows = CredentialKey.objects.filter(pk=key.pk, signs_until=None, withdrawn_at=None)
    if rows.update(signs_until=signs_until) != 1:
        raise Conflict("This key does not sign any longer; look again.")


def _after_all_lists(port: Port, at: datetime) -> datetime:
    """Now, but not before the newest list: its time may be a second ahead, and must lie in its key's time."""
    newest: datetime | None = StatusList.objects.filter(port=port).aggregate(newest=Max("issued_at"))[
        "newest"
    ]
    return max(_whole(at), newest) if newest else _whole(at)


def _whole(at: datetime) -> datetime:
    return at.replace(microsecond=0)


def _record(kind: str, key: CredentialKey, *, actor: str, at: datetime, **body: str) -> None:
    record.append(
        kind,
        actor=actor,
        at=at,
        subject=f"credential_key:{bytes(key.kid).hex()}",
        port=key.port.locode,
        kid=bytes(key.kid).hex(),
        **body,
    )
