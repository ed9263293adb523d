"""The bytes that become one leaf of the tree: the hash of an entry's content, and what the database added.

The content itself stays outside. So the tree can be shown to witnesses and sister ports without a word of it,
an entry of any length has a leaf of about a hundred bytes, and content that the law wants gone leaves every
proof as it was. The hash is no key to personal data: each content holds a random id of 122 bits.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Final

from ledger.merkle.hashing import leaf_hash

EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND: Final = timedelta(microseconds=1)


def encode(content_hash: bytes, clock: int, position: int) -> bytes:
    """The seal in canonical form; `clock` in microseconds since 1970."""
    return b'{"content":"%s","database_clock":%d,"position":%d}' % (
        content_hash.hex().encode("ascii"),
        clock,
        position,
    )


def leaf(content_hash: bytes, clock: int, position: int) -> bytes:
    """The leaf hash of the seal."""
    return leaf_hash(encode(content_hash, clock, position))


def microseconds(at: datetime) -> int:
    """Microseconds since 1970, without rounding through a float."""
    return (at - EPOCH) // MICROSECOND
