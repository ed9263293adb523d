"""Names that stand for people until an officer has given a reason to see whom a case is about."""

from __future__ import annotations

import hashlib
import hmac
import re
from collections.abc import Iterable, Mapping

_LETTERS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"  # without those that are taken for each other
_LENGTH = 6
_WORD = re.compile(r"[\w.@-]+")


def pseudonym(key: bytes, port: str, subject: str) -> str:
    """The name that stands for a subject of a port's log: always the same, and nobody's own.

    Without `key` nobody can tell which subject it stands for.
    """
    digest = hmac.new(key, f"{port}\0{subject}".encode(), hashlib.sha256).digest()
    number = int.from_bytes(digest[:8])
    letters = []
    for _ in range(_LENGTH):
        number, place = divmod(number, len(_LETTERS))
        letters.append(_LETTERS[place])
    return f"Person {''.join(letters[:3])}-{''.join(letters[3:])}"


def words_of(texts: Iterable[str]) -> set[str]:
    """Everything in these texts that could be a name or number of somebody."""
    return {word.strip(".-") for text in texts for word in _WORD.findall(text)}


def masked(text: str, names: Mapping[str, str]) -> str:
    """The text with each of these names, as a whole word, replaced by what stands for it.

    Longer names first, so that a name within another one does not spoil it. "Badge B-7" becomes "Badge of …"
    where "badge of …" stands for B-7.
    """
    known = sorted((name for name in names if name), key=len, reverse=True)
    if not known:
        return text
    pattern = re.compile(rf"(?<!\w)([Bb]adge |[Aa]ccount )?({'|'.join(map(re.escape, known))})(?!\w)")
    return pattern.sub(lambda found: _after(found.group(1) or "", names[found.group(2)]), text)


def _after(said: str, stands: str) -> str:
    """What stands for a name, behind a word that it may begin with itself."""
    return said + stands.removeprefix(said.lower())
