"""What a witness remembers, in one SQLite file: for each log the largest tree that it cosigned."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Final

from ledger.witness.protocol import Seen

PATIENCE: Final = 5.0  # seconds that one request waits for another
TABLE: Final = """
CREATE TABLE IF NOT EXISTS seen (
    origin TEXT PRIMARY KEY,
    size INTEGER NOT NULL CHECK (size >= 0),
    root BLOB NOT NULL CHECK (length(root) = 32)
) STRICT
"""
NEVER_SMALLER: Final = """
CREATE TRIGGER IF NOT EXISTS never_smaller BEFORE UPDATE ON seen
WHEN NEW.size < OLD.size OR (NEW.size = OLD.size AND NEW.root IS NOT OLD.root)
BEGIN SELECT RAISE(ABORT, 'a witness never goes back'); END
"""
KEEP: Final = """
INSERT INTO seen (origin, size, root) VALUES (?, ?, ?)
ON CONFLICT (origin) DO UPDATE SET size = excluded.size, root = excluded.root
"""


class Memory:
    """One file, opened for each request. On the disk before a request is answered."""

    def __init__(self, path: Path) -> None:
        self._path = path
        with self._open() as connection:
            connection.execute(TABLE)
            connection.execute(NEVER_SMALLER)

    @contextmanager
    def turn(self, origin: str) -> Iterator[Turn]:
        """What was seen of a log, with nobody else able to read or write until the end of the block."""
        with self._open() as connection:
            connection.execute("BEGIN IMMEDIATE")
            turn = Turn(connection, origin)
            yield turn
            connection.execute("COMMIT")  # after an error, closing the connection rolls back

    def seen(self, origin: str) -> Seen:
        with self.turn(origin) as turn:
            return turn.seen

    @contextmanager
    def _open(self) -> Iterator[sqlite3.Connection]:
        with closing(sqlite3.connect(self._path, timeout=PATIENCE, isolation_level=None)) as connection:
            connection.execute("PRAGMA synchronous = FULL")
            yield connection


class Turn:
    """One request's turn at the memory."""

    def __init__(self, connection: sqlite3.Connection, origin: str) -> None:
        self._connection = connection
        self._origin = origin
        row = connection.execute("SELECT size, root FROM seen WHERE origin = ?", (origin,)).fetchone()
        self.seen = Seen(row[0], bytes(row[1])) if row else Seen()

    def keep(self, seen: Seen) -> None:
        self._connection.execute(KEEP, (self._origin, seen.size, seen.root))
