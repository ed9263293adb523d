"""Parts a secret among several people, so that any two can put it together and one alone knows nothing.

Shamir, "How to share a secret" (Communications of the ACM 22, 1979), with a line for each byte over the field
of 256 elements (that of AES, FIPS 197).
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field
from typing import Final

MOST_PARTS: Final = 255
_REDUCE: Final = 0x11B


@dataclass(frozen=True, slots=True)
class Part:
    """One person's part; `number` is the place on the line, from 1 on."""

    number: int
    values: bytes = field(repr=False)

    def to_bytes(self) -> bytes:
        return bytes([self.number]) + self.values

    @classmethod
    def from_bytes(cls, raw: bytes) -> Part:
        """Raises ValueError for what cannot be a part."""
        if len(raw) < 2 or raw[0] == 0:
            raise ValueError("this is no part of a secret")
        return cls(raw[0], raw[1:])


def parted(secret: bytes, people: int) -> tuple[Part, ...]:
    """One part for each of the people; two of them are needed. Raises ValueError for fewer than two."""
    if not 2 <= people <= MOST_PARTS:
        raise ValueError("a secret is parted among 2 to 255 people")
    slopes = secrets.token_bytes(len(secret))
    return tuple(
        Part(
            number, bytes(start ^ _times(slope, number) for start, slope in zip(secret, slopes, strict=True))
        )
        for number in range(1, people + 1)
    )


def together(one: Part, other: Part) -> bytes:
    """The secret of two different parts; rubbish, if they belong to two secrets.

    Raises ValueError when they are the same person's or differ in length.
    """
    if one.number == other.number or len(one.values) != len(other.values):
        raise ValueError("two different parts of one secret are needed")
    # The line through both, where it meets zero: (y1·x2 + y2·x1) / (x1 + x2), with + being exclusive or.
    divisor = _inverse(one.number ^ other.number)
    return bytes(
        _times(_times(left, other.number) ^ _times(right, one.number), divisor)
        for left, right in zip(one.values, other.values, strict=True)
    )


def _times(left: int, right: int) -> int:
    product = 0
    while right:
        if right & 1:
            product ^= left
        left <<= 1
        if left & 0x100:
            left ^= _REDUCE
        right >>= 1
    return product


def _inverse(value: int) -> int:
    """By Fermat: the 254th power, as the group has 255 elements."""
    result = 1
    for _ in range(254):
        result = _times(result, value)
    return result
