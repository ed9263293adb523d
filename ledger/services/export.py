"""Writes the record as files that other tools for logs can read: C2SP tlog-tiles, and the contents beside."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Final

from ledger import canonical, checkpoint, note, trust
from ledger.merkle.compact_range import TILE_WIDTH
from ledger.merkle.tile import ENTRIES, bundle, tile_path, tiles
from ledger.models import Entry, Leaf, SignedCheckpoint, TileHash
from ledger.selectors import tree
from ledger.trust import Policy
from portsec.kernel.errors import Conflict

CHECKPOINT: Final = "checkpoint"
BLOCK: Final = 1_024  # entries read together: four tiles

Progress = Callable[[str, int, int], None]


def export(place: Path, policy: Policy, progress: Progress) -> int:
    """Write entries, tiles and checkpoints; returns the number of entries. The checkpoint comes last.

    Refuses when: nothing was sealed yet; the directory holds another log (Conflict).
    Safe to repeat because: files of a log never change but to grow, and each is written whole or not at all.
    """
    newest = tree.newest_agreed(policy)
    if newest is None:
        raise Conflict(
            "There is no checkpoint to export: nothing is sealed, or the witnesses have not agreed."
        )
    signed = tree.with_cosignatures(newest)
    _require_same_log(place, note.parse(newest.note).text)
    place.mkdir(parents=True, exist_ok=True)
    with _whole(place / "entries.jsonl") as contents:
        for done, (index, rows) in enumerate(_tiles_of_leaves(newest.size)):
            width = len(rows)
            contents.write(b"".join(canonical.encode(entry.content()) + b"\n" for _, entry in rows))
            _write(place / tile_path(ENTRIES, index, width), bundle(entry.seal() for _, entry in rows))
            _write(place / tile_path(0, index, width), b"".join(bytes(leaf.hash) for leaf, _ in rows))
            progress("entries", done * TILE_WIDTH + width, newest.size)
    for level, index, width in tiles(newest.size):
        if level:
            _write(place / tile_path(level, index, width), _stored(level, index, width))
    older = (
        SignedCheckpoint.objects.filter(size__lte=newest.size).order_by("size").values_list("note", flat=True)
    )
    _write(place / "checkpoints", "".join(f"{each}\n" for each in older).encode())
    _write(place / "policy", trust.written(policy).encode())
    _write(place / CHECKPOINT, signed.encode())
    return newest.size


def _tiles_of_leaves(size: int) -> Iterator[tuple[int, list[tuple[Leaf, Entry]]]]:
    """The leaves of each tile with their entries. Raises Conflict where one is gone."""
    for start in range(0, size, BLOCK):
        leaves = list(Leaf.objects.filter(seq__gte=start, seq__lt=min(start + BLOCK, size)).order_by("seq"))
        entries = Entry.objects.in_bulk([leaf.position for leaf in leaves])
        if len(leaves) != min(BLOCK, size - start) or len(entries) != len(leaves):
            raise Conflict(
                f"Entries from {start:,} on are missing; `manage.py verify_ledger` names the first."
            )
        for first in range(0, len(leaves), TILE_WIDTH):
            part = leaves[first : first + TILE_WIDTH]
            yield (start + first) // TILE_WIDTH, [(leaf, entries[leaf.position]) for leaf in part]


def _stored(level: int, index: int, width: int) -> bytes:
    start = index * TILE_WIDTH
    rows = TileHash.objects.filter(level=level, index__gte=start, index__lt=start + width).order_by("index")
    return b"".join(bytes(raw) for raw in rows.values_list("hash", flat=True))


def _require_same_log(place: Path, text: str) -> None:
    there = place / CHECKPOINT
    if there.exists() and checkpoint.parse(text).origin != there.read_text("utf-8").partition("\n")[0]:
        raise Conflict(f"{place} holds the export of another log.")


def _write(path: Path, data: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with _whole(path) as file:
        file.write(data)


@contextmanager
def _whole(path: Path) -> Iterator[IO[bytes]]:
    """Written beside and moved over: who reads meanwhile finds the old file or the new one."""
    beside = path.with_name(f".{path.name}.new")
    with beside.open("wb") as file:
        yield file
        file.flush()
        os.fsync(file.fileno())
    beside.replace(path)
