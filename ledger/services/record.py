"""Writes the record."""

from __future__ import annotations

import os
import uuid
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import connection

from ledger import canonical
from ledger.kinds import kind_of
from ledger.models import Entry
from portsec.kernel.errors import InvalidInput

ROWS_AT_ONCE = 1_000  # in one statement; PostgreSQL takes 65,535 parameters
_writers: dict[int, str] = {}


def writer_id() -> str:
    """The name of this process as a writer; a forked worker gets its own."""
    pid = os.getpid()
    if pid not in _writers:
        _writers.clear()
        _writers[pid] = uuid.uuid4().hex
    return _writers[pid]


def append(kind: str, /, *, actor: str, at: datetime, subject: str, port: str = "", **body: Any) -> Entry:
    """Record that something happened, in the caller's transaction.

    `actor` and `subject` are references such as `user:anke` or `application:SA-2026-00001`.
    Refuses when: the kind is unknown or the body's fields are not exactly those of the kind
    (InvalidInput); no transaction is open, because a record apart from its deed proves nothing
    (RuntimeError).
    Records: itself.
    """
    entry: Entry = prepare(kind, actor=actor, at=at, subject=subject, port=port, **body)
    if not connection.in_atomic_block:
        raise RuntimeError("a ledger entry is written inside the transaction of its deed")
    entry.save(force_insert=True)
    return entry


def append_all(entries: Sequence[Entry]) -> None:
    """Record what `prepare` made, in as few statements as possible, in the caller's transaction.

    Refuses when: no transaction is open (RuntimeError), as `append` does.
    Records: themselves.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("ledger entries are written inside the transaction of their deeds")
    Entry.objects.bulk_create(entries, batch_size=ROWS_AT_ONCE)


def prepare(kind: str, /, *, actor: str, at: datetime, subject: str, port: str = "", **body: Any) -> Entry:
    """An entry that is not written yet, with its receipt; for whoever writes many in one statement.

    Refuses when: the kind is unknown or the body's fields are not exactly those of the kind (InvalidInput).
    """
    declared = kind_of(kind)
    if set(body) != set(declared.fields):
        wrong = sorted(set(body) ^ set(declared.fields))
        raise InvalidInput(f"ledger kind {kind} does not take these fields as given: {', '.join(wrong)}")
    entry = Entry(
        kind=kind,
        kind_version=declared.version,
        at=at,
        actor=actor,
        subject=subject,
        port=port,
        body=canonical.plain(body),
        writer=writer_id(),
    )
    entry.content_hash = entry.computed_content_hash()
    return entry
