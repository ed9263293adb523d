"""Names in Chinese characters, compared as they are written.

Romanised, a character is one syllable that dozens of others share, so that different people look alike
(石 and 市 are both "shi"). Where both names are written in characters, the characters are compared.
"""

from __future__ import annotations

import re

from opencc import OpenCC
from rapidfuzz.distance import OSA

# One form for traditional, Japanese and simplified characters: 習 and 习, 沢 and 澤.
_FROM_JAPANESE = OpenCC("jp2t")
_SIMPLIFIED = OpenCC("t2s")
_CHARACTERS = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff々]+")
_BETWEEN = re.compile(r"[\s·・.,]+")

# A character carries meaning: another one is another name, however it sounds. Below every alert threshold.
OTHER_CHARACTER_CAP = 0.6


def ideographs(text: str) -> str:
    """The characters of a name in simplified form; "" where anything else is written as well."""
    bare = _BETWEEN.sub("", text)
    if not _CHARACTERS.fullmatch(bare):
        return ""
    return str(_SIMPLIFIED.convert(_FROM_JAPANESE.convert(bare)))


def closeness(one: str, other: str) -> float:
    """1 for the same characters, else the share that agrees, at most OTHER_CHARACTER_CAP."""
    if one == other:
        return 1.0
    return min(OSA.normalized_similarity(one, other), OTHER_CHARACTER_CAP)
