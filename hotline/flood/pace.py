"""How long a caller waits before being served. Kept in memory, under a keyed hash, for a day at most."""

from __future__ import annotations

import hashlib
import secrets
import threading
from collections import OrderedDict
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

MOST_CALLERS: Final = 10_000  # remembered at once; the one that was silent longest is forgotten first
KEY_BYTES: Final = 32


@dataclass(frozen=True, slots=True)
class Allowance:
    """`burst` calls pass at once, then one in each `every`. Nobody waits longer than `longest`."""

    burst: int
    every: timedelta
    longest: timedelta


# Filing: a family behind one address files at once; a script waits half a minute each time.
FILING: Final = Allowance(burst=4, every=timedelta(seconds=30), longest=timedelta(seconds=30))
# Guessing: a forgetful reporter tries five times at once; a million guesses take 115 days an address.
OPENING: Final = Allowance(burst=5, every=timedelta(seconds=10), longest=timedelta(seconds=10))


class Pace:
    """A bucket of tokens a caller. `caller` may be an address: it is hashed under a key that is new each day.

    Neither address nor hash leaves this object, and both are forgotten with the day or the process.
    """

    def __init__(self, allowance: Allowance, *, most_callers: int = MOST_CALLERS) -> None:
        self._allowance = allowance
        self._most = most_callers
        self._full_at: OrderedDict[bytes, datetime] = OrderedDict()
        self._day: date | None = None
        self._key = b""
        self._lock = threading.Lock()

    def wait(self, caller: str, *, at: datetime) -> timedelta:
        """How long this call waits before it is served. It is always served."""
        with self._lock:
            self._forget_yesterday(at)
            name = hashlib.blake2b(caller.encode(), key=self._key, digest_size=KEY_BYTES).digest()
            full_at = max(self._full_at.pop(name, at), at) + self._allowance.every
            wait = full_at - at - self._allowance.every * self._allowance.burst
            # What is waited for at most is also what is owed at most: nobody is shut out for hours.
            owed = self._allowance.every * self._allowance.burst + self._allowance.longest
            self._full_at[name] = min(full_at, at + owed)
            if len(self._full_at) > self._most:
                self._full_at.popitem(last=False)
        return min(max(wait, timedelta()), self._allowance.longest)

    def _forget_yesterday(self, at: datetime) -> None:
        if at.date() != self._day:
            self._day, self._key = at.date(), secrets.token_bytes(KEY_BYTES)
            self._full_at.clear()
