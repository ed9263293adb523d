"""A checkpoint: what a log says of its tree at one size, as C2SP tlog-checkpoint defines it."""

from __future__ import annotations

import base64
from collections.abc import Iterable
from dataclasses import dataclass

from ledger import note
from ledger.merkle.hashing import HASH_BYTES
from ledger.note import Note, NoteWrong, SignerKey, VerifierKey


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """`origin` names the log, `root` is the root of its first `size` entries.

    `more` are extension lines of other logs. Ours have none: nobody who watches a log could check them.
    """

    origin: str
    size: int
    root: bytes
    more: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        lines = (self.origin, str(self.size), base64.b64encode(self.root).decode("ascii"), *self.more)
        return "".join(f"{line}\n" for line in lines)


def parse(text: str) -> Checkpoint:
    """The text of a note as a checkpoint. Raises NoteWrong."""
    lines = text.removesuffix("\n").split("\n")
    if len(lines) < 3 or not all(lines) or not text.endswith("\n"):
        raise NoteWrong("a checkpoint has at least three lines, none of them empty")
    origin, size, root, *more = lines
    raw = note.from_base64(root)
    if len(raw) != HASH_BYTES:
        raise NoteWrong("the root hash of the checkpoint has not 32 bytes")
    return Checkpoint(origin, number(size), raw, tuple(more))


def number(text: str) -> int:
    """A size or an index, written in the one way. Raises NoteWrong."""
    if not text.isascii() or not text.isdigit() or (text[0] == "0" and text != "0") or len(text) > 19:
        raise NoteWrong(f"'{text[:20]}' is no number of entries")
    return int(text)


def signed(checkpoint: Checkpoint, keys: Iterable[SignerKey]) -> Note:
    """The checkpoint under the signature of each key: one, or two while one key hands over to another."""
    return Note(checkpoint.text, tuple(key.sign(checkpoint.text) for key in keys))


def opened(encoded: str, keys: Iterable[VerifierKey]) -> Checkpoint:
    """The checkpoint, if its log signed it with one of these keys. Raises NoteWrong."""
    found = note.parse(encoded)
    checkpoint = parse(found.text)
    note.verified(found, [key for key in keys if key.name == checkpoint.origin])
    return checkpoint
