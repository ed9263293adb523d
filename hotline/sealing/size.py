"""The few sizes that sealed things have, so that a size tells nothing about its content."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from portsec.kernel.errors import InvalidInput

KIB: Final = 1024
TEXT_SIZES: Final = (4 * KIB, 64 * KIB)
FILE_SIZES: Final = (64 * KIB, 1024 * KIB, 8 * 1024 * KIB, 32 * 1024 * KIB)
LENGTH_BYTES: Final = 4


def filled(content: bytes, sizes: Iterable[int]) -> bytes:
    """The content with its length before it, filled up to the smallest size that holds it.

    Raises InvalidInput when it is longer than the largest.
    """
    needed = LENGTH_BYTES + len(content)
    size = min((each for each in sizes if each >= needed), default=None)
    if size is None:
        raise InvalidInput("This is longer than what can be taken.", code="too_long")
    return len(content).to_bytes(LENGTH_BYTES) + content + bytes(size - needed)


def emptied(block: bytes) -> bytes:
    """The content of a filled block. Raises ValueError when the length before it cannot be right."""
    length = int.from_bytes(block[:LENGTH_BYTES])
    if len(block) < LENGTH_BYTES or length > len(block) - LENGTH_BYTES:
        raise ValueError("this block was not filled here")
    return block[LENGTH_BYTES : LENGTH_BYTES + length]
