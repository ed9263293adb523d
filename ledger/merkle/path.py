"""Makes inclusion and consistency proofs from stored hashes, reading a few hundred of them at most.

Stored are the leaves (level 0) and the roots of full subtrees of 256, 65,536 … leaves (levels 1, 2 …), as in
the tiles of C2SP tlog-tiles; whatever lies between two levels is hashed anew.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from ledger.merkle.compact_range import TILE_HEIGHT, CompactRange
from ledger.merkle.hashing import folded


@dataclass(frozen=True, slots=True, order=True)
class Stored:
    """Neighbouring stored hashes: those of `level` from `start` up to and without `stop`."""

    level: int
    start: int
    stop: int


# For each wanted run of hashes, the hashes in order. May raise what it likes where some are missing.
Read = Callable[[Sequence[Stored]], Mapping[Stored, Sequence[bytes]]]


def inclusion_proof(index: int, size: int, read: Read) -> list[bytes]:
    """The path from the leaf to the root of the first `size` leaves. Raises ValueError for a leaf beyond."""
    if not 0 <= index < size:
        raise ValueError(f"a tree of {size} leaves has none with the index {index}")
    return _hashes(_inclusion_spans(index, 0, size), read)


def consistency_proof(old_size: int, new_size: int, read: Read) -> list[bytes]:
    """What shows that the first `new_size` leaves begin with the first `old_size`; empty from size 0."""
    if not 0 <= old_size <= new_size:
        raise ValueError(f"a tree of {new_size} leaves does not begin with {old_size}")
    if old_size in (0, new_size):
        return []
    return _hashes(_consistency_spans(old_size, 0, new_size, is_whole=True), read)


def tree_root(size: int, read: Read) -> bytes:
    """The root of the first `size` leaves."""
    return _hashes([(0, size)], read)[0] if size else CompactRange().root


def _inclusion_spans(index: int, start: int, stop: int) -> list[tuple[int, int]]:
    """PATH of RFC 6962 section 2.1.1, as spans of leaves, from the leaf upwards."""
    spans = []
    while stop - start > 1:
        middle = start + _split(stop - start)
        if index < middle:
            spans.append((middle, stop))
            stop = middle
        else:
            spans.append((start, middle))
            start = middle
    return spans[::-1]


def _consistency_spans(old: int, start: int, stop: int, *, is_whole: bool) -> list[tuple[int, int]]:
    """SUBPROOF of RFC 6962 section 2.1.2, as spans of leaves."""
    if old == stop:
        return [] if is_whole else [(start, stop)]
    middle = start + _split(stop - start)
    if old <= middle:
        return [*_consistency_spans(old, start, middle, is_whole=is_whole), (middle, stop)]
    return [*_consistency_spans(old, middle, stop, is_whole=False), (start, middle)]


def _split(leaves: int) -> int:
    """The largest power of two below the number of leaves: where RFC 6962 divides a tree."""
    return 1 << (leaves - 1).bit_length() - 1


def _hashes(spans: Sequence[tuple[int, int]], read: Read) -> list[bytes]:
    """The root of each span, with one reading of the store for all of them."""
    wanted = [[_stored(height, index) for height, index in _full(*span)] for span in spans]
    found = read(sorted({each for parts in wanted for each in parts}))
    return [folded([_root(found[each], each) for each in parts]) for parts in wanted]


def _full(start: int, stop: int) -> Iterable[tuple[int, int]]:
    """The full subtrees that make up a span of leaves as (height, index), from left to right."""
    while start < stop:
        height = (stop - start).bit_length() - 1
        yield height, start >> height
        start += 1 << height


def _stored(height: int, index: int) -> Stored:
    level, above = divmod(height, TILE_HEIGHT)
    return Stored(level, index << above, (index + 1) << above)


def _root(hashes: Sequence[bytes], of: Stored) -> bytes:
    """The root over neighbouring hashes whose number is a power of two."""
    if len(hashes) != of.stop - of.start:
        raise ValueError(f"{of.stop - of.start - len(hashes)} hashes of level {of.level} are missing")
    together = CompactRange()
    together.extend(hashes)
    return together.root


def by_level(wanted: Iterable[Stored]) -> dict[int, list[Stored]]:
    """What is wanted of each level, for stores that keep each level in a place of its own."""
    levels: defaultdict[int, list[Stored]] = defaultdict(list)
    for each in wanted:
        levels[each.level].append(each)
    return dict(levels)
