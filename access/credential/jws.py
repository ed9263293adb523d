"""JSON tokens signed with Ed25519: compact JWS (RFC 7515, RFC 8037) with three header lines and no others."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from access.credential.keys import KeySet, PublishedKey, SigningKey
from access.credential.plain_text import from_base64url, from_json, to_base64url
from access.credential.refusal import Fault, Untrusted, malformed


def sign(said: Mapping[str, Any], *, typ: str, key: SigningKey) -> str:
    """The token `header.payload.signature`."""
    header = {"alg": "EdDSA", "kid": to_base64url(key.kid), "typ": typ}
    signed = f"{_part(header)}.{_part(said)}"
    return f"{signed}.{to_base64url(key.sign(signed.encode('ascii')))}"


def verify(token: str, *, typ: str, keys: KeySet) -> tuple[dict[str, Any], PublishedKey]:
    """What a token of this type says, and the key that says so. Raises Untrusted and nothing else.

    A header line that we do not know is refused: `crit`, `jku`, `jwk` and their like choose keys or rules.
    """
    parts = token.split(".")
    if len(parts) != 3:
        raise malformed("This is no signed token.")
    header = from_json(from_base64url(parts[0]))
    if set(header) != {"alg", "kid", "typ"} or header["alg"] != "EdDSA" or not isinstance(header["kid"], str):
        raise malformed("The header names another algorithm, or no key, or says too much.")
    if header["typ"] != typ:
        raise Untrusted(Fault.TYPE_WRONG, "This was signed for another purpose.")
    key = keys.find(from_base64url(header["kid"]))
    key.require_signed(f"{parts[0]}.{parts[1]}".encode("ascii"), from_base64url(parts[2]))
    return from_json(from_base64url(parts[1])), key


def _part(value: Mapping[str, Any]) -> str:
    return to_base64url(json.dumps(value, separators=(",", ":"), sort_keys=True).encode("ascii"))
