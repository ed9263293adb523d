"""The tree as RFC 6962 defines it, word for word and slow: what our quick code is compared with."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence

from ledger.merkle.path import Stored


def leaf(number: int) -> bytes:
    return hashlib.sha256(b"\x00" + str(number).encode()).digest()


def leaves(count: int) -> list[bytes]:
    return [leaf(number) for number in range(count)]


def root(hashes: Sequence[bytes]) -> bytes:
    """MTH, over leaf hashes."""
    if len(hashes) < 2:
        return hashes[0] if hashes else hashlib.sha256(b"").digest()
    split = 1
    while split * 2 < len(hashes):
        split *= 2
    return hashlib.sha256(b"\x01" + root(hashes[:split]) + root(hashes[split:])).digest()


class Store:
    """Stored hashes as the ledger keeps them, made by the definition; counts how many were read."""

    def __init__(self, hashes: Sequence[bytes]) -> None:
        self.hashes = hashes
        self.read_hashes = 0
        self.readings = 0

    def read(self, wanted: Sequence[Stored]) -> Mapping[Stored, Sequence[bytes]]:
        self.readings += 1
        self.read_hashes += sum(each.stop - each.start for each in wanted)
        return {each: [self._one(each.level, at) for at in range(each.start, each.stop)] for each in wanted}

    def _one(self, level: int, index: int) -> bytes:
        width = 256**level
        part = self.hashes[index * width : (index + 1) * width]
        assert len(part) == width, "only full subtrees are stored"
        return root(part)
