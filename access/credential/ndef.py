"""A credential on an NFC chip: an NDEF message of one record of an external type (NFC Forum NDEF, RTD)."""

from __future__ import annotations

import re
from typing import Final

from access.credential.refusal import malformed
from access.credential.sign import MOST_BYTES
from portsec.kernel.errors import InvalidInput

MESSAGE_BEGIN, MESSAGE_END, SHORT_RECORD, EXTERNAL = 0x80, 0x40, 0x10, 0x04
KIND: Final = "badge"
_DOMAIN = re.compile(r"[a-z0-9-]{1,40}(\.[a-z0-9-]{1,40}){1,4}")


def to_ndef(token: bytes, *, domain: str) -> bytes:
    """The bytes of the chip: the credential and about 30 more, so 340 for a usual badge (NTAG 215 holds 504).

    `domain` is a name that the issuer owns, as the record type `domain:badge` asks. Raises InvalidInput for
    what is none, and for an empty or too long credential.
    """
    kind = _kind(domain)
    if not 0 < len(token) <= MOST_BYTES:
        raise InvalidInput("A chip carries one credential.")
    short = len(token) < 256
    flags = MESSAGE_BEGIN | MESSAGE_END | EXTERNAL | (SHORT_RECORD if short else 0)
    return bytes((flags, len(kind))) + len(token).to_bytes(1 if short else 4, "big") + kind + token


def from_ndef(message: bytes, *, domain: str) -> bytes:
    """The credential of a message of exactly that form. Raises Untrusted (malformed) for any other."""
    short = len(message) > 0 and bool(message[0] & SHORT_RECORD)
    body = 3 if short else 6
    token = message[body + len(_kind(domain)) :]
    if not 0 < len(token) <= MOST_BYTES or message != to_ndef(token, domain=domain):
        raise malformed("This chip holds no badge of this issuer.")
    return token


def _kind(domain: str) -> bytes:
    if not _DOMAIN.fullmatch(domain):
        raise InvalidInput("The issuer's domain is a name such as badges.port.example.")
    return f"{domain}:{KIND}".encode("ascii")
