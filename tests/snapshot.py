"""Rows that were made once through the services and are put back for each test that asks for them.

Making the scenario takes some thousand statements; putting its rows back takes one COPY a table.
"""

from __future__ import annotations

import pickle
import time
from collections.abc import Callable
from typing import Any

import pgtrigger
from django.db import connection, transaction

TABLES = """
    SELECT c.relname, array_agg(quote_ident(a.attname) ORDER BY a.attnum)
    FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid
    WHERE c.relkind IN ('r', 'p') AND NOT c.relispartition AND c.relnamespace = 'public'::regnamespace
      AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = ''
    GROUP BY c.relname
"""
FRESH = 600.0  # seconds; tests compare times of the scenario with the clock


class Snapshot:
    """What `make` returns, with the rows that it wrote into an empty database."""

    def __init__(self, make: Callable[[], Any]) -> None:
        self.make = make
        self.taken_at = float("-inf")
        self.made = b""
        self.rows: list[tuple[str, bytes]] = []

    @property
    def was_taken(self) -> bool:
        return bool(self.made)

    def renew(self) -> None:
        """Make it anew unless it is fresh. Outside any transaction; nothing of it stays in the database."""
        if time.monotonic() - self.taken_at < FRESH:
            return
        with transaction.atomic():
            before = _counts()
            self.made = pickle.dumps(self.make())
            self.rows = [_copied(table) for table in _grown(before)]
            transaction.set_rollback(True)
        self.taken_at = time.monotonic()

    def restore(self) -> Any:
        """Put the rows back, and return objects of one's own that stand for them."""
        with transaction.atomic(), pgtrigger.ignore(), connection.cursor() as cursor:
            cursor.execute("SELECT 1")  # the triggers are ignored from the first statement on, COPY is none
            for copying, rows in self.rows:
                with cursor.copy(copying) as out:
                    out.write(rows)
        return pickle.loads(self.made)  # noqa: S301  made by this process


def _counts() -> dict[str, int]:
    with connection.cursor() as cursor:
        cursor.execute(TABLES)
        tables = [name for name, _ in cursor.fetchall()]
        counting = (f"SELECT '{name}', count(*) FROM \"{name}\"" for name in tables)  # noqa: S608  its own
        cursor.execute(" UNION ALL ".join(counting))
        return dict(cursor.fetchall())


def _grown(before: dict[str, int]) -> list[str]:
    """Tables that have rows now and had none before; one that had some must not have got more."""
    now = _counts()
    grown = [name for name in now if now[name] != before[name]]
    mixed = [name for name in grown if before[name]]
    assert not mixed, f"rows of the scenario stand beside others in {mixed}"
    return grown


def _copied(table: str) -> tuple[str, bytes]:
    """The statement that puts the rows of a table back, and the rows."""
    with connection.cursor() as cursor:
        cursor.execute(TABLES.replace("GROUP BY", "AND c.relname = %s GROUP BY"), [table])
        columns = ", ".join(cursor.fetchone()[1])
        with cursor.copy(f'COPY (SELECT {columns} FROM "{table}") TO STDOUT') as rows:  # noqa: S608  its own
            return f'COPY "{table}" ({columns}) FROM STDIN', b"".join(bytes(part) for part in rows)
