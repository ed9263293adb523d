"""Base64url and JSON as tokens carry them, read strictly: one text for one value."""

from __future__ import annotations

import base64
import binascii
import json
from typing import Any

from access.credential.refusal import malformed


def to_base64url(data: bytes) -> str:
    """Base64url without padding (RFC 7515, 2)."""
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode("ascii")


def from_base64url(text: str) -> bytes:
    """The bytes. Raises Untrusted for padding, foreign characters, and bits that no encoder leaves set."""
    try:
        data = base64.b64decode(text.encode("ascii") + b"=" * (-len(text) % 4), b"-_", validate=True)
    except (ValueError, binascii.Error):
        raise malformed("This is no base64url.") from None
    if to_base64url(data) != text:
        raise malformed("This is base64url, but not in its one form.")
    return data


def from_json(text: str | bytes) -> dict[str, Any]:
    """The object. Raises Untrusted for anything but one JSON object without duplicate keys."""
    try:
        value = json.loads(text, object_pairs_hook=_once, parse_constant=_no_constant)
    except (ValueError, RecursionError):
        raise malformed("This is no JSON that we read.") from None
    if not isinstance(value, dict):
        raise malformed("This is JSON, but no object.")
    return value


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """A proxy may read the first of two equal keys and we the second, so two are none."""
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("duplicate key")
    return found


def _no_constant(name: str) -> Any:
    raise ValueError(name)
