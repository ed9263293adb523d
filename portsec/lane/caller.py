"""The first statement of decisions: whose token asks, and at which ports that account may ask."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final

from accounts.roles import Capability

WHO: Final = f"""
SELECT token.digest, account.username, port.id, port.locode
FROM knox_authtoken token
JOIN accounts_user account ON account.id = token.user_id AND account.is_active
JOIN accounts_accountpermission given ON given.user_id = account.id
JOIN auth_permission permission ON permission.id = given.permission_id
JOIN django_content_type kind ON kind.id = given.content_type_id
JOIN accounts_port port ON port.id::text = given.object_pk
WHERE token.digest = ANY(%(tokens)s::text[]) AND (token.expiry IS NULL OR token.expiry > now())
  AND permission.codename = '{Capability.ASK_DECISIONS.value}'
  AND kind.app_label = 'accounts' AND kind.model = 'port'
  AND given.valid_from <= statement_timestamp()
  AND (given.valid_until IS NULL OR given.valid_until > statement_timestamp())
"""  # noqa: S608  text of our own; what is asked comes as a parameter


@dataclass(frozen=True, slots=True)
class Port:
    """A port by its key and UN/LOCODE."""

    pk: int
    locode: str


@dataclass(frozen=True, slots=True)
class Caller:
    """Who asks, and where: ports by UN/LOCODE."""

    actor: str
    ports: dict[str, Port] = field(default_factory=dict)


def callers(rows: Iterable[tuple[str, str, int, str]]) -> dict[str, Caller]:
    """By the digest of the token. Who is absent may ask for decisions nowhere."""
    found: dict[str, Caller] = {}
    for digest, username, port, locode in rows:
        caller = found.setdefault(digest, Caller(f"user:{username}"))
        caller.ports[locode] = Port(port, locode)
    return found
