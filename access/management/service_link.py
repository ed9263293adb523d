"""How a gate device speaks with the service: HTTP of the standard library, one request a connection."""

from __future__ import annotations

import http.client
import json
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any, Final
from urllib.parse import quote, urlsplit

from portsec.kernel.errors import InvalidInput, Unavailable

TIMEOUT: Final = 3.0
"""Seconds for an answer. A driver at the barrier waits no longer; then the reader decides alone."""
JSON: Final = "application/json"
LONGEST_ANSWER: Final = 8 * 2**20  # bytes; a list of 16 million badges has less


@dataclass(frozen=True, slots=True)
class ServiceAnswer:
    """Status, body, and the time of the service in its Date header (None where it gave none)."""

    status: int
    body: bytes
    date: datetime | None

    def json(self) -> dict[str, Any]:
        """The body as a JSON object. Raises Unavailable: whoever answers otherwise is not the service."""
        try:
            said = json.loads(self.body)
        except ValueError:
            said = None
        if not isinstance(said, dict):
            raise Unavailable("The service answered with something else than JSON.")
        return said


class ServiceLink:
    """The service at one address. Raises InvalidInput for an address that is no http one."""

    def __init__(self, url: str, *, token: str = "", timeout: float = TIMEOUT) -> None:
        parts = urlsplit(url)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise InvalidInput(f"{url} is no address of a service.")
        self._parts, self._token, self._timeout = parts, token, timeout

    def attempt(self, said: dict[str, Any]) -> ServiceAnswer:
        """Submit one attempt at a gate; the same reader and nonce get the same answer again."""
        body = json.dumps(said).encode("utf-8")
        return self._ask("POST", "/api/v1/gate/attempts", body, JSON)

    def enrol(self, said: dict[str, Any]) -> dict[str, Any]:
        """Enrol with a code and a key. Raises Unavailable when the service does not take them."""
        answer = self._ask("POST", "/api/v1/devices/enrol", json.dumps(said).encode("utf-8"), JSON)
        if answer.status != 201:
            raise Unavailable(f"The service enrols no device so: {detail_of(answer.json())}")
        return answer.json()

    def hand_over(self, reader: str, lines: list[bytes]) -> int:
        """Hand over signed passages in order; returns the number of the entry that the service wants next.

        Raises Unavailable when it takes none.
        """
        path = f"/api/v1/gate/queues/{quote(reader, safe='')}"
        answer = self._ask("POST", path, b"".join(line + b"\n" for line in lines), "application/x-ndjson")
        wanted = answer.json().get("next")
        if answer.status != 200 or type(wanted) is not int:
            raise Unavailable(f"The service does not take the queue: {detail_of(answer.json())}")
        return wanted

    def keys(self) -> ServiceAnswer:
        """The published keys as a signed token."""
        return self._ask("GET", "/api/v1/credential-keys", accept="application/jwk-set+jwt")

    def status_list(self, uri: str) -> ServiceAnswer:
        """The status list of this address, asked of this service."""
        return self._ask("GET", urlsplit(uri).path, accept="application/statuslist+jwt")

    def _ask(
        self,
        method: str,
        path: str,
        body: bytes | None = None,
        kind: str = "",
        accept: str = "application/json",
    ) -> ServiceAnswer:
        headers = {"Accept": accept}
        if self._token:
            headers["Authorization"] = f"Token {self._token}"
        if kind:
            headers["Content-Type"] = kind
        connection = self._connection()
        try:
            connection.request(method, self._parts.path.rstrip("/") + path, body, headers)
            answer = connection.getresponse()
            return _checked(answer.status, answer.read(LONGEST_ANSWER + 1), answer.getheader("Date"))
        except (OSError, http.client.HTTPException) as error:
            raise Unavailable(f"The service does not answer: {error}") from None
        finally:
            connection.close()

    def _connection(self) -> http.client.HTTPConnection:
        secure = self._parts.scheme == "https"
        kind = http.client.HTTPSConnection if secure else http.client.HTTPConnection
        return kind(self._parts.hostname or "", self._parts.port, timeout=self._timeout)


def detail_of(said: dict[str, Any]) -> str:
    """The sentence of an error answer."""
    return str(said.get("detail") or "no reason given")


def _checked(status: int, body: bytes, date: str | None) -> ServiceAnswer:
    """A service in trouble is one that cannot be reached; what it refuses is an answer."""
    if status >= 500 or len(body) > LONGEST_ANSWER:
        raise Unavailable(f"The service is in trouble (status {status}).")
    return ServiceAnswer(status, body, _moment(date))


def _moment(date: str | None) -> datetime | None:
    try:
        found = parsedate_to_datetime(date) if date else None
    except ValueError:
        return None
    return found.astimezone(UTC) if found is not None and found.tzinfo is not None else None
