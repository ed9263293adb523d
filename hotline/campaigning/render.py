"""Sets a card or a poster as PDF: wording, address and QR code in, bytes out."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

import typst

from access.cards.qr_code import drawn
from hotline.campaigning.wording import wording
from portsec.kernel.words import Word
from screening.letters.script import FAMILIES, FONT_FOLDERS, showable

TEMPLATES: Final = Path(__file__).parent
MESSAGES: Final = (
    *("title", "lead", "cues_title", "approached", "promise", "advice", "scan", "type", "code_alt"),
)
STANDARDS: Final[list[Any]] = ["ua-1"]  # ISO 14289-1: a card can be read aloud too


class Form(Word):
    """What is printed."""

    CARD = "card", "Card, 105 by 74 mm, two sides"
    POSTER = "poster", "Poster, A3"


@dataclass(frozen=True, slots=True)
class Print:
    """What stands on a card or poster. `address` is the same on every copy; no copy is numbered.

    The company is not printed: a card in somebody's pocket tells nothing about where they work.
    """

    language: str
    hub: str
    address: str


def render(form: Form, content: Print) -> bytes:
    """The PDF. The same content gives the same bytes, so that one copy cannot be told from another.

    Raises KeyError for a language in which nothing can be printed.
    """
    files: Any = {
        "main.typ": (TEMPLATES / f"{form.value}.typ").read_bytes(),
        "said.json": json.dumps(_said(content), ensure_ascii=False).encode(),
        "code.svg": drawn(content.address).encode(),
    }
    pdf: Any = typst.compile(
        files, font_paths=_fonts(), ignore_system_fonts=True, format="pdf", pdf_standards=STANDARDS
    )
    return bytes(pdf)


def _said(content: Print) -> dict[str, Any]:
    say = wording(content.language)
    return {
        **{name: showable(say.say(name)) for name in MESSAGES},
        "cues": [showable(cue) for cue in say.cues],
        "hub": showable(content.hub),
        "address": content.address.removeprefix("https://"),  # as people type it
        "lang": content.language,
        "direction": say.direction,
        "fonts": list(FAMILIES),
    }


@cache
def _fonts() -> typst.Fonts:
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=True, font_paths=list(FONT_FOLDERS))
