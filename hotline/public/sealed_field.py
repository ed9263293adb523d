"""What the pages of one visit know, sealed and carried by the form itself: no cookie, no session, no row."""

from __future__ import annotations

import base64
import binascii
import json
import os
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from portsec.kernel.errors import InvalidInput

FIELD = "sealed"  # name of the hidden field
NONCE_BYTES = 12
# The length of the field says nothing about how much was written.
SIZE_STEP = 8 * 1024  # bytes
LONGEST = 128 * 1024  # characters that are looked at


class Purpose(StrEnum):
    """What a sealed field is for; one made for another purpose is not understood."""

    DRAFT = "draft"
    CONVERSATION = "conversation"


LASTS: Final = {Purpose.DRAFT: timedelta(hours=12), Purpose.CONVERSATION: timedelta(minutes=30)}


class Stale(InvalidInput):
    """The form was not ours, was changed, or lay open too long."""

    code = "stale_form"


def seal(purpose: Purpose, content: dict[str, Any], *, secret: str, at: datetime) -> str:
    """The field's value: content and time, padded to whole steps, readable by this service alone."""
    plain = json.dumps({"at": int(at.timestamp()), "content": content}, separators=(",", ":")).encode()
    padded = plain + b" " * (-len(plain) % SIZE_STEP)
    nonce = os.urandom(NONCE_BYTES)
    sealed = AESGCM(_key(purpose, secret)).encrypt(nonce, padded, purpose.value.encode())
    return base64.urlsafe_b64encode(nonce + sealed).decode("ascii")


def unseal(purpose: Purpose, value: str, *, secret: str, at: datetime) -> dict[str, Any]:
    """What was sealed. Raises Stale when it is not ours, for another purpose, or too old."""
    if not value or len(value) > LONGEST:
        raise Stale("The form is not complete.")
    try:
        raw = base64.urlsafe_b64decode(value.encode("ascii"))
        padded = AESGCM(_key(purpose, secret)).decrypt(
            raw[:NONCE_BYTES], raw[NONCE_BYTES:], purpose.value.encode()
        )
    except (binascii.Error, UnicodeEncodeError, InvalidTag, ValueError):
        raise Stale("The form is not one of ours.") from None
    held = json.loads(padded)
    age = at.timestamp() - held["at"]
    if not -60 <= age <= LASTS[purpose].total_seconds():
        raise Stale("The form lay open for too long.")
    content: dict[str, Any] = held["content"]
    return content


def _key(purpose: Purpose, secret: str) -> bytes:
    """One key a purpose, from the secret of this service alone."""
    return HKDF(SHA256(), 32, salt=None, info=b"portsec hotline form " + purpose.value.encode()).derive(
        secret.encode()
    )
