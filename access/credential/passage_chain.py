"""The passages that a reader keeps while it is alone: a chain of entries, each signed by its own key."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, fields
from datetime import UTC, datetime
from typing import Any, Final

from access.credential.keys import SigningKey, require_signature
from access.credential.plain_text import from_base64url, from_json, to_base64url
from access.credential.refusal import Untrusted, malformed
from ledger import canonical
from portsec.kernel.errors import Conflict

FIRST: Final = "portsec reader queue 1"
LONGEST_LINE: Final = 4096  # bytes; a usual entry has about 560


class ChainBroken(Conflict):
    """An entry was changed, taken out, put in or moved. `counter` is the first that does not fit."""

    code = "chain_broken"

    def __init__(self, counter: int, detail: str) -> None:
        super().__init__(f"Entry {counter}: {detail}")
        self.counter = counter


@dataclass(frozen=True, slots=True)
class Entry:
    """One presentation as the reader decided it.

    `counter` runs from 0 without gaps. `at` is the reader's clock. `pseudonym`, `status_uri`, `status_index`
    and `kid` (base64url) come from the credential, empty and -1 where it could not be read. `decision` is
    grant, ask or refuse, `reasons` are codes; `decided_by` is "reader", or "guard" where one was asked.
    `list_issued_at` says which list was used ("" none). No name, no badge number, no credential.
    """

    counter: int
    nonce: str
    at: str
    reader: str
    direction: str
    decision: str
    reasons: tuple[str, ...]
    pseudonym: str
    status_uri: str
    status_index: int
    kid: str
    list_issued_at: str
    declared_degraded: bool
    decided_by: str


@dataclass(frozen=True, slots=True)
class Link:
    """An entry with its place in the chain. `line`: its bytes in the file and on the way, without newline."""

    entry: Entry
    line: bytes

    @property
    def digest(self) -> str:
        """What the next entry names as the one before: SHA-256 of the whole line, hexadecimal."""
        return hashlib.sha256(self.line).hexdigest()


def timestamp(at: datetime) -> str:
    """An aware time as entries carry it: ISO 8601 in UTC to the microsecond."""
    return str(canonical.plain(at))


def moment_of(text: str) -> datetime:
    """The time of such a text. Raises Untrusted (malformed) for any other."""
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        at = None
    if at is None or at.tzinfo is None or timestamp(at) != text:
        raise malformed("An entry has no readable time.")
    return at.astimezone(UTC)


def first_digest(reader: str, public: bytes) -> str:
    """What entry 0 names as the one before: it binds the chain to the reader and its key."""
    return hashlib.sha256(canonical.encode({"chain": FIRST, "reader": reader, "key": public})).hexdigest()


def link(entry: Entry, previous: str, key: SigningKey) -> Link:
    """The entry signed behind the one of this digest."""
    said = {**asdict(entry), "previous": previous}
    signature = to_base64url(key.sign(canonical.encode(said)))
    return Link(entry, canonical.encode({"entry": said, "signature": signature}))


def read(lines: Iterable[bytes], *, reader: str, public: bytes) -> Iterator[Link]:
    """The chain of these lines from its beginning, checked as it goes.

    `public` is the reader's key, 32 bytes. Raises ChainBroken at the first line that is not exactly what
    the reader wrote there. What was cut off at the end nobody can see from the chain alone: the service keeps
    how far it has come.
    """
    yield from read_on(lines, reader=reader, public=public, previous=first_digest(reader, public), counter=0)


def read_on(
    lines: Iterable[bytes], *, reader: str, public: bytes, previous: str, counter: int
) -> Iterator[Link]:
    """The same from a known place: `previous` is the digest of entry `counter - 1`."""
    for number, line in enumerate(lines, counter):
        try:
            found = _read(line, previous, public)
        except Untrusted as error:
            raise ChainBroken(number, error.detail) from None
        if found.entry.counter != number or found.entry.reader != reader:
            raise ChainBroken(number, "It has another number or comes from another reader.")
        previous = found.digest
        yield found


def _read(line: bytes, previous: str, public: bytes) -> Link:
    if len(line) > LONGEST_LINE:
        raise malformed("It is longer than any entry.")
    said = from_json(line)
    if set(said) != {"entry", "signature"} or not isinstance(said["signature"], str):
        raise malformed("It is no signed entry.")
    entry = _entry(said["entry"], previous)
    if _bytes(said) != line:
        raise malformed("It is not written as the reader writes it.")
    require_signature(public, _bytes(said["entry"]), from_base64url(said["signature"]))
    return Link(entry, line)


def _entry(said: Any, previous: str) -> Entry:
    kinds = {entry_field.name: entry_field.type for entry_field in fields(Entry)}
    if not isinstance(said, dict) or set(said) != {*kinds, "previous"}:
        raise malformed("It lacks a line or has one too many.")
    if said["previous"] != previous:
        raise malformed("It does not follow the one before it.")
    values = {name: value for name, value in said.items() if name != "previous"}
    wanted = {"int": int, "bool": bool, "tuple[str, ...]": list, "str": str}
    if any(type(values[name]) is not wanted[str(kind)] for name, kind in kinds.items()):
        raise malformed("It holds something of another kind.")
    if not all(isinstance(reason, str) for reason in values["reasons"]):
        raise malformed("It holds something of another kind.")
    moment_of(values["at"])
    return Entry(**{**values, "reasons": tuple(values["reasons"])})


def _bytes(said: dict[str, Any]) -> bytes:
    try:
        return canonical.encode(said)
    except (TypeError, ValueError):
        raise malformed("It holds something that has no one form.") from None
