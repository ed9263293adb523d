"""A salted commitment to one report and its day."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import date
from typing import Final

SALT_BYTES: Final = 32
_REPORT: Final = b"portsec hotline report v1\x00"
_CONTENT: Final = b"portsec hotline content v1\x00"


@dataclass(frozen=True, slots=True)
class Opening:
    """What shows that a commitment is to this report: the day, a salt, and a salted digest of the content.

    Shown to others it proves the day and nothing else. With the content and its own salt it proves the words.
    """

    day: date
    salt: bytes
    content: bytes

    @property
    def digest(self) -> bytes:
        """The commitment itself, 32 bytes."""
        return hashlib.sha256(_REPORT + self.salt + self.day.isoformat().encode() + self.content).digest()


def content_digest(content: bytes, salt: bytes) -> bytes:
    """What an opening says instead of the words."""
    return hashlib.sha256(_CONTENT + salt + content).digest()
