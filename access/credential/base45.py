"""Base45 (RFC 9285): bytes as the characters that a QR code packs best, and a credential as such a text."""

from __future__ import annotations

from typing import Final

from access.credential.refusal import malformed

ALPHABET: Final = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:"
VALUES: Final = {character: value for value, character in enumerate(ALPHABET)}

PREFIX: Final = "PB1:"
"""Port badge, first form. A reader knows by it what it reads, and a new form gets a new number."""


def to_text(token: bytes) -> str:
    """A credential for a QR code: three characters for two bytes."""
    return PREFIX + encode(token)


def from_text(text: str) -> bytes:
    """The credential of such a text. Raises Untrusted (malformed)."""
    if not text.startswith(PREFIX):
        raise malformed(f"This text does not begin with {PREFIX}")
    return decode(text.removeprefix(PREFIX))


def encode(data: bytes) -> str:
    """Two bytes become three characters, least significant first; a last single one becomes two."""
    written = []
    for start in range(0, len(data) - 1, 2):
        rest, first = divmod(data[start] << 8 | data[start + 1], 45)
        third, second = divmod(rest, 45)
        written.append(ALPHABET[first] + ALPHABET[second] + ALPHABET[third])
    if len(data) % 2:
        second, first = divmod(data[-1], 45)
        written.append(ALPHABET[first] + ALPHABET[second])
    return "".join(written)


def decode(text: str) -> bytes:
    """The bytes. Raises Untrusted for foreign characters, a wrong length, and groups beyond 65,535 or 255."""
    try:
        values = [VALUES[character] for character in text]
    except KeyError:
        raise malformed("This text has characters that base45 does not know.") from None
    if len(values) % 3 == 1:
        raise malformed("This text is cut off.")
    read = bytearray()
    for start in range(0, len(values), 3):
        group = values[start : start + 3]
        number, width = sum(value * 45**place for place, value in enumerate(group)), len(group) - 1
        if number >= 256**width:
            raise malformed("This text is no base45.")
        read += number.to_bytes(width, "big")
    return bytes(read)
