"""Places in a status list: random to everybody else, and none given twice."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from typing import Final

from portsec.kernel.errors import InvalidInput

ROUNDS: Final = 10
"""Of the Feistel network; with four and a good round function its order is taken for random already."""
SECRET_BYTES: Final = 32
MOST_ENTRIES: Final = 2**24  # 16 million, see status_list.MOST_BYTES


@dataclass(frozen=True, slots=True)
class StatusIndices:
    """All places of one list in a secret order: a permutation keyed by `secret` (32 random bytes).

    Who issues keeps one counter per list and asks for the next place. No free list of a million rows is
    needed, nothing is drawn twice, no place is likelier than another, and who sees places learns neither how
    many were given nor in which order (Token Status List, on unlinkability). A place is never given back.
    Raises InvalidInput for a short secret or a size outside 4 to 16 million.
    """

    secret: bytes = field(repr=False)
    size: int

    def __post_init__(self) -> None:
        if len(self.secret) != SECRET_BYTES or not 4 <= self.size <= MOST_ENTRIES:
            raise InvalidInput("Places need a secret of 32 bytes and a list of 4 to 16 million entries.")

    def place(self, counter: int) -> int:
        """The place of the credential with this number, from 0. Raises InvalidInput when the list is full."""
        if not 0 <= counter < self.size:
            raise InvalidInput("This list is full; open the next one.")
        place = self._shuffled(counter)
        while place >= self.size:  # walk on until inside; the network covers less than four times the size
            place = self._shuffled(place)
        return place

    def _shuffled(self, value: int) -> int:
        """A permutation of all numbers of `2 * half` bits."""
        half = ((self.size - 1).bit_length() + 1) // 2
        mask = (1 << half) - 1
        left, right = value >> half, value & mask
        for number in range(ROUNDS):
            left, right = right, left ^ self._mixed(number, right) & mask
        return left << half | right

    def _mixed(self, number: int, value: int) -> int:
        message = number.to_bytes(1, "big") + value.to_bytes(4, "big")
        digest = hashlib.blake2b(message, key=self.secret, digest_size=8, person=b"status index").digest()
        return int.from_bytes(digest, "big")
