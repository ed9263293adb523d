"""What a reader trusts: the port's keys and status list, in two files, and how it brings them up to date."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from access.credential import durable_file, key_publication
from access.credential.keys import KeySet, from_jwk_set, to_jwk_set
from access.credential.offline import receive
from access.credential.plain_text import from_json
from access.credential.presented import HeldList
from access.credential.refusal import Untrusted, malformed
from access.credential.status_token import from_jwt
from access.management.service_link import ServiceAnswer, ServiceLink
from portsec.kernel.errors import Unavailable


@dataclass(frozen=True, slots=True)
class Trust:
    """What a reader knows of the port: its keys, its list, and how far its clock was off when last asked."""

    keys: KeySet
    held: HeldList
    list_token: str = ""
    clock_offset: int = 0  # seconds that the service is ahead

    def floor(self) -> datetime:
        """The latest moment that something signed proves to be past."""
        listed = self.held.issued.issued_at if self.held.issued else self.keys.published_at
        return max(listed, self.keys.published_at)


@dataclass(frozen=True, slots=True)
class TrustFiles:
    """Where the keys (JWK set) and the list (JSON around the token) lie, and which list it is."""

    keys: Path
    status_list: Path
    uri: str

    def read(self) -> Trust:
        """Raises Untrusted when a file holds something else, OSError without the keys. No list is no error.

        The list is verified afresh each time: whoever can write the file cannot write a list.
        """
        keys = from_jwk_set(self.keys.read_bytes())
        if not self.status_list.exists():
            return Trust(keys, HeldList())
        said = from_json(self.status_list.read_bytes())
        token, offset = said.get("token"), said.get("clock_offset")
        if not isinstance(token, str) or type(offset) is not int:
            raise malformed(f"{self.status_list} holds no status list.")
        alarms = {name: bool(said.get(name)) for name in ("forged", "rolled_back")}
        try:
            issued = from_jwt(token, keys, uri=self.uri) if token else None
        except Untrusted:
            issued, alarms["forged"] = None, True
        return Trust(keys, HeldList(issued, **alarms), token, offset)

    def write(self, trust: Trust) -> None:
        """The keys first: a list may be signed by the newest of them."""
        durable_file.write(self.keys, json.dumps(to_jwk_set(trust.keys), indent=1) + "\n")
        said = {
            "token": trust.list_token,
            "forged": trust.held.forged,
            "rolled_back": trust.held.rolled_back,
            "clock_offset": trust.clock_offset,
        }
        durable_file.write(self.status_list, json.dumps(said) + "\n")


def refreshed(trust: Trust, link: ServiceLink, *, uri: str, at: datetime) -> Trust:
    """What the reader knows after it asked the service. Raises Unavailable, and Untrusted for forged keys."""
    keys = key_publication.accept(_token(link.keys(), "keys"), trust.keys)
    answer = link.status_list(uri)
    token = _token(answer, "status list")
    held = receive(trust.held, token, keys, uri=uri)
    taken = held.issued is not None and held.issued is not trust.held.issued
    offset = round((answer.date - at).total_seconds()) if answer.date else trust.clock_offset
    return Trust(keys, held, token if taken else trust.list_token, offset)


def _token(answer: ServiceAnswer, what: str) -> str:
    """The body as text; what is no ASCII becomes a text that no token is."""
    if answer.status != 200:
        raise Unavailable(f"The service gives no {what} (status {answer.status}).")
    return answer.body.decode("ascii", "replace").strip()
