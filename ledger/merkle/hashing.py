"""The two hashes of the tree. A leaf and a node begin with different bytes: neither passes for the other."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import Final

LEAF_PREFIX: Final = b"\x00"
NODE_PREFIX: Final = b"\x01"
HASH_BYTES: Final = 32
EMPTY_ROOT: Final = hashlib.sha256(b"").digest()


def leaf_hash(data: bytes) -> bytes:
    """32 bytes; RFC 6962 section 2.1."""
    return hashlib.sha256(LEAF_PREFIX + data).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """32 bytes; RFC 6962 section 2.1."""
    return hashlib.sha256(NODE_PREFIX + left + right).digest()


def folded(peaks: Sequence[bytes]) -> bytes:
    """The root over full subtrees of falling size, given from left to right. Raises ValueError for none."""
    if not peaks:
        raise ValueError("there is no subtree to fold")
    root = peaks[-1]
    for left in reversed(peaks[:-1]):
        root = node_hash(left, root)
    return root
