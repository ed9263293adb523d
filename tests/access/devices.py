"""A device of the tests: it has a key, writes a queue, and speaks the API."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.test import Client

from access.credential.keys import SigningKey
from access.credential.passage_chain import Entry, first_digest, link, timestamp
from access.credential.plain_text import to_base64url
from access.models import Credential, Reader
from access.services.device import PROOF, plain


def proof(key: SigningKey, code: str) -> bytes:
    return key.sign(PROOF + plain(code).encode("ascii"))


@dataclass
class Device:
    """What it wrote so far stands in `lines`; `token` is empty before it is enrolled."""

    reader: Reader
    key: SigningKey = field(default_factory=SigningKey.new)
    token: str = ""
    lines: list[bytes] = field(default_factory=list)
    previous: str = ""

    def enrols(self, code: str, /, **other: Any) -> Any:
        said = {
            "code": code,
            "public_key": to_base64url(self.key.public),
            "proof": to_base64url(proof(self.key, code)),
        }
        answer = Client().post("/api/v1/devices/enrol", {**said, **other}, content_type="application/json")
        if answer.status_code == 201:
            self.token = answer.json()["token"]
        return answer

    def asks(self, method: str, path: str, body: Any = None, **more: Any) -> Any:
        headers = {"Authorization": f"Token {self.token}"} if self.token else {}
        return getattr(Client(), method)(path, body, headers=headers | more.pop("headers", {}), **more)

    def uploads(self, *lines: bytes, reader: str = "") -> Any:
        return self.asks(
            "post",
            f"/api/v1/gate/queues/{reader or self.reader.code}",
            b"".join(line + b"\n" for line in lines),
            content_type="application/x-ndjson",
        )

    def passes(self, credential: Credential | None, *, at: datetime, **other: Any) -> bytes:
        """Decides alone about a credential, and keeps it."""
        number = len(self.lines)
        usual: dict[str, Any] = {
            "counter": number,
            "nonce": f"alone-{number}",
            "at": timestamp(at),
            "reader": self.reader.code,
            "direction": "in",
            "decision": "grant",
            "reasons": (),
            "pseudonym": credential.pseudonym if credential else "",
            "status_uri": credential.status_list.uri if credential else "",
            "status_index": credential.status_index if credential else -1,
            "kid": to_base64url(bytes(credential.kid)) if credential else "",
            "list_issued_at": "",
            "declared_degraded": False,
            "decided_by": "reader",
        }
        before = self.previous or first_digest(self.reader.code, self.key.public)
        written = link(Entry(**{**usual, **other}), before, self.key)
        self.previous = written.digest
        self.lines.append(written.line)
        return written.line
