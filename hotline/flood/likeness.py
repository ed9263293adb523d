"""Which report says the same as many before it. Kept in memory, under a keyed hash, for a day at most."""

from __future__ import annotations

import hashlib
import re
import secrets
import threading
from collections import Counter
from datetime import date, datetime
from typing import Final

OFTEN: Final = 3  # times in a day; a colleague may well report what somebody else did
MOST_TEXTS: Final = 50_000
KEY_BYTES: Final = 32
_NO_LETTER: Final = re.compile(r"[\W\d_]+")


class Likeness:
    """Counts texts that are the same but for digits, case and spacing. Nothing of them leaves this object."""

    def __init__(self) -> None:
        self._seen: Counter[bytes] = Counter()
        self._day: date | None = None
        self._key = b""
        self._lock = threading.Lock()

    def is_repeated(self, text: str, *, at: datetime) -> bool:
        """Whether the same was said often today. Such reports are kept, and sorted behind the others."""
        letters = _NO_LETTER.sub("", text.casefold())
        with self._lock:
            if at.date() != self._day or len(self._seen) > MOST_TEXTS:
                self._day, self._key = at.date(), secrets.token_bytes(KEY_BYTES)
                self._seen.clear()
            name = hashlib.blake2b(letters.encode(), key=self._key, digest_size=KEY_BYTES).digest()
            self._seen[name] += 1
            return self._seen[name] > OFTEN
