"""The hour's places in the record: always as many, each filled up with fillers that look like commitments."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from hotline.clock.day import HOUR, full_hour

SLOTS_PER_HOUR: Final = 8  # as the security notes propose (3.4)
MEMBERS: Final = 64  # the least under a place, and the step by which more are taken in
DIGEST_BYTES: Final = 32
MOST_HOURS: Final = 24 * 31  # made up for at a time after a standstill
_SLOT: Final = b"portsec hotline slot v1\x00"


@dataclass(frozen=True, slots=True)
class FilledSlot:
    """One place: its digests in order, fillers among them, and the digest that stands in the record."""

    number: int
    members: tuple[bytes, ...]

    @property
    def digest(self) -> bytes:
        return slot_digest(self.members)


def fill(
    waiting: Sequence[bytes], *, draw: Callable[[int], int], noise: Callable[[int], bytes]
) -> tuple[FilledSlot, ...]:
    """The places of one hour. Each waiting commitment goes under one of them at random; none has to wait.

    `draw(n)` gives a number from 0 to n-1 at random, `noise(n)` n random bytes.
    """
    under: list[list[bytes]] = [[] for _ in range(SLOTS_PER_HOUR)]
    for digest in waiting:
        under[draw(SLOTS_PER_HOUR)].append(digest)
    return tuple(FilledSlot(number, _with_fillers(digests, noise)) for number, digests in enumerate(under))


def slot_digest(members: Sequence[bytes]) -> bytes:
    """What the record says of a place: the hash of all its digests, in their order."""
    return hashlib.sha256(_SLOT + b"".join(members)).digest()


def stands_under(commitment: bytes, members: Sequence[bytes], digest: bytes) -> bool:
    """Whether a commitment is one of the digests that a place in the record stands for."""
    whole = all(len(each) == DIGEST_BYTES for each in members)
    return whole and commitment in members and slot_digest(members) == digest


def missing_hours(last: datetime | None, now: datetime) -> tuple[datetime, ...]:
    """The full hours whose places are still to be filled, oldest first.

    After a standstill the missed ones are filled too, as late as they are, but only the last hour takes
    commitments.
    """
    newest = full_hour(now)
    if last is None:
        return (newest,)
    count = min(int((newest - last) / HOUR), MOST_HOURS)
    return tuple(newest - HOUR * back for back in range(count - 1, -1, -1))


def _with_fillers(digests: Sequence[bytes], noise: Callable[[int], bytes]) -> tuple[bytes, ...]:
    steps = max(1, -(-len(digests) // MEMBERS))
    fillers = [noise(DIGEST_BYTES) for _ in range(steps * MEMBERS - len(digests))]
    return tuple(sorted([*digests, *fillers]))  # all are random to look at: sorted, no order tells them apart
