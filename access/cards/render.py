"""Sets a card: facts in, bytes of a PDF or pictures out, in about a tenth of a second."""

from __future__ import annotations

import base64
import json
import unicodedata
from functools import cache
from pathlib import Path
from typing import Any

import typst

from access.accountability.colour import lettering
from access.cards.facts import BadgeCard, VisitorPass
from access.cards.qr_code import drawn
from screening.letters.script import FAMILIES, FONT_FOLDERS, showable

TEMPLATE = (Path(__file__).parent / "card.typ").read_bytes()
FONTS = ("DejaVu Sans Mono", *FAMILIES)
PRINT_DPI = 300  # what card printers print
NO_SIGN = "□"  # stands for what no font shows: an emoji in a name is seen as wrong, and nothing else breaks
RULES = (
    "This card is personal and stays the property of the port. Wear it so that it can be seen.",
    "Report its loss at once. It opens nothing from then on.",
    "Hand it in when it ends or is asked back.",
)
VISITOR_RULES = (
    "Stay with your escort at all times. Wear this card so that it can be seen.",
    "On an alarm go with your escort to the assembly point.",
    "Hand this card in when you leave.",
)


def badge_pdf(card: BadgeCard) -> bytes:
    """The badge, two pages of 85.6 by 54 mm (ISO/IEC 7810 ID-1)."""
    return _pdf(_badge(card), photo=card.photo, credential=card.credential)


def badge_pictures(card: BadgeCard, *, dpi: float = PRINT_DPI) -> list[bytes]:
    """Front and back as PNG, made from the same source as the PDF."""
    return _pictures(_badge(card), photo=card.photo, credential=card.credential, dpi=dpi)


def visitor_pdf(card: VisitorPass) -> bytes:
    """The visitor's card, two pages of the same size."""
    return _pdf(_visitor(card), photo=None, credential=card.credential)


def visitor_pictures(card: VisitorPass, *, dpi: float = PRINT_DPI) -> list[bytes]:
    """The same as PNG."""
    return _pictures(_visitor(card), photo=None, credential=card.credential, dpi=dpi)


def _badge(card: BadgeCard) -> dict[str, Any]:
    return {
        "title": f"Badge {card.serial}",
        "colour": card.colour,
        "type_name": card.type_name,
        "mark": f"{card.generation}",
        "no_photo": "NO PHOTO" if card.photo is None else "",
        "port": card.port,
        "name": card.name,
        "native_name": card.native_name,
        "lines": [line for line in (card.job_title, card.organisation) if line],
        "number": card.serial,
        "until_word": "valid until",
        "until": f"{card.valid_until:%-d %b %Y}",
        "areas": " · ".join(card.areas),
        "rules": list(RULES),
        "found": "Found? Please return to:",
        "return_to": list(card.return_to),
    }


def _visitor(card: VisitorPass) -> dict[str, Any]:
    escort = f"Escort: {card.escort}" if card.escort else ""
    return {
        "title": f"Visitor {card.reference}",
        "colour": card.colour,
        "type_name": "VISITOR",
        "mark": "",
        "no_photo": "ESCORT ONLY",
        "port": card.port,
        "name": card.name,
        "native_name": card.native_name,
        "lines": [line for line in (card.company, f"Host: {card.host}", escort) if line],
        "number": card.serial or card.reference,
        "until_word": "valid until",
        "until": f"{card.valid_until:%-d %b %Y, %H:%M}",
        "areas": " · ".join(card.areas),
        "rules": list(VISITOR_RULES),
        "found": "Found? Please return to:",
        "return_to": list(card.return_to),
    }


def _pdf(said: dict[str, Any], *, photo: bytes | None, credential: str) -> bytes:
    pdf: bytes = _compiled(said, photo=photo, credential=credential, format="pdf")
    return pdf


def _pictures(said: dict[str, Any], *, photo: bytes | None, credential: str, dpi: float) -> list[bytes]:
    made = _compiled(said, photo=photo, credential=credential, format="png", ppi=dpi)
    return made if isinstance(made, list) else [made]


def _compiled(said: dict[str, Any], *, photo: bytes | None, credential: str, **options: Any) -> Any:
    content = _shown(said) | {
        "lettering": lettering(said["colour"]),
        "has_photo": photo is not None,
        "fonts": list(FAMILIES),
    }
    files: Any = {
        "main.typ": TEMPLATE,
        "card.json": json.dumps(content, ensure_ascii=False).encode(),
        "code.svg": drawn(credential).encode(),
    }
    if photo is not None:
        files["photo.svg"] = _framed(photo).encode()
    return typst.compile(files, font_paths=_fonts(), ignore_system_fonts=True, **options)


def _framed(photo: bytes) -> str:
    """The JPEG inside a drawing: files that lie beside a template are read as text."""
    content = base64.b64encode(photo).decode()
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 480 600">'
        f'<image width="480" height="600" preserveAspectRatio="xMidYMid slice" '
        f'href="data:image/jpeg;base64,{content}"/></svg>'
    )


def _shown(value: Any) -> Any:
    """The same data with each text made showable."""
    if isinstance(value, str):
        return showable("".join(map(_sign, value)))
    if isinstance(value, list):
        return [_shown(item) for item in value]
    if isinstance(value, dict):
        return {key: _shown(item) for key, item in value.items()}
    return value


def _sign(char: str) -> str:
    """An empty box for emoji and other pictures; joiners and marks that only serve them vanish."""
    if char in "\ufe0e\ufe0f\u20e3":
        return ""
    return (
        NO_SIGN
        if unicodedata.category(char) in {"So", "Sk", "Cs", "Co", "Cn"} and ord(char) > 0x2000
        else char
    )


@cache
def _fonts() -> typst.Fonts:
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=True, font_paths=list(FONT_FOLDERS))
