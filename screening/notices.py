"""What people read before they declare anything, the letter that invites them, and the questions on links."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Any

import yaml

from screening.enums import ClearanceLevel, Language
from screening.saying import gettext_noop

FILE = Path(__file__).resolve().parent / "data" / "notice.yaml"


@dataclass(frozen=True, slots=True)
class Words:
    """One text in one language: its pieces by name. `points` are the lines of a list."""

    pieces: Mapping[str, str]
    points: tuple[str, ...] = ()

    def filled(self, **values: str) -> dict[str, str]:
        """Every piece with its blanks filled in."""
        return {name: piece.format(**values) for name, piece in self.pieces.items()}


@dataclass(frozen=True, slots=True)
class Texts:
    """A version of the notice, and the letter of invitation, in every language."""

    version: int
    notice: Mapping[Language, Words]
    invitation: Mapping[Language, Words]


@dataclass(frozen=True, slots=True)
class Question:
    """A question about interests and links, asked from a level on. `text` is translated where it is shown."""

    code: str
    from_level: ClearanceLevel
    text: str


# What a port's purpose needs and no more. Which level asks what is our proposal; laws say "by profile".
QUESTIONS = (
    Question(
        "refused_elsewhere",
        ClearanceLevel.STANDARD,
        gettext_noop("Was a badge or clearance refused to you or taken from you, here or elsewhere?"),
    ),
    Question(
        "port_ban",
        ClearanceLevel.STANDARD,
        gettext_noop("Did a court or an authority ban you from a port?"),
    ),
    Question(
        "own_interests",
        ClearanceLevel.ENHANCED,
        gettext_noop("Do you own or run, alone or with others, a firm in transport, forwarding or storage?"),
    ),
    Question(
        "close_links",
        ClearanceLevel.ENHANCED,
        gettext_noop("Does somebody close to you work in transport, forwarding or storage at this port?"),
    ),
    Question(
        "debts",
        ClearanceLevel.AUTHORITY,
        gettext_noop("Do you have debts that you cannot pay, or is your pay being seized?"),
    ),
)


def questions_for(level: ClearanceLevel) -> tuple[Question, ...]:
    """What is asked at this level: a deeper one asks all that a lower one asks, and more."""
    return tuple(question for question in QUESTIONS if question.from_level.rank <= level.rank)


def _words(row: Mapping[str, Any]) -> Words:
    pieces = {name: piece for name, piece in row.items() if isinstance(piece, str)}
    return Words(MappingProxyType(pieces), tuple(row.get("points", ())))


def _read() -> Texts:
    rows = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    by_language = [
        MappingProxyType({language: _words(rows[part][language.value]) for language in Language})
        for part in ("notice", "invitation")
    ]
    return Texts(rows["version"], *by_language)


NOTICE = _read()
