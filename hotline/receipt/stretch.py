"""Stretches a code into a look-up value and a key, at a price for whoever guesses."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field
from typing import Final

from argon2.low_level import Type, hash_secret_raw
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.kdf.hkdf import HKDFExpand

KEY_BYTES: Final = 32
SALT_BYTES: Final = 16
LEAST_MEMORY_KIB: Final = 64 * 1024

# Argon2id asks for as much memory as a small server has to spare; two at a time would double it.
_ONE_AT_A_TIME = threading.Lock()


@dataclass(frozen=True, slots=True)
class Cost:
    """What one guess costs: memory, and passes over it."""

    memory_kib: int
    passes: int

    def __post_init__(self) -> None:
        if self.memory_kib < LEAST_MEMORY_KIB or self.passes < 1:
            raise ValueError("a guess costs 64 MiB and one pass at least")


# 1.3 s a guess on a quiet core of November 2026, as GlobaLeaks has it: 16 passes over 128 MiB.
USUAL: Final = Cost(memory_kib=128 * 1024, passes=16)


@dataclass(frozen=True, slots=True)
class Stretched:
    """`look_up` finds the report and is kept; `key` opens the reporter's box and is never written down."""

    look_up: bytes = field(repr=False)
    key: bytes = field(repr=False)


def stretch(code: str, *, salt: bytes, cost: Cost) -> Stretched:
    """The two values of a plain code. Takes about a second on purpose; one at a time in each process.

    The salt is one for all, because the code alone must find its report.
    """
    with _ONE_AT_A_TIME:
        root = hash_secret_raw(
            secret=code.encode(),
            salt=salt,
            time_cost=cost.passes,
            memory_cost=cost.memory_kib,
            parallelism=1,
            hash_len=KEY_BYTES,
            type=Type.ID,
        )
    return Stretched(look_up=_part(root, b"look up"), key=_part(root, b"reporter's box"))


def _part(root: bytes, purpose: bytes) -> bytes:
    """Neither part tells the other one."""
    expand = HKDFExpand(hashes.SHA256(), KEY_BYTES, b"portsec hotline receipt: " + purpose)
    return expand.derive(root)
