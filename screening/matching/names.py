"""A name in any script, brought to parts that can be compared."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cached_property, lru_cache

from anyascii import anyascii

from screening.enums import EntityKind
from screening.matching import legal_forms
from screening.matching.ideographs import ideographs

# Particles say little about who somebody is, and clerks drop, add and respell them at will; every spelling
# of one is brought to the same form. Source of the idea: rigour's stop words for names (OpenSanctions, 2026).
PARTICLES = {
    **dict.fromkeys(("al", "el", "ul"), "al"),
    **dict.fromkeys(("bin", "ben", "ibn", "bint"), "bin"),
    **dict.fromkeys(("abu", "abou", "abo"), "abu"),
    **dict.fromkeys(("ould", "uld", "wuld"), "ould"),
    **dict.fromkeys(("de", "da", "do", "di", "du", "dos", "das", "del", "della"), "de"),
    **dict.fromkeys(("der", "den", "ter"), "der"),
    **{particle: particle for particle in ("van", "von", "zu", "la", "le", "y", "e")},
}
_SON_OF = PARTICLES["bin"]
_PARTICLE_FORMS = frozenset(PARTICLES.values())

# Forms of address. King, Prince, Sultan, Major and Master are left out: people bear them as names.
_TITLES = """
mr mrs ms miss mister sir dr doctor prof professor eng engineer herr frau
haji hajji hajj alhaj alhaji sheikh sheik shaikh shaykh mullah mulla maulavi mawlawi maulana mawlana
qari hafiz general gen colonel col captain capt lieutenant lt brigadier president prasident
"""
TITLES = frozenset(_TITLES.split())

# Abd is "servant of" and never stands alone: Abd al-Karim, Abdul Karim and Abdel Karim begin alike.
_SERVANT = frozenset(("abd", "abdal", "abdel", "abdul", "abdol"))
_SERVANT_FORM = "abdul"

# The longest listed name has 24 words; what comes behind this many is not a name any more, and comparing
# costs the cube of their number.
MAX_PARTS = 40

_APOSTROPHES = re.compile(r"['`´’‘ʼʿʾ]")
_NOT_A_WORD = re.compile(r"[^a-z0-9]+")


@dataclass(frozen=True)
class Name:
    """The parts of one name in the order written, romanised, in lower case, without titles."""

    parts: tuple[str, ...]
    kind: EntityKind = EntityKind.PERSON
    ideographs: str = ""  # the Chinese characters of a person's name that is written in nothing else

    @property
    def forename(self) -> tuple[str, ...]:
        """The parts before "son of" or "daughter of"; none where the name has no such particle."""
        return self.parts[: self.parts.index(_SON_OF)] if _SON_OF in self.parts else ()

    @cached_property
    def compact(self) -> str:
        """All parts run together: finds names that were glued or split at another place."""
        return "".join(self.parts)

    @cached_property
    def full_parts(self) -> tuple[str, ...]:
        """The parts that name somebody."""
        return tuple(part for part in self.parts if is_full(part, self.kind))


def is_particle(part: str, kind: EntityKind) -> bool:
    return kind is EntityKind.PERSON and part in _PARTICLE_FORMS


def is_full(part: str, kind: EntityKind) -> bool:
    """Whether a part names somebody: neither an initial nor a particle nor a legal form."""
    if kind is EntityKind.PERSON:
        return len(part) > 1 and part not in _PARTICLE_FORMS
    return part not in legal_forms.FORMS


def romanised(text: str) -> str:
    """The text in lower-case Latin letters, without accents and apostrophes."""
    plain = anyascii(_APOSTROPHES.sub("", unicodedata.normalize("NFKC", text)))
    return plain.replace("'", "").replace("`", "").casefold()


@lru_cache(maxsize=32_768)
def normalise(text: str, kind: EntityKind = EntityKind.PERSON) -> Name:
    """Reads "Given Family", "FAMILY, Given", "FAMILY<<GIVEN" or a name in another script.

    A name without a single letter or digit has no parts; it matches nothing.
    """
    if kind is not EntityKind.PERSON:
        words = _NOT_A_WORD.sub(" ", _joined_initials(romanised(text))).split()
        return Name(legal_forms.canonical(words[:MAX_PARTS]), kind)
    family, comma, given = text.partition(",")
    words = _NOT_A_WORD.sub(" ", romanised(f"{given} {family}" if comma else text)).split()
    parts = _joined_servant([PARTICLES.get(word, word) for word in words[:MAX_PARTS]])
    while len(parts) > 1 and parts[0] in TITLES:
        parts = parts[1:]
    return Name(tuple(parts), kind, ideographs(text))


def _joined_servant(words: list[str]) -> list[str]:
    """`abd al karim`, `abdel karim` and `abdul karim` become `abdul karim`."""
    parts: list[str] = []
    for word in words:
        if word == "al" and parts and parts[-1] == _SERVANT_FORM:
            continue
        parts.append(_SERVANT_FORM if word in _SERVANT else word)
    return parts


_INITIALS = re.compile(r"\b(?:\w\.){2,}\w?(?=\W|$)")


def _joined_initials(text: str) -> str:
    """`s.a.r.l.` becomes `sarl`; `&` is a word."""
    return _INITIALS.sub(lambda found: found[0].replace(".", ""), text).replace("&", " and ")
