"""Mandarin names in the older romanisation of Wade and Giles: Hsi Chin-ping is Xi Jinping.

Clerks leave out the apostrophes that part ch'in (qin) from chin (jin), so that a syllable of Wade-Giles may
stand for several of Pinyin. The table follows from the rules of both systems.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import islice, product
from types import MappingProxyType

# Pinyin: the finals that each initial takes.
_FINALS = {
    "b": "a ai an ang ao ei en eng i ian iao ie in ing o u",
    "p": "a ai an ang ao ei en eng i ian iao ie in ing o ou u",
    "m": "a ai an ang ao e ei en eng i ian iao ie in ing iu o ou u",
    "f": "a an ang ei en eng o ou u",
    "d": "a ai an ang ao e ei eng i ia ian iao ie ing iu ong ou u uan ui un uo",
    "t": "a ai an ang ao e eng i ian iao ie ing ong ou u uan ui un uo",
    "n": "a ai an ang ao e ei en eng i ian iang iao ie in ing iu ong ou u uan ue uo",
    "l": "a ai an ang ao e ei eng i ia ian iang iao ie in ing iu ong ou u uan ue un uo",
    "g": "a ai an ang ao e ei en eng ong ou u ua uai uan uang ui un uo",
    "k": "a ai an ang ao e ei en eng ong ou u ua uai uan uang ui un uo",
    "h": "a ai an ang ao e ei en eng ong ou u ua uai uan uang ui un uo",
    "j": "i ia ian iang iao ie in ing iong iu u uan ue un",
    "q": "i ia ian iang iao ie in ing iong iu u uan ue un",
    "x": "i ia ian iang iao ie in ing iong iu u uan ue un",
    "zh": "a ai an ang ao e ei en eng i ong ou u ua uai uan uang ui un uo",
    "ch": "a ai an ang ao e en eng i ong ou u ua uai uan uang ui un uo",
    "sh": "a ai an ang ao e ei en eng i ou u ua uai uan uang ui un uo",
    "r": "an ang ao e en eng i ong ou u uan ui un uo",
    "z": "a ai an ang ao e ei en eng i ong ou u uan ui un uo",
    "c": "a ai an ang ao e en eng i ong ou u uan ui un uo",
    "s": "a ai an ang ao e en eng i ong ou u uan ui un uo",
    "y": "a an ang ao e i in ing ong ou u uan ue un",
    "w": "a ai an ang ei en eng o u",
    "": "a ai an ang ao e ei en er o ou",
}
# How Wade and Giles write an initial, without apostrophes.
_INITIALS = {
    "b": "p", "d": "t", "g": "k", "j": "ch", "q": "ch", "x": "hs", "zh": "ch", "r": "j", "z": "ts", "c": "ts",
}  # fmt: skip
_WHOLE = {
    "zi": ("tzu",), "ci": ("tzu",), "si": ("ssu", "szu"), "er": ("erh",), "ye": ("yeh",), "yan": ("yen",),
    "you": ("yu",), "yong": ("yung",), "yue": ("yueh",), "yi": ("i", "yi"), "gui": ("kuei",),
    "kui": ("kuei",), "ge": ("ko",), "ke": ("ko",), "he": ("ho",), "e": ("o", "e"),
}  # fmt: skip
_OPEN_O = frozenset(("d", "t", "n", "l", "z", "c", "s", "zh", "ch", "r"))  # duo is written to
_RETROFLEX = frozenset(("zh", "ch", "sh", "r"))  # zhi is written chih
_FINAL_WORDS = {"ian": "ien", "ie": "ieh", "ue": "ueh", "ong": "ung", "iong": "iung"}

LONGEST_NAME = 4  # syllables: two of the family, two given
MOST_READINGS = 64
_LONGEST_SYLLABLE = 6


def _written(initial: str, final: str) -> tuple[str, ...]:
    """A Pinyin syllable as Wade and Giles write it."""
    if whole := _WHOLE.get(initial + final):
        return whole
    head = _INITIALS.get(initial, initial)
    if final == "i" and initial in _RETROFLEX:
        return (f"{head}ih",)
    if final == "uo" and initial in _OPEN_O:
        return (f"{head}o",)
    return (head + _FINAL_WORDS.get(final, final),)


def _tables() -> tuple[frozenset[str], Mapping[str, tuple[str, ...]]]:
    pinyin: set[str] = set()
    readings: dict[str, tuple[str, ...]] = {}
    for initial, finals in _FINALS.items():
        for final in finals.split():
            pinyin.add(initial + final)
            for written in _written(initial, final):
                readings[written] = (*readings.get(written, ()), initial + final)
    return frozenset(pinyin), MappingProxyType(readings)


PINYIN, READINGS = _tables()


@lru_cache(maxsize=32_768)
def pinyin_readings(parts: tuple[str, ...]) -> tuple[str, ...]:
    """What a name in Wade-Giles may be in Pinyin, without spaces; () for a name in any other spelling.

    At least one syllable must be none of Pinyin, so that a name in Pinyin is never read a second way.
    """
    if not 2 <= len(parts) <= LONGEST_NAME:
        return ()
    syllables = _divided(parts)
    if all(syllable in PINYIN for syllable in syllables):
        return ()
    every = product(*(READINGS[syllable] for syllable in syllables))
    return tuple("".join(reading) for reading in islice(every, MOST_READINGS))


def _divided(parts: Sequence[str]) -> tuple[str, ...]:
    """The parts cut into the fewest syllables of Wade-Giles; () where one cannot be."""
    syllables: tuple[str, ...] = ()
    for part in parts:
        cuts = list(_cut(part))
        if not cuts:
            return ()
        syllables += min(cuts, key=len)
    return syllables if len(syllables) <= LONGEST_NAME else ()


def _cut(run: str) -> Iterator[tuple[str, ...]]:
    if run in READINGS:
        yield (run,)
    for end in range(min(len(run) - 1, _LONGEST_SYLLABLE), 0, -1):
        if run[:end] in READINGS:
            yield from ((run[:end], *rest) for rest in _cut(run[end:]))


def are_the_same(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """Whether one name is in Wade-Giles what the other is in Pinyin, family name first or last."""
    return _reads_as(one, other) or _reads_as(other, one)


def _reads_as(older: tuple[str, ...], pinyin: tuple[str, ...]) -> bool:
    readings = pinyin_readings(older)
    if not readings:
        return False
    turned = (*pinyin[1:], pinyin[0])
    return "".join(pinyin) in readings or "".join(turned) in readings
