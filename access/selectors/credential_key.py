"""Reads the keys that sign credentials and status lists."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db.models import QuerySet

from access.credential.claims import LONGEST_VALIDITY
from access.credential.keys import MOST_KEYS, KeySet, PublishedKey
from access.enums import KeyStanding
from access.models import CredentialKey
from accounts.models import Port
from accounts.roles import Capability
from portsec.kernel.errors import InvalidInput, NotFound
from portsec.kernel.scope import Scope


def visible_keys(*, scope: Scope) -> QuerySet[CredentialKey]:
    """Keys of the ports whose readers the caller sets up."""
    keys = CredentialKey.objects.select_related("port")
    if scope.is_system:
        return keys
    return keys.filter(port_id__in=scope.ports(Capability.MANAGE_AREAS.value))


def key_ports(*, scope: Scope) -> list[Port]:
    """Ports whose keys the caller keeps."""
    return list(Port.objects.filter(pk__in=scope.ports(Capability.MANAGE_AREAS.value)))


def access_key(pk: int, *, scope: Scope) -> CredentialKey:
    """One key. Raises NotFound when absent or out of reach."""
    found = visible_keys(scope=scope).filter(pk=pk).first()
    if found is None:
        raise NotFound("key")
    return found


def standing_of(key: CredentialKey, *, at: datetime) -> KeyStanding:
    """What a key is good for at a moment."""
    if key.withdrawn_at is not None:
        return KeyStanding.WITHDRAWN
    if key.signs_until is None:
        return KeyStanding.SIGNS
    return KeyStanding.VERIFIES if at < key.signs_until + LONGEST_VALIDITY else KeyStanding.ENDED


def current_key(port: Port) -> CredentialKey | None:
    """The key that signs for a port; None where nothing was ever signed."""
    return CredentialKey.objects.filter(port=port, signs_until=None, withdrawn_at=None).first()


def published_keys(port: Port, *, at: datetime) -> KeySet | None:
    """The keys that a port publishes: those that sign or whose last credential has not ended yet.

    Published when the keys last changed, so that the same keys are the same statement. None without keys.
    """
    rows = list(CredentialKey.objects.filter(port=port))
    holding = [
        row
        for row in rows
        if row.withdrawn_at is None and (row.signs_until is None or row.signs_until + LONGEST_VALIDITY > at)
    ]
    return _key_set(holding, rows) if holding else None


def verifying_keys(port: Port) -> KeySet | None:
    """The keys with which the service itself verifies what is shown: all that were not withdrawn.

    A printed card lives longer than its credential: here the badge is looked up, and judged as it stands. Of
    more than 32 keys the newest.
    """
    rows = list(CredentialKey.objects.filter(port=port))
    kept = [row for row in rows if row.withdrawn_at is None][:MOST_KEYS]
    return _key_set(kept, rows) if kept else None


def port_of_keys(locode: str) -> Port:
    """The port of this UN/LOCODE; of an empty one, the only port that has keys.

    Raises NotFound, and InvalidInput where several ports have keys and none is named.
    """
    ports = Port.objects.filter(credential_keys__isnull=False).distinct()
    found = list((ports.filter(locode=locode) if locode else ports)[:2])
    if not found:
        raise NotFound("port")
    if len(found) > 1:
        problem = "Name the port by its UN/LOCODE."
        raise InvalidInput(problem, fields={"port": problem})
    return found[0]


def _key_set(kept: Iterable[CredentialKey], rows: Iterable[CredentialKey]) -> KeySet:
    keys = tuple(
        PublishedKey(bytes(row.public), row.signs_from, row.signs_until)
        for row in sorted(kept, key=lambda row: row.signs_from)
    )
    changes = [moment for row in rows for moment in (row.signs_from, row.withdrawn_at) if moment is not None]
    return KeySet(keys, published_at=max(changes))
