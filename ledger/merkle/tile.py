"""Names and contents of the files of a log in C2SP tlog-tiles form."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from ledger.merkle.compact_range import TILE_HEIGHT, TILE_WIDTH

LONGEST_ENTRY: Final = 0xFFFF  # bytes; a bundle gives each entry's length in two
ENTRIES: Final = "entries"


def tile_path(level: int | str, index: int, width: int = TILE_WIDTH) -> str:
    """`tile/1/x001/234.p/56`: the tile's place below the log. `level` may be `entries`."""
    parts = [f"{index % 1000:03d}"]
    while index := index // 1000:
        parts.insert(0, f"x{index % 1000:03d}")
    partial = "" if width == TILE_WIDTH else f".p/{width}"
    return f"tile/{level}/{'/'.join(parts)}{partial}"


def tiles(size: int) -> Iterator[tuple[int, int, int]]:
    """Level, index and width of every tile of a tree with so many leaves."""
    level = 0
    while count := size >> TILE_HEIGHT * level:
        for index in range(count // TILE_WIDTH):
            yield level, index, TILE_WIDTH
        if count % TILE_WIDTH:
            yield level, count // TILE_WIDTH, count % TILE_WIDTH
        level += 1


def bundle(entries: Iterable[bytes]) -> bytes:
    """Entries one after the other, each behind its length. Raises ValueError for one that is too long."""
    parts = []
    for entry in entries:
        if len(entry) > LONGEST_ENTRY:
            raise ValueError(f"an entry of {len(entry)} bytes has no place in a bundle")
        parts += [len(entry).to_bytes(2), entry]
    return b"".join(parts)


def unbundle(raw: bytes) -> list[bytes]:
    """The entries of a bundle. Raises ValueError where it ends in the middle of one."""
    entries, at = [], 0
    while at < len(raw):
        start = at + 2
        at = start + int.from_bytes(raw[at:start])
        if start > len(raw) or at > len(raw):
            raise ValueError("the bundle ends in the middle of an entry")
        entries.append(raw[start:at])
    return entries
