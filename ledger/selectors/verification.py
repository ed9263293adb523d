"""Recomputes the whole record and finds the first thing that is not what was signed."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, Final, TypeVar

from django.db.models import Exists, OuterRef, QuerySet

from ledger import checkpoint as checkpoints
from ledger import note
from ledger.checkpoint import Checkpoint
from ledger.merkle.compact_range import CompactRange
from ledger.merkle.hashing import leaf_hash
from ledger.models import Cosignature, Entry, Leaf, SignedCheckpoint, TileHash
from ledger.note import NoteWrong, VerifierKey
from ledger.trust import Policy

BLOCK: Final = 1_000  # entries read and checked together

Progress = Callable[[str, int, int], None]
Row = TypeVar("Row")


class Disagreement(Exception):
    """What was found first, as a sentence for people."""


@dataclass(slots=True)
class Verified:
    """What was looked at and agrees. `waiting` entries have no leaf yet."""

    entries: int = 0
    checkpoints: int = 0
    published: int = 0
    cosignatures: int = 0
    waiting: int = 0


@dataclass(slots=True)
class _Run:
    """One run: the tree as it grows again from the entries."""

    policy: Policy
    progress: Progress
    tree: CompactRange = field(default_factory=CompactRange)
    hashes: dict[tuple[int, int], bytes] = field(default_factory=dict)
    done: Verified = field(default_factory=Verified)


def verify(policy: Policy, published: Iterable[tuple[str, Checkpoint]], progress: Progress) -> Verified:
    """Every entry, leaf, stored hash, checkpoint and cosignature, and the checkpoints published outside.

    Reads in one transaction that sees one moment, which the caller opens. Raises Disagreement.
    """
    run = _Run(policy, progress)
    newest = SignedCheckpoint.objects.order_by("-size").first()
    size = newest.size if newest else 0
    outside = _outside(run, published, size)
    run.done.published = len(outside)
    with _each(SignedCheckpoint.objects.order_by("size")) as signed:
        _grow_again(run, size, signed, outside)
    _check_rest(run)
    _check_cosignatures(run)
    run.done.waiting = _check_waiting()
    return run.done


def _grow_again(
    run: _Run, size: int, signed: Iterator[SignedCheckpoint], outside: Mapping[int, bytes]
) -> None:
    """Leaf by leaf from the entries, with a halt at each checkpoint."""
    upcoming = next(signed, None)
    for leaves in _blocks(size):
        entries = Entry.objects.in_bulk([leaf.position for leaf in leaves])
        for leaf in leaves:
            _check_leaf(run, leaf, entries)
            if upcoming is not None and upcoming.size == run.tree.size:
                _check_checkpoint(run, upcoming)
                upcoming = next(signed, None)
            _check_outside(run, outside)
        run.progress("entries", run.tree.size, size)
    if upcoming is not None or run.tree.size != size:
        where = upcoming.size if upcoming is not None else size
        raise Disagreement(f"Checkpoint {where:,} does not fit: the tree has {run.tree.size:,} leaves.")


@contextmanager
def _each(rows: QuerySet[Any, Row]) -> Iterator[Iterator[Row]]:
    """Row after row; the cursor ends here, also after a disagreement, and not with its transaction."""
    found = rows.iterator(chunk_size=BLOCK)
    try:
        yield found
    finally:
        if isinstance(found, Generator):
            found.close()


def _outside(run: _Run, published: Iterable[tuple[str, Checkpoint]], size: int) -> dict[int, bytes]:
    """The roots of the published checkpoints by size, after their signatures were verified."""
    roots: dict[int, bytes] = {}
    stored = frozenset(SignedCheckpoint.objects.values_list("size", flat=True))
    for encoded, said in published:
        try:
            checkpoints.opened(encoded, run.policy.logs)
        except NoteWrong as error:
            raise Disagreement(
                f"The published checkpoint {said.size:,} cannot be believed: {error}."
            ) from None
        if said.size > size:
            raise Disagreement(
                f"A checkpoint of {said.size:,} entries was published, and the ledger ends at {size:,}: it "
                "was cut back, or an old backup was restored."
            )
        if roots.setdefault(said.size, said.root) != said.root:
            raise Disagreement(f"Two different trees of {said.size:,} entries were published.")
        if said.size not in stored:
            raise Disagreement(f"The published checkpoint {said.size:,} is missing from the database.")
    return roots


def _blocks(size: int) -> Iterator[list[Leaf]]:
    """The leaves in order, with a gap where one is missing."""
    for start in range(0, size, BLOCK):
        leaves = list(Leaf.objects.filter(seq__gte=start, seq__lt=min(start + BLOCK, size)).order_by("seq"))
        for expected, leaf in enumerate(leaves, start):
            if leaf.seq != expected:
                raise Disagreement(f"Leaf {expected:,} is missing from the tree.")
        yield leaves


def _check_leaf(run: _Run, leaf: Leaf, entries: Mapping[int, Entry]) -> None:
    entry = entries.get(leaf.position)
    if leaf.seq != run.tree.size:
        raise Disagreement(f"Leaf {run.tree.size:,} is missing from the tree.")
    if entry is None:
        raise Disagreement(f"The entry of leaf {leaf.seq:,} is missing; it was at position {leaf.position}.")
    _check_content(entry)
    if bytes(leaf.hash) != leaf_hash(entry.seal()):
        raise Disagreement(f"{_named(entry)} is not what was sealed as leaf {leaf.seq:,}.")
    for each in run.tree.extend([bytes(leaf.hash)]):
        run.hashes[each.level, each.index] = each.hash
    run.done.entries += 1


def _check_content(entry: Entry) -> None:
    try:
        computed = entry.computed_content_hash()
    except TypeError:  # a value that no entry is written with, such as a float
        computed = b""
    if bytes(entry.content_hash) != computed:
        raise Disagreement(f"{_named(entry)} was altered: its content does not give the hash kept with it.")


def _check_checkpoint(run: _Run, row: SignedCheckpoint) -> None:
    """The row to the last character: signatures that nobody knows have no place in our own table."""
    try:
        parsed = note.parse(row.note)
        said = checkpoints.parse(parsed.text)
        keys = [key for key in run.policy.logs if key.name == said.origin]
        by = note.verified(parsed, keys)
    except NoteWrong as error:
        raise Disagreement(f"Checkpoint {row.size:,} cannot be believed: {error}.") from None
    if len(by) != len(parsed.signatures) or parsed.encode() != row.note or said.more:
        raise Disagreement(f"Checkpoint {row.size:,} carries something that the log did not sign.")
    if said.size != row.size or said.root != run.tree.root or bytes(row.frontier) != run.tree.to_bytes():
        raise Disagreement(
            f"Checkpoint {row.size:,} does not fit the entries: they, or their order, were altered."
        )
    run.done.checkpoints += 1


def _check_outside(run: _Run, outside: Mapping[int, bytes]) -> None:
    root = outside.get(run.tree.size)
    if root is not None and root != run.tree.root:
        raise Disagreement(
            f"The first {run.tree.size:,} entries are not those of the checkpoint that was published: the "
            "record was rewritten."
        )


def _check_rest(run: _Run) -> None:
    """Nothing may stand beside the tree, and the stored hashes must be its own."""
    stray = Leaf.objects.exclude(seq__gte=0, seq__lt=run.tree.size).first()
    if stray is not None:
        raise Disagreement(f"Leaf {stray.seq:,} lies outside the {run.tree.size:,} that were signed.")
    stored = 0
    with _each(TileHash.objects.values_list("level", "index", "hash")) as rows:
        for level, index, raw in rows:
            stored += 1
            if run.hashes.get((level, index)) != bytes(raw):
                raise Disagreement(
                    f"Stored hash {index:,} of level {level} is not that of the entries below."
                )
    if stored != len(run.hashes):
        raise Disagreement(f"{len(run.hashes) - stored:,} stored hashes are missing.")


def _check_cosignatures(run: _Run) -> None:
    keys = {each.key.name: each.key for each in run.policy.witnesses}
    size, text = -1, ""
    with _each(Cosignature.objects.order_by("size", "witness")) as rows:
        for row in rows:
            if row.size != size:
                kept = SignedCheckpoint.objects.filter(size=row.size).values_list("note", flat=True).first()
                size, text = row.size, note.parse(kept).text if kept else ""
            _check_cosignature(row, keys.get(row.witness), text)
            run.done.cosignatures += 1


def _check_cosignature(row: Cosignature, key: VerifierKey | None, text: str) -> None:
    of = f"The cosignature of {row.witness} under checkpoint {row.size:,}"
    if key is None or not text:
        raise Disagreement(f"{of} is of an unknown witness, or its checkpoint is missing.")
    try:
        (signature,) = note.parse_signatures(row.line)
    except (NoteWrong, ValueError):
        raise Disagreement(f"{of} is no signature line.") from None
    if not key.made(signature) or not key.signed(text, signature) or signature.line != row.line:
        raise Disagreement(f"{of} is wrong.")


def unsealed() -> QuerySet[Entry]:
    """Entries that have no leaf yet."""
    return Entry.objects.filter(~Exists(Leaf.objects.filter(position=OuterRef("position"))))


def _check_waiting() -> int:
    count = 0
    with _each(unsealed()) as rows:
        for entry in rows:
            _check_content(entry)
            count += 1
    return count


def _named(entry: Entry) -> str:
    return f"Entry {entry.id} ({entry.kind}, {entry.subject})"
