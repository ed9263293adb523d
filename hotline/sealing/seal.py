"""Seals bytes to a public key and opens them again, in fixed sizes."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

import pyrage
from pyrage import x25519

from hotline.sealing.identity import Identity
from hotline.sealing.size import LENGTH_BYTES, emptied, filled
from portsec.kernel.errors import Unavailable

# An age file with one recipient is longer than its content by the header and a tag for each 64 KiB. The
# header varies by some hundred bytes, because rage adds a line at random; `seal` fills that up as well.
HEADER_AT_MOST: Final = 1024
CHUNK: Final = 64 * 1024
TAG_BYTES: Final = 16
KEY_SIZES: Final = (256,)


def seal(content: bytes, public_key: str, *, sizes: Iterable[int]) -> bytes:
    """The content for whoever holds the secret of `public_key`; equally long for all contents of one size.

    Raises InvalidInput when it is longer than the largest size.
    """
    block = filled(content, sizes)
    file = pyrage.encrypt(block, [x25519.Recipient.from_str(public_key)])
    return filled(file, [LENGTH_BYTES + sealed_length(len(block))])


def opened(sealed: bytes | memoryview, identity: Identity) -> bytes:
    """The content. Raises Unavailable for another key, or where a byte was changed."""
    try:
        file = emptied(bytes(sealed))
        return emptied(pyrage.decrypt(file, [x25519.Identity.from_str(identity.secret)]))
    except (pyrage.DecryptError, pyrage.IdentityError, ValueError):
        raise Unavailable("This cannot be opened with this key.", code="not_opened") from None


def seal_key(identity: Identity, public_key: str) -> bytes:
    """A report's secret for one more holder."""
    return seal(identity.secret.encode(), public_key, sizes=KEY_SIZES)


def sealed_length(block: int) -> int:
    """The most bytes that an age file of a block of this size can have."""
    return block + HEADER_AT_MOST + TAG_BYTES * (block // CHUNK + 1)
