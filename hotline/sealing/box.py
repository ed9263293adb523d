"""The reporter's box: what opens with the receipt alone."""

from __future__ import annotations

import json
import secrets
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from hotline.sealing.size import emptied, filled
from portsec.kernel.errors import Unavailable

NONCE_BYTES: Final = 12  # as AES-GCM takes it (NIST SP 800-38D, 8.2)
BOX_SIZES: Final = (1024,)


@dataclass(frozen=True, slots=True)
class Box:
    """The report's secret key, and what was committed to: the true day, and two salts.

    Recipients never see the true day: together with the hour at which a report appears it would narrow the
    time of lodging.
    """

    secret: str = field(repr=False)
    lodged_on: date
    salt: bytes = field(repr=False)
    content_salt: bytes = field(repr=False)


def locked(box: Box, key: bytes, *, about: str) -> bytes:
    """The box under a receipt's key. It opens only for the same report (`about`)."""
    body = json.dumps(
        [box.secret, box.lodged_on.isoformat(), box.salt.hex(), box.content_salt.hex()]
    ).encode()
    nonce = secrets.token_bytes(NONCE_BYTES)
    return nonce + AESGCM(key).encrypt(nonce, filled(body, BOX_SIZES), about.encode())


def unlocked(sealed: bytes | memoryview, key: bytes, *, about: str) -> Box:
    """Raises Unavailable for another key, or where a byte was changed."""
    raw = bytes(sealed)
    try:
        block = AESGCM(key).decrypt(raw[:NONCE_BYTES], raw[NONCE_BYTES:], about.encode())
    except (InvalidTag, ValueError):
        raise Unavailable("This cannot be opened with this key.", code="not_opened") from None
    secret, day, salt, content_salt = json.loads(emptied(block))
    return Box(secret, date.fromisoformat(day), bytes.fromhex(salt), bytes.fromhex(content_salt))
