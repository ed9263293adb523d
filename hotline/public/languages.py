"""The languages in which one may report, and in which direction they are written."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from django.conf import settings

RIGHT_TO_LEFT: Final = frozenset({"ar"})


@dataclass(frozen=True, slots=True)
class Offered:
    """A language as the foot of a page offers it: its own name, and the same page in it."""

    code: str
    name: str
    address: str


def codes() -> tuple[str, ...]:
    return tuple(code for code, _ in settings.LANGUAGES)


def direction(language: str) -> str:
    return "rtl" if language in RIGHT_TO_LEFT else "ltr"


def offered(address: str, language: str) -> list[Offered]:
    """The page at `address`, which is in `language`, in every language."""
    return [
        Offered(code, name, address.replace(f"/{language}/", f"/{code}/", 1))
        for code, name in settings.LANGUAGES
    ]
