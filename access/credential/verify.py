"""Verifies: raises Untrusted with its fault, and never anything else, whatever the bytes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from access.credential import cbor, claims
from access.credential.claims import Claims
from access.credential.keys import EDDSA, KeySet, PublishedKey
from access.credential.refusal import Fault, Untrusted, malformed
from access.credential.sign import (
    BADGE,
    HEADER_ALG,
    HEADER_KID,
    HEADER_TYP,
    MOST_BYTES,
    SIGN1_TAG,
    signed_bytes,
)


@dataclass(frozen=True, slots=True)
class Verified:
    """What a credential says, and which key says so."""

    claims: Claims
    kid: bytes


def verify_credential(token: bytes, keys: KeySet) -> Verified:
    """The claims of a credential that a published key has signed in its time; about 0.2 ms.

    Whether it opens here and now is another question: nothing is compared with a clock or a place.
    Raises Untrusted.
    """
    if len(token) > MOST_BYTES:
        raise malformed("This is longer than any credential.")
    payload, key = verify1(token, typ=BADGE, keys=keys)
    said = claims.parse(payload)
    key.require_signing_at(said.issued_at)
    return Verified(said, key.kid)


def verify1(token: bytes, *, typ: str, keys: KeySet) -> tuple[bytes, PublishedKey]:
    """Payload and key of a COSE_Sign1 of this type. Raises Untrusted.

    The algorithm is not the token's to choose: EdDSA, with a key that is published for nothing else.
    """
    protected, payload, signature = _parts(cbor.untagged(cbor.decode(token), SIGN1_TAG))
    header = cbor.decode(protected)
    if not isinstance(header, Mapping) or set(header) != {HEADER_ALG, HEADER_KID, HEADER_TYP}:
        raise malformed("The header lacks a line or has one too many.")
    if header[HEADER_ALG] != EDDSA or not isinstance(header[HEADER_KID], bytes):
        raise malformed("The header names another algorithm, or no key.")
    if header[HEADER_TYP] != typ:
        raise Untrusted(Fault.TYPE_WRONG, "This was signed for another purpose.")
    key = keys.find(header[HEADER_KID])
    key.require_signed(signed_bytes(protected, payload), signature)
    return payload, key


def _parts(value: Any) -> tuple[bytes, bytes, bytes]:
    """Protected header, payload and signature; the unprotected header is empty."""
    if not isinstance(value, list | tuple) or len(value) != 4 or value[1] != {}:
        raise malformed("This is no COSE_Sign1 with an empty unprotected header.")
    protected, _, payload, signature = value
    if not (isinstance(protected, bytes) and isinstance(payload, bytes) and isinstance(signature, bytes)):
        raise malformed("This is no COSE_Sign1.")
    return protected, payload, signature
