"""A port that issues: its key, its key set, its status list, and a credential for Erin that is in order."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime, timedelta
from typing import Any

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from access.credential.claims import Claims, StatusReference
from access.credential.keys import KeySet, PublishedKey, SigningKey
from access.credential.sign import sign_credential
from access.credential.status_list import CredentialStatus, build
from access.credential.status_token import PublishedList, published

NOON = datetime(2026, 3, 10, 12, tzinfo=UTC)
SPRING = datetime(2026, 3, 1, tzinfo=UTC)
PORT = "XXPEX"
LIST_URI = "https://badges.port.example/api/v1/status-lists/7"
LIST_SIZE = 1024
INDEX = 417
ERIN = "p7Qx0r3m9sT2uVwYzAbC1d"


def key(number: int) -> SigningKey:
    """A key that is the same in every run."""
    return SigningKey(Ed25519PrivateKey.from_private_bytes(bytes([number]) * 32))


def pem(signing: SigningKey) -> bytes:
    return signing.private.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )


ISSUER = key(1)
KEYS = KeySet((PublishedKey(ISSUER.public, signs_from=SPRING),), published_at=SPRING)


def claims(**other: Any) -> Claims:
    said: dict[str, Any] = {
        "pseudonym": ERIN,
        "audience": PORT,
        "areas": ("TERMINAL", "CUSTOMS", "CAR-PARK-2"),
        "issued_at": NOON - timedelta(days=2),
        "not_before": NOON - timedelta(days=2),
        "expires": NOON + timedelta(days=28),
        "status": StatusReference(LIST_URI, INDEX),
        "photo_hash": hashlib.sha256(b"picture").digest(),
    }
    return Claims(**said | other)


def credential(signing: SigningKey = ISSUER, **other: Any) -> bytes:
    return sign_credential(claims(**other), signing)


def listed(
    status: CredentialStatus = CredentialStatus.VALID,
    *,
    at: datetime = NOON - timedelta(minutes=5),
    isps_level: int = 1,
    uri: str = LIST_URI,
    size: int = LIST_SIZE,
) -> PublishedList:
    """A list in which Erin's credential has this status and every seventh other one is invalid."""
    others = [(index, CredentialStatus.INVALID) for index in range(0, size, 7) if index != INDEX]
    entries = [*others, (INDEX, status)] if size > INDEX else others
    return published(uri, build(size, entries), isps_level=isps_level, at=at)
