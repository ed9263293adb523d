"""The bytes that stand for an entry: one form, whatever the process or the version of Python.

Sorted keys, no spaces, ASCII escapes, no floats, times in UTC with microseconds (the form of RFC 8785
for the values that we allow). The hash of the content is made as RFC 6962 makes a
leaf's: SHA-256 over 0x00 and these bytes.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

from ledger.merkle.hashing import leaf_hash

SCHEMA = 1  # version of the canonical form; old entries keep theirs


def plain(value: Any) -> Any:
    """The value as JSON may carry it. Raises TypeError for anything ambiguous, floats included."""
    if value is None or isinstance(value, bool | int):
        return value
    if isinstance(value, str):
        return str(value)
    if isinstance(value, datetime):
        if value.tzinfo is None:
            raise TypeError("a time without an offset has no canonical form")
        return f"{value.astimezone(UTC).replace(tzinfo=None).isoformat(timespec='microseconds')}Z"
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, UUID):
        return str(value)
    if isinstance(value, bytes | memoryview):
        return bytes(value).hex()
    if isinstance(value, Mapping):
        return {_key(key): plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        items = sorted(value) if isinstance(value, set | frozenset) else value
        return [plain(item) for item in items]
    raise TypeError(f"{type(value).__name__} has no canonical form")


def encode(value: Mapping[str, Any]) -> bytes:
    """Canonical bytes of a mapping."""
    return json.dumps(
        plain(value), sort_keys=True, separators=(",", ":"), ensure_ascii=True, allow_nan=False
    ).encode("ascii")


def _key(value: Any) -> str:
    """1 and "1" would become one key, so only text is taken."""
    if not isinstance(value, str):
        raise TypeError(f"{type(value).__name__} has no canonical form as a key")
    return str(value)


def content_hash(canonical: bytes) -> bytes:
    """32 bytes: what a receipt carries, and what the seal of the entry covers."""
    return leaf_hash(canonical)
