"""The reader's queue on its disk: appended durably before a gate opens, mended after a crash, sent once."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Callable, Sequence
from pathlib import Path
from types import TracebackType
from typing import Final, Self

from access.credential import durable_file
from access.credential.keys import SigningKey
from access.credential.passage_chain import Entry, Link, first_digest, link, read
from portsec.kernel.errors import Conflict, InvalidInput

AT_ONCE: Final = 100
"""Entries in one upload: about 56 kB."""

Send = Callable[[Sequence[Link]], int]
"""Hands over links in order, or none to ask; returns the number of the entry that the service wants next."""


class QueueFile:
    """One line an entry. Use as a context manager: only one process holds a queue at a time.

    Opening reads and checks the whole chain, and cuts off a last line without newline: a crash tore it, and
    the gate had not opened for it, because `append` comes back only when the line is on the disk.
    Raises ChainBroken when an earlier line does not fit, Conflict when another process holds the queue.
    """

    def __init__(self, path: Path, *, reader: str, key: SigningKey) -> None:
        self._path, self._reader, self._key = path, reader, key
        self.links: list[Link] = []
        self.torn = 0  # bytes that the opening cut off

    def __enter__(self) -> Self:
        new = not self._path.exists()
        self._file = open(self._path, "a+b", buffering=0)
        try:
            self._hold()
            if new:
                durable_file.sync_directory(self._path)
            self._load()
        except BaseException:
            self._file.close()
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._file.close()

    def append(self, entry: Entry) -> Link:
        """Sign the entry behind the last one and return when it is on the disk; some milliseconds on flash.

        Raises InvalidInput for a number that is not the next, and for a nonce that the queue has already.
        """
        if entry.counter != len(self.links):
            raise InvalidInput(f"The next entry of this queue is {len(self.links)}.")
        if self.with_nonce(entry.nonce) is not None:
            raise InvalidInput("The queue has an entry of this nonce already.")
        added = link(entry, self._last_digest(), self._key)
        self._write(added.line + b"\n")
        self.links.append(added)
        return added

    def with_nonce(self, nonce: str) -> Link | None:
        """The entry of this attempt, where there is one."""
        return next((found for found in reversed(self.links) if found.entry.nonce == nonce), None)

    def upload(self, send: Send) -> int:
        """Send what the service does not have, in order, and return how many entries it was.

        Needs the entries alone: call it after the block, so that nobody waits at the gate for the network.
        The service says where to go on, so a broken upload is resumed, and one restored from a copy is given
        again what it lost. Raises Conflict when it has more than this queue, whose end somebody has then cut
        off, and when it takes none of those sent.
        """
        start = wanted = send(())
        if not 0 <= wanted <= len(self.links):
            raise Conflict(f"The service has {wanted} entries of this queue, the file {len(self.links)}.")
        while wanted < len(self.links):
            sent, wanted = wanted, send(self.links[wanted : wanted + AT_ONCE])
            if not sent < wanted <= len(self.links):
                raise Conflict(f"The service wants entry {wanted} after entry {sent} was sent.")
        return wanted - start

    def _write(self, line: bytes) -> None:
        """All of it, on the disk, or nothing: half a line would spoil the next one."""
        before = os.fstat(self._file.fileno()).st_size
        try:
            while line:
                line = line[self._file.write(line) :]
            os.fsync(self._file.fileno())
        except OSError:
            self._file.truncate(before)
            raise

    def _hold(self) -> None:
        try:
            fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise Conflict("Another process holds this queue.") from None

    def _load(self) -> None:
        self._file.seek(0)
        written = self._file.readall()
        whole = written.rfind(b"\n") + 1
        self.torn = len(written) - whole
        if self.torn:
            self._file.truncate(whole)
            os.fsync(self._file.fileno())
        self.links = list(
            read(written[:whole].split(b"\n")[:-1], reader=self._reader, public=self._key.public)
        )

    def _last_digest(self) -> str:
        from_start = first_digest(self._reader, self._key.public)
        return self.links[-1].digest if self.links else from_start
