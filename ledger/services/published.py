"""The published list: every checkpoint that was signed, appended to files outside the database.

Whoever cuts the record back inside the database, or empties it, leaves this list standing.
"""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Final

from django.conf import settings

from ledger import checkpoint as checkpoints
from ledger.checkpoint import Checkpoint

PATTERN: Final = "checkpoints-????-??-??"
OWNER_WRITES: Final = 0o644


def publish(notes: list[str], *, at: datetime) -> None:
    """Append signed checkpoints to the file of the day; they are on the disk when this returns."""
    path = _directory() / f"checkpoints-{at.date().isoformat()}"
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, OWNER_WRITES)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)  # two sealers may publish at once
        os.write(descriptor, "".join(f"{each}\n" for each in notes).encode())
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def published() -> Iterator[tuple[str, Checkpoint]]:
    """The checkpoints of the list as notes, in the order of publishing. Raises NoteWrong for what is none.

    What a crash left unfinished at the end of a file is passed over.
    """
    for path in sorted(_directory().glob(PATTERN)):
        for encoded in split(path.read_text("utf-8")):
            yield encoded, checkpoints.parse(encoded.partition("\n\n")[0] + "\n")


def largest() -> int:
    """The size of the largest tree on the list; 0 for an empty list. Looks at the newest day alone."""
    newest = sorted(_directory().glob(PATTERN))[-1:]
    return max(
        (
            checkpoints.parse(encoded.partition("\n\n")[0] + "\n").size
            for path in newest
            for encoded in split(path.read_text("utf-8"))
        ),
        default=0,
    )


def split(text: str) -> Iterator[str]:
    """The notes of a file that holds one behind the other, an empty line between."""
    parts = text.split("\n\n")
    for body, signatures in zip(parts[:-1:2], parts[1:-1:2], strict=False):
        yield f"{body}\n\n{signatures}\n"


def _directory() -> Path:
    path: Path = settings.LEDGER_PUBLISHED_DIR
    path.mkdir(parents=True, exist_ok=True)
    return path
