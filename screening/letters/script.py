"""Which characters the letters' fonts can show, and what stands for those that they cannot.

A PDF for everyone (PDF/UA) may hold no character without a glyph; a name in a script beyond our fonts is
romanised rather than refused.
"""

from __future__ import annotations

import unicodedata
from functools import cache
from pathlib import Path

import justmytype_intl_cjk
import justmytype_intl_rtl
from anyascii import anyascii
from fontTools.ttLib import TTFont

FONT_FOLDERS = tuple(
    str(Path(package.__file__).parent / "fonts" / "ofl")
    for package in (justmytype_intl_rtl, justmytype_intl_cjk)
    if package.__file__
)
FAMILIES = (
    *("Libertinus Serif", "Noto Sans Arabic", "Noto Sans Hebrew"),
    *("Noto Sans SC", "Noto Sans TC", "Noto Sans JP", "Noto Sans KR"),
)
# What the fonts built into typst show: Latin, Greek, Cyrillic and Armenian letters, punctuation, currency.
# Each range was set with typst 0.15.2 character by character.
BUILT_IN = (
    *(
        (0x20, 0x7E),
        (0xA0, 0xAC),
        (0xAE, 0x2FF),
        (0x370, 0x377),
        (0x37A, 0x37F),
        (0x384, 0x38A),
    ),
    *(
        (0x38C, 0x38C),
        (0x38E, 0x3A1),
        (0x3A3, 0x482),
        (0x48A, 0x4FF),
        (0x510, 0x513),
        (0x51A, 0x51D),
    ),
    *(
        (0x531, 0x556),
        (0x559, 0x58A),
        (0x58D, 0x58F),
        (0x1E00, 0x1F15),
        (0x1F18, 0x1F1D),
        (0x1F20, 0x1F45),
    ),
    *(
        (0x1F48, 0x1F4D),
        (0x1F50, 0x1F57),
        (0x1F59, 0x1F59),
        (0x1F5B, 0x1F5B),
        (0x1F5D, 0x1F5D),
        (0x1F5F, 0x1F7D),
    ),
    *(
        (0x1F80, 0x1FB4),
        (0x1FB6, 0x1FC4),
        (0x1FC6, 0x1FD3),
        (0x1FD6, 0x1FDB),
        (0x1FDD, 0x1FEF),
        (0x1FF2, 0x1FF4),
    ),
    *(
        (0x1FF6, 0x1FFE),
        (0x2010, 0x2027),
        (0x202F, 0x2040),
        (0x2070, 0x2071),
        (0x2074, 0x208E),
        (0x20A0, 0x20C0),
    ),
    *(
        (0x2100, 0x211E),
        (0x2120, 0x2122),
        (0x2153, 0x2184),
        (0x2190, 0x21FF),
        (0x2200, 0x22FF),
    ),
)
LONGEST_WORD = 28  # characters; a longer one may be broken, so that it never runs over the margin
BREAK_HERE = "\u200b"  # zero width space


def showable(text: str) -> str:
    """The text with every character that no font shows put into Latin letters, and room to break words."""
    composed = unicodedata.normalize("NFC", text)
    shown = "".join(char if _has_glyph(char) else _romanised(char) for char in composed)
    return " ".join(_breakable(word) for word in shown.split(" "))


def _romanised(char: str) -> str:
    return " " if unicodedata.category(char).startswith(("Z", "C")) else anyascii(char)


def _breakable(word: str) -> str:
    if len(word) <= LONGEST_WORD:
        return word
    pieces = [word[start : start + LONGEST_WORD] for start in range(0, len(word), LONGEST_WORD)]
    return BREAK_HERE.join(pieces)


def _has_glyph(char: str) -> bool:
    code = ord(char)
    return char == "\n" or any(low <= code <= high for low, high in BUILT_IN) or code in _glyphs()


@cache
def _glyphs() -> frozenset[int]:
    """The characters of the bundled fonts; read once, in about a second."""
    found: set[int] = set()
    for folder in FONT_FOLDERS:
        for path in sorted(Path(folder).rglob("*.ttf")):
            with TTFont(path, lazy=True) as font:
                found |= font.getBestCmap().keys()
    return frozenset(found - {code for code in found if code < 0x590})
