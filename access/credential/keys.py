"""Keys that sign credentials and lists, and the set that a port publishes: JWK set and COSE_KeySet."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any, Final

from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from access.credential import cbor
from access.credential.claims import LONGEST_VALIDITY, moment
from access.credential.plain_text import from_base64url, from_json, to_base64url
from access.credential.refusal import Fault, Untrusted, malformed
from portsec.kernel.errors import InvalidInput

KID_BYTES: Final = 8
"""Of the key's thumbprint: enough to tell a port's keys apart. A kid is a hint, the signature the proof."""
PUBLIC_BYTES: Final = 32
MOST_KEYS: Final = 32  # a port that rotates monthly has two or three in force

# COSE_Key labels (RFC 9052, 7.1 and RFC 9053, 7.2)
KTY, KID, ALG, CRV, X = 1, 2, 3, -1, -2
OKP, EDDSA, ED25519 = 1, -8, 6


@dataclass(frozen=True, slots=True)
class SigningKey:
    """An Ed25519 key that signs. Held by the signing process alone, never in the database."""

    private: Ed25519PrivateKey = field(repr=False)

    @classmethod
    def new(cls) -> SigningKey:
        return cls(Ed25519PrivateKey.generate())

    @classmethod
    def from_pem(cls, data: bytes) -> SigningKey:
        """From PKCS 8 without a password. Raises InvalidInput for anything else."""
        try:
            key = serialization.load_pem_private_key(data, password=None)
        except (ValueError, TypeError, UnsupportedAlgorithm):
            raise InvalidInput("This file holds no private key in PEM form.") from None
        if not isinstance(key, Ed25519PrivateKey):
            raise InvalidInput("This key is no Ed25519 key.")
        return cls(key)

    @property
    def public(self) -> bytes:
        return self.private.public_key().public_bytes_raw()

    @property
    def kid(self) -> bytes:
        return key_id(self.public)

    def sign(self, message: bytes) -> bytes:
        """64 bytes."""
        return self.private.sign(message)


@dataclass(frozen=True, slots=True)
class PublishedKey:
    """A public key and the time in which it signs; `signs_until` None: no end is set yet.

    It verifies longer than it signs, until the last credential of its time has ended.
    """

    public: bytes
    signs_from: datetime
    signs_until: datetime | None = None

    @property
    def kid(self) -> bytes:
        return key_id(self.public)

    @property
    def verifies_until(self) -> datetime | None:
        return self.signs_until + LONGEST_VALIDITY if self.signs_until else None

    def signs_at(self, at: datetime) -> bool:
        return self.signs_from <= at and (self.signs_until is None or at <= self.signs_until)

    def require_signed(self, message: bytes, signature: bytes) -> None:
        """Raises Untrusted (signature_wrong) unless this key made the signature."""
        require_signature(self.public, message, signature)

    def require_signing_at(self, at: datetime) -> None:
        """Raises Untrusted (key_retired): a key that leaks after its time makes nothing new."""
        if not self.signs_at(at):
            raise Untrusted(Fault.KEY_RETIRED, "This was signed outside the time of its key.")


@dataclass(frozen=True, slots=True)
class KeySet:
    """The keys that a port publishes, and when it did. Raises InvalidInput for two keys of one id."""

    keys: tuple[PublishedKey, ...]
    published_at: datetime

    def __post_init__(self) -> None:
        if len({key.kid for key in self.keys}) != len(self.keys) or len(self.keys) > MOST_KEYS:
            raise InvalidInput(f"A key set has up to {MOST_KEYS} keys, each once.")

    def find(self, kid: bytes) -> PublishedKey:
        """Raises Untrusted (key_unknown)."""
        for key in self.keys:
            if key.kid == kid:
                return key
        raise Untrusted(Fault.KEY_UNKNOWN, "No published key has this id.")

    def rotated(self, public: bytes, *, at: datetime, overlap: timedelta = timedelta(0)) -> KeySet:
        """The set after a new key has taken over: the old one signs until `at + overlap`, then only verifies.

        Keys whose last credential has ended are dropped. Raises InvalidInput for a key that is in the set.
        """
        at = at.replace(microsecond=0)  # as published; a list of the same second is inside
        kept = tuple(
            replace(key, signs_until=at + overlap) if key.signs_until is None else key
            for key in self.keys
            if key.verifies_until is None or key.verifies_until > at
        )
        return KeySet((*kept, PublishedKey(public, signs_from=at)), published_at=at)

    def without(self, kid: bytes, *, at: datetime) -> KeySet:
        """The set after a key was lost to somebody: nothing that it signed holds any longer."""
        return KeySet(tuple(key for key in self.keys if key.kid != kid), published_at=at)


def require_signature(public: bytes, message: bytes, signature: bytes) -> None:
    """Raises Untrusted (signature_wrong) unless the key of these 32 bytes signed the message; 0.1 ms."""
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(signature, message)
    except (InvalidSignature, ValueError):
        raise Untrusted(Fault.SIGNATURE_WRONG, "The signature does not fit.") from None


def key_id(public: bytes) -> bytes:
    """The first eight bytes of the COSE key thumbprint with SHA-256 (RFC 9679)."""
    return hashlib.sha256(cbor.encode({KTY: OKP, CRV: ED25519, X: public})).digest()[:KID_BYTES]


def to_jwk_set(keys: KeySet) -> dict[str, Any]:
    """As a JWK set (RFC 7517, RFC 8037). `nbf` and `exp` as in the key history of OpenID Federation: from
    when the key signs, and from when nothing signed by it holds; `iat` is when the set was published."""
    return {"iat": _seconds(keys.published_at), "keys": [_to_jwk(key) for key in keys.keys]}


def from_jwk_set(document: str | bytes | Mapping[str, Any]) -> KeySet:
    """Raises Untrusted (malformed) for anything but a set of Ed25519 keys for signatures."""
    said = document if isinstance(document, Mapping) else from_json(document)
    keys = said.get("keys")
    if not isinstance(keys, list):
        raise malformed("A JWK set has a list of keys.")
    return _key_set([_from_jwk(key) for key in keys], moment(said.get("iat")))


def to_cose_key_set(keys: KeySet) -> bytes:
    """As a COSE_KeySet (RFC 9052, 7): an array of keys, about 75 bytes each, no time of publication."""
    return cbor.encode([_to_cose(key) for key in keys.keys])


def from_cose_key_set(data: bytes, *, published_at: datetime) -> KeySet:
    """Raises Untrusted (malformed) for anything but a set of Ed25519 keys for EdDSA."""
    said = cbor.decode(data)
    if not isinstance(said, list):
        raise malformed("A COSE_KeySet is an array of keys.")
    return _key_set([_from_cose(key) for key in said], published_at)


def _to_jwk(key: PublishedKey) -> dict[str, Any]:
    return {
        "kty": "OKP",
        "crv": "Ed25519",
        "use": "sig",
        "alg": "EdDSA",
        "kid": to_base64url(key.kid),
        "x": to_base64url(key.public),
        **_window(key),
    }


def _from_jwk(said: Any) -> PublishedKey:
    fixed = {"kty": "OKP", "crv": "Ed25519", "use": "sig", "alg": "EdDSA"}
    if not isinstance(said, Mapping) or any(said.get(name) != value for name, value in fixed.items()):
        raise malformed("A key of the set is no Ed25519 key for signatures.")
    if "key_ops" in said or "d" in said:  # never published here; a set that has them is not ours
        raise malformed("A key of the set says more than a published key may.")
    x, kid = said.get("x"), said.get("kid")
    if not isinstance(x, str) or not isinstance(kid, str):
        raise malformed("A key of the set has no value or no id.")
    return _published(from_base64url(x), from_base64url(kid), said)


def _to_cose(key: PublishedKey) -> dict[int | str, Any]:
    said: dict[int | str, Any] = {KTY: OKP, KID: key.kid, ALG: EDDSA, CRV: ED25519, X: key.public}
    said.update(_window(key))
    return said


def _from_cose(said: Any) -> PublishedKey:
    fixed = {KTY: OKP, ALG: EDDSA, CRV: ED25519}
    if not isinstance(said, Mapping) or any(said.get(name) != value for name, value in fixed.items()):
        raise malformed("A key of the set is no Ed25519 key for EdDSA.")
    if not set(said) <= {*fixed, KID, X, "nbf", "exp"}:
        raise malformed("A key of the set says more than a published key may.")
    return _published(said.get(X), said.get(KID), said)


def _published(public: Any, kid: Any, said: Mapping[Any, Any]) -> PublishedKey:
    if not isinstance(public, bytes) or len(public) != PUBLIC_BYTES or kid != key_id(public):
        raise malformed("A key of the set has another id than its own.")
    ends = moment(said["exp"]) - LONGEST_VALIDITY if "exp" in said else None
    return PublishedKey(public, signs_from=moment(said.get("nbf")), signs_until=ends)


def _window(key: PublishedKey) -> dict[str, int]:
    window = {"nbf": _seconds(key.signs_from)}
    return window | ({"exp": _seconds(key.verifies_until)} if key.verifies_until else {})


def _key_set(keys: list[PublishedKey], published_at: datetime) -> KeySet:
    try:
        return KeySet(tuple(keys), published_at)
    except InvalidInput as error:
        raise malformed(error.detail) from None


def _seconds(at: datetime) -> int:
    return int(at.timestamp())
