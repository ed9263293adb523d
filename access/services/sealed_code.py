"""Seals release codes, so that who reads the database or its backups reads no code."""

from __future__ import annotations

import secrets
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from access.services import key_directory
from portsec.kernel.errors import Unavailable

NONCE_BYTES: Final = 12  # as AES-GCM takes it (NIST SP 800-38D, 8.2)


def seal(code: str, *, about: str) -> bytes:
    """Encrypt a code. It opens only for the same `about`, so that no row can be given another one's code."""
    nonce = secrets.token_bytes(NONCE_BYTES)
    return nonce + AESGCM(key_directory.secret_of_codes()).encrypt(nonce, code.encode(), about.encode())


def unseal(sealed: bytes, *, about: str) -> str:
    """The code, under the present secret or one of before.

    Raises Unavailable where none of them sealed it or the row was tampered with.
    """
    for secret in (key_directory.secret_of_codes(), *key_directory.earlier_secrets_of_codes()):
        code = _opened(secret, sealed, about)
        if code is not None:
            return code
    raise Unavailable("This code cannot be opened any more; the terminal must give a new one.")


def is_sealed_with(secret: bytes, sealed: bytes, *, about: str) -> bool:
    """Whether this secret alone opens it."""
    return _opened(secret, sealed, about) is not None


def _opened(secret: bytes, sealed: bytes, about: str) -> str | None:
    nonce, body = sealed[:NONCE_BYTES], sealed[NONCE_BYTES:]
    try:
        return AESGCM(secret).decrypt(nonce, body, about.encode()).decode()
    except (InvalidTag, ValueError):
        return None
