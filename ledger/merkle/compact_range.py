"""The state that a growing tree needs: the roots of its full subtrees, at most 64 hashes."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Final

from ledger.merkle.hashing import EMPTY_ROOT, HASH_BYTES, NODE_PREFIX, folded

TILE_HEIGHT: Final = 8
TILE_WIDTH: Final = 1 << TILE_HEIGHT


@dataclass(frozen=True, slots=True)
class Subtree:
    """The root of a full subtree of 256**level leaves, `index` such subtrees from the left."""

    level: int
    index: int
    hash: bytes


@dataclass(slots=True)
class CompactRange:
    """A tree of `size` leaves. `peaks` are the roots of its full subtrees, the largest first."""

    size: int = 0
    peaks: list[bytes] = field(default_factory=list)

    @classmethod
    def from_bytes(cls, size: int, raw: bytes) -> CompactRange:
        """What `to_bytes` gave. Raises ValueError where the length does not fit the size."""
        if size < 0 or len(raw) != HASH_BYTES * size.bit_count():
            raise ValueError(f"{len(raw)} bytes are no compact range of {size} leaves")
        return cls(size, [raw[at : at + HASH_BYTES] for at in range(0, len(raw), HASH_BYTES)])

    def to_bytes(self) -> bytes:
        return b"".join(self.peaks)

    @property
    def root(self) -> bytes:
        return folded(self.peaks) if self.peaks else EMPTY_ROOT

    def extend(self, leaves: Iterable[bytes]) -> list[Subtree]:
        """Append leaf hashes; returns each subtree of 256, 65,536 … leaves that became full by it."""
        full: list[Subtree] = []
        peaks = self.peaks
        for leaf in leaves:
            # The binary digits of the size say which peaks the new leaf completes, as in an addition. Written
            # out here, because 100,000 leaves a second pass.
            peak, digits, height = leaf, self.size, 0
            while digits & 1:
                peak = sha256(NODE_PREFIX + peaks.pop() + peak).digest()
                digits >>= 1
                height += 1
                if not height % TILE_HEIGHT:
                    full.append(Subtree(height // TILE_HEIGHT, digits, peak))
            peaks.append(peak)
            self.size += 1
        return full
