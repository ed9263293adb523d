"""Signs: COSE_Sign1 with EdDSA (RFC 9052, RFC 9053), and the credential as its payload."""

from __future__ import annotations

from typing import Final

from access.credential import cbor, claims
from access.credential.claims import Claims
from access.credential.keys import EDDSA, SigningKey
from portsec.kernel.errors import InvalidInput

SIGN1_TAG: Final = 18
# Header labels: RFC 9052, 3.1; `typ` of RFC 9596, so that a list never passes for a badge.
HEADER_ALG, HEADER_KID, HEADER_TYP = 1, 4, 16

BADGE: Final = "application/badge+cwt"
MOST_BYTES: Final = 396
"""What a QR code of version 15 at level M holds in base45 after our prefix (600 characters). A credential
with three areas and a photo hash has about 310 bytes: version 13. An NTAG 215 chip holds 504."""


def sign_credential(said: Claims, key: SigningKey) -> bytes:
    """The signed credential: at most 396 bytes. Raises InvalidInput when the areas do not fit."""
    token = sign1(claims.encode(said), typ=BADGE, key=key)
    if len(token) > MOST_BYTES:
        problem = "These areas do not fit on a badge; grant the area around them."
        raise InvalidInput(problem, fields={"areas": problem})
    return token


def sign1(payload: bytes, *, typ: str, key: SigningKey) -> bytes:
    """A tagged COSE_Sign1: algorithm, key id and type under the signature, nothing outside it."""
    protected = cbor.encode({HEADER_ALG: EDDSA, HEADER_KID: key.kid, HEADER_TYP: typ})
    signature = key.sign(signed_bytes(protected, payload))
    return cbor.encode(cbor.tagged(SIGN1_TAG, [protected, {}, payload, signature]))


def signed_bytes(protected: bytes, payload: bytes) -> bytes:
    """The Sig_structure of RFC 9052, 4.4, without external data."""
    return cbor.encode(["Signature1", protected, b"", payload])
