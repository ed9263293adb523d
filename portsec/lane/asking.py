"""The first statement of a batch: whose device asks, at which reader, and whether it was answered before."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from access.services.gate_attempt import Place
from accounts.roles import Capability

WHO: Final = f"""
SELECT asked.place, account.username, reader.id, reader.code, port.id, port.locode
FROM jsonb_to_recordset(%(asked)s::jsonb) AS asked(place int, token text, reader text, nonce text)
JOIN knox_authtoken token ON token.digest = asked.token AND (token.expiry IS NULL OR token.expiry > now())
JOIN accounts_user account ON account.id = token.user_id AND account.is_active AND account.is_device
JOIN access_reader reader ON reader.device_id = account.id AND reader.code = asked.reader
JOIN accounts_port port ON port.id = reader.port_id
WHERE EXISTS (
    SELECT FROM accounts_accountpermission given
    JOIN auth_permission permission ON permission.id = given.permission_id
    JOIN django_content_type kind ON kind.id = given.content_type_id
    WHERE given.user_id = account.id AND given.object_pk = port.id::text
      AND permission.codename = '{Capability.SUBMIT_GATE_ATTEMPTS.value}'
      AND kind.app_label = 'accounts' AND kind.model = 'port'
      AND given.valid_from <= statement_timestamp()
      AND (given.valid_until IS NULL OR given.valid_until > statement_timestamp()))
  AND NOT EXISTS (
    SELECT FROM access_eventkey known
    WHERE known.port = port.id AND known.stream = 'gate' AND known.source = 'reader:' || reader.code
      AND known.code = asked.nonce)
"""  # noqa: S608  text of our own; what is asked comes as a parameter


@dataclass(frozen=True, slots=True)
class Device:
    """Who asks, and at which reader."""

    actor: str
    place: Place


def as_json(asked: Iterable[tuple[str, str, str]]) -> str:
    """The parameter of `WHO`: (digest of the token, reader, nonce) of each."""
    return json.dumps(
        [
            {"place": place, "token": token, "reader": reader, "nonce": nonce}
            for place, (token, reader, nonce) in enumerate(asked)
        ]
    )


def devices(rows: Iterable[tuple[int, str, int, str, int, str]]) -> dict[int, Device]:
    """By place. Who is absent is no device of that reader, or asks with a nonce that has its answer."""
    return {place: Device(f"user:{username}", Place(*row)) for place, username, *row in rows}
