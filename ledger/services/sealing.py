"""Seals the record: gives committed entries their order, grows the tree, signs what it has become."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.db import connection, transaction

from ledger import checkpoint as checkpoints
from ledger import seal
from ledger.checkpoint import Checkpoint
from ledger.merkle.compact_range import CompactRange
from ledger.models import SignedCheckpoint
from ledger.note import NoteWrong, SignerKey
from ledger.services import published
from portsec.kernel.errors import PortsecError

LOCK: Final = 0x5EA1  # of one sealer at a time; any number that nothing else locks
AT_ONCE: Final = 20_000  # entries in one transaction: about a fifth of a second
# Left: committed, without a leaf. An index on each side, and `floor` keeps both scans short.
WAITING: Final = """
SELECT e.position, e.content_hash, (extract(epoch FROM e.database_clock) * 1000000)::bigint
FROM ledger_entry e
WHERE e.position > %s AND NOT EXISTS (SELECT FROM ledger_leaf l WHERE l.position = e.position)
ORDER BY e.position LIMIT %s
"""
COPY_LEAVES: Final = "COPY ledger_leaf (seq, position, hash) FROM STDIN (FORMAT BINARY)"
COPY_HASHES: Final = "COPY ledger_tilehash (level, index, hash) FROM STDIN (FORMAT BINARY)"
LAST_POSITION: Final = "SELECT last_value FROM pg_sequences WHERE sequencename = 'ledger_entry_position_seq'"
# An INSERT holds this lock from before it draws a position until its transaction ends.
WRITERS: Final = """
SELECT virtualtransaction FROM pg_locks
WHERE relation = 'ledger_entry'::regclass AND mode = 'RowExclusiveLock'
  AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
"""


class Tampered(PortsecError):
    """What is stored is not what was signed; nothing is sealed on top of it."""

    code = "ledger_tampered"


@dataclass(slots=True)
class Horizon:
    """Up to which position every entry has its leaf, or will never be: what lets a sealer look at few rows.

    Positions are drawn before their transactions end, in any order. Those drawn by a moment are settled when
    all transactions that wrote at that moment have ended. Kept by one process; a new one looks at all once.
    """

    floor: int = 0
    drawn: int = 0
    writers: frozenset[str] | None = None

    def look(self) -> int:
        """Call before entries are picked, never in the same statement; returns the floor that then holds
        once everything up to it was picked."""
        if self.writers is None:
            self.drawn, self.writers = _last_position(), _writers()
        elif self.writers:
            self.writers &= _writers()
        return self.drawn if not self.writers else self.floor

    def settle(self, floor: int) -> None:
        """Everything up to here was picked."""
        if floor > self.floor or not self.writers:
            self.floor, self.writers = max(floor, self.floor), None


@dataclass(frozen=True, slots=True)
class Sealed:
    """What one round did. `note` is the signed checkpoint; None where nothing waited."""

    count: int
    note: str | None


NOTHING: Final = Sealed(0, None)


def seal_waiting(
    keys: Sequence[SignerKey], horizon: Horizon, *, at: datetime, limit: int = AT_ONCE
) -> Sealed | None:
    """Seal the entries that wait, and sign the tree. None while another sealer is at it.

    Refuses when: what is stored is not what was signed, or is smaller than what was published (Tampered).
    Records: leaves, stored hashes and the checkpoint, in one transaction; then the published list.
    Safe to repeat because: an entry has at most one leaf, and one sealer at a time holds the lock.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [LOCK])
        if not cursor.fetchone()[0]:
            return None
        tree = _trusted_tree(keys)
        reachable = horizon.look()
        cursor.execute(WAITING, [horizon.floor, limit])
        waiting = cursor.fetchall()
        if waiting:
            note = _grow(tree, waiting, keys)
    if len(waiting) < limit:
        horizon.settle(reachable)
    if not waiting:
        return NOTHING
    published.publish([note], at=at)
    return Sealed(len(waiting), note)


def require_as_published(*, largest: int) -> None:
    """Before a sealer begins: raises Tampered where the stored tree is smaller than one that was published,
    or that a witness has cosigned."""
    newest = SignedCheckpoint.objects.order_by("-size").first()
    stored = newest.size if newest else 0
    if stored < largest:
        raise Tampered(
            f"The ledger in the database ends at {stored:,} entries, but {largest:,} were published: it was "
            "cut back, or an old backup was restored. Nothing is sealed until this is explained."
        )


def _trusted_tree(keys: Sequence[SignerKey]) -> CompactRange:
    """The tree to go on from: as it is stored, after it was compared with what was signed."""
    newest = SignedCheckpoint.objects.order_by("-size").first()
    if newest is None:
        return CompactRange()
    try:
        tree = CompactRange.from_bytes(newest.size, bytes(newest.frontier))
        said = checkpoints.opened(newest.note, [key.verifier for key in keys])
    except (NoteWrong, ValueError) as error:
        raise Tampered(f"The newest checkpoint cannot be believed: {error}.") from None
    if said != Checkpoint(keys[0].name, tree.size, tree.root):
        raise Tampered("The newest checkpoint is of another log or another tree than the one stored with it.")
    return tree


def _grow(tree: CompactRange, waiting: Sequence[tuple[Any, ...]], keys: Sequence[SignerKey]) -> str:
    """Write the leaves, the hashes and the checkpoint; returns the signed note."""
    first = tree.size
    leaves = [seal.leaf(bytes(content), clock, position) for position, content, clock in waiting]
    full = tree.extend(leaves)
    rows = ((first + n, row[0], leaf) for n, (row, leaf) in enumerate(zip(waiting, leaves, strict=True)))
    _copy(COPY_LEAVES, ("int8", "int8", "bytea"), rows)
    _copy(COPY_HASHES, ("int2", "int8", "bytea"), ((each.level, each.index, each.hash) for each in full))
    note = checkpoints.signed(Checkpoint(keys[0].name, tree.size, tree.root), keys).encode()
    SignedCheckpoint.objects.create(size=tree.size, frontier=tree.to_bytes(), note=note)
    return note


def _copy(statement: str, types: Sequence[str], rows: Iterable[tuple[Any, ...]]) -> None:
    # Django lets psycopg's own errors through where rows are copied.
    with connection.cursor() as cursor, connection.wrap_database_errors, cursor.copy(statement) as out:
        out.set_types(types)
        for row in rows:
            out.write_row(row)


def _last_position() -> int:
    """Every position drawn so far is at most this."""
    with connection.cursor() as cursor:
        cursor.execute(LAST_POSITION)
        row = cursor.fetchone()
    return row[0] or 0 if row else 0


def _writers() -> frozenset[str]:
    """The transactions that have written entries, or are about to, and have not ended."""
    with connection.cursor() as cursor:
        cursor.execute(WRITERS)
        return frozenset(name for (name,) in cursor.fetchall())
