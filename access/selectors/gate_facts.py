"""Gathers what attempts are judged on, afresh for each: nothing here is ever cached."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import psycopg
from django.db import connection

from access.gate_facts.asked import Asked, as_json
from access.gate_facts.hold import HOLD
from access.gate_facts.loaded import Loaded, loaded
from access.gate_facts.query import QUERY

PREPARE_AFTER = 5  # psycopg's own default, which Django switches off


def gathered(asked: Asked) -> Loaded:
    """What one attempt is judged on, and the keys of the rows behind it."""
    return gathered_all([asked])[0]


def gathered_all(asked: Sequence[Asked]) -> list[Loaded]:
    """The same for several attempts in one statement, in their order."""
    rows = _run(QUERY, asked)
    return [loaded(text, one) for (text,), one in zip(rows, asked, strict=True)]


def hold_attempts(asked: Sequence[Asked]) -> None:
    """Keep others from judging the same people, or the same pair, until the caller's transaction ends.

    Whoever judges and records calls this before gathering.
    """
    _run(HOLD, asked)


def _run(statement: str, asked: Sequence[Asked]) -> list[tuple[Any, ...]]:
    """Run prepared: planning so long a statement takes 6 ms, running it less than one (November 2026)."""
    connection.ensure_connection()
    raw = connection.connection
    raw.prepare_threshold = PREPARE_AFTER
    with connection.wrap_database_errors, psycopg.Cursor(raw) as cursor:
        return cursor.execute(statement, {"asked": as_json(asked)}, prepare=True).fetchall()
