"""What stands in one name field of the UN list: often several names, another script, or a remark."""

from __future__ import annotations

import re
from collections.abc import Iterator

from screening.watchlists.entity import ListedName, NameQuality, script_of

_BRACKET = re.compile(r"\(([^()]*)\)")
# "Azim Adhajani; Azim Agha-Jani", "Mohammed Sabet b) M. Jawad Kareemi Sabet"
_SEVERAL = re.compile(r";|(?<=\s)[a-z]\)\s")
# "Safia Farkash Mohammed Al-Hadad, born 1 Jan. 1953"
_LABEL = re.compile(r"^original script:\s*", re.IGNORECASE)
_BIRTH_REMARK = re.compile(r",?\sborn\s.*\d.*$")
_REMARK_WORDS = re.compile(r"\d|\b(?:listed|birth|combat|name|identity|third)\b", re.IGNORECASE)


def split(text: str, quality: NameQuality) -> Iterator[ListedName]:
    """Each name of the field. A bracket in another script is a name of its own, one with a remark goes."""
    outside = script_of(_BRACKET.sub(" ", text))
    names: list[str] = []
    for bracket in _BRACKET.findall(text):
        if script_of(bracket) != outside:
            names.extend(_SEVERAL.split(bracket))
        elif not _REMARK_WORDS.search(bracket):
            continue
        text = text.replace(f"({bracket})", " ")
    for part in [*_SEVERAL.split(text), *names]:
        name = _LABEL.sub("", " ".join(_BIRTH_REMARK.sub("", part).split()).removeprefix(") "))
        if any(character.isalnum() for character in name):
            yield ListedName(name, quality, script_of(name))
