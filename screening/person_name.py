"""The form of a name that people are searched by: Latin letters, lower case, words parted by spaces."""

from __future__ import annotations

from screening.matching.names import romanised


def plain_name(text: str) -> str:
    """`Müller, Ğ.` and `muller g` meet in one form; empty when nothing can be read."""
    letters = (letter if letter.isalnum() else " " for letter in romanised(text).casefold())
    return " ".join("".join(letters).split())
