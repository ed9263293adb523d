"""Keeps the private halves of signing keys, and the secrets of status lists and codes, in files of their own.

Never in the database: who reads or restores that must not be able to sign a badge or to open a code.
"""

from __future__ import annotations

import hashlib
import hmac
import os
import secrets
from pathlib import Path
from typing import Final

from cryptography.hazmat.primitives import serialization
from django.conf import settings

from access.credential import durable_file
from access.credential.keys import SigningKey
from access.credential.status_index import SECRET_BYTES
from portsec.kernel.errors import InvalidInput, Unavailable

PLACES: Final = "places.secret"
CODES: Final = "codes.secret"
EARLIER_CODES: Final = "codes-*.secret"
CODES_BYTES: Final = 32  # AES-256
OWNER_ONLY: Final = 0o600


def keep(key: SigningKey) -> None:
    """Keep a new key, durably, before anything is signed with it."""
    pem = key.private.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    _write_once(_path(key.kid), pem)


def key_of(kid: bytes) -> SigningKey:
    """The key of this id. Raises Unavailable where its file is missing or holds another key."""
    path = _path(kid)
    try:
        key = SigningKey.from_pem(path.read_bytes())
    except (OSError, InvalidInput):
        key = None
    if key is None or key.kid != kid:
        raise Unavailable(f"The signing key {path.name} is not in CREDENTIAL_KEY_DIR: restore it, or rotate.")
    return key


def has(kid: bytes) -> bool:
    """Whether a file of this key is there."""
    return _path(kid).is_file()


def secret_of_places(public_id: str) -> bytes:
    """The 32 bytes that order the places of one status list, drawn from one secret of the directory.

    That secret is made at the first call. Without it no place can be given, because another order would give
    places a second time: the database refuses those, and a new list has to be opened.
    """
    path = _directory() / PLACES
    if not path.exists():
        _write_once(path, secrets.token_bytes(SECRET_BYTES))
    return hmac.digest(path.read_bytes(), f"status list {public_id}".encode(), hashlib.sha256)


def secret_of_codes() -> bytes:
    """The 32 bytes that release codes are sealed with, made at the first call.

    Without them no code that was kept can be shown any more: the terminal has to give new ones.
    """
    path = _directory() / CODES
    if not path.exists():
        _write_once(path, secrets.token_bytes(CODES_BYTES))
    return path.read_bytes()


def earlier_secrets_of_codes() -> list[bytes]:
    """Those that sealed codes before a rotation and still open what they sealed."""
    return [path.read_bytes() for path in sorted(_directory().glob(EARLIER_CODES))]


def rotate_secret_of_codes() -> None:
    """Seal with a new secret from now on. The present one stays beside it, named by its digest.

    It is kept under that name before the new one takes its place, so that no crash loses it.
    """
    present = secret_of_codes()
    directory, name = _directory(), hashlib.sha256(present).hexdigest()[:16]
    _write_once(directory / EARLIER_CODES.replace("*", name), present)
    new = directory / f".{CODES}.{secrets.token_hex(8)}"
    _write_once(new, secrets.token_bytes(CODES_BYTES))
    new.replace(directory / CODES)
    durable_file.sync_directory(directory / CODES)


def forget_earlier_secrets_of_codes() -> int:
    """Delete the secrets of before; how many. What they alone sealed can never be opened again."""
    paths = list(_directory().glob(EARLIER_CODES))
    for path in paths:
        path.unlink()
    durable_file.sync_directory(_directory() / CODES)
    return len(paths)


def _path(kid: bytes) -> Path:
    return _directory() / f"{kid.hex()}.pem"


def _directory() -> Path:
    path: Path = settings.CREDENTIAL_KEY_DIR
    path.mkdir(mode=0o700, parents=True, exist_ok=True)
    return path


def _write_once(path: Path, data: bytes) -> None:
    """Whole or not at all, readable by its owner alone. Of two processes at once the first one's counts."""
    beside = path.with_name(f".{path.name}.{secrets.token_hex(8)}")
    descriptor = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, OWNER_ONLY)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        os.link(beside, path)
    except FileExistsError:
        pass  # made meanwhile by another process
    finally:
        beside.unlink()
    durable_file.sync_directory(path)
