"""Legal forms of companies: they say little about which company it is, and each has many spellings."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from rapidfuzz.distance import OSA

# Spelling to short form. Forms of several laws that mean the same thing share one.
_PHRASES = {
    ("open", "joint", "stock", "company"): "jsc",
    ("public", "joint", "stock", "company"): "jsc",
    ("closed", "joint", "stock", "company"): "jsc",
    ("gesellschaft", "mit", "beschrankter", "haftung"): "gmbh",
    ("societatea", "cu", "raspundere", "limitata"): "srl",
    ("limited", "liability", "company"): "llc",
    ("joint", "stock", "company"): "jsc",
    ("societe", "anonyme"): "sa",
    ("sociedad", "anonima"): "sa",
}
_WORDS = {
    "aktiengesellschaft": "ag",
    "company": "co",
    "corporation": "corp",
    "incorporated": "inc",
    "limited": "ltd",
    "naamloze": "nv",
    "private": "pvt",
    "oao": "jsc",
    "ojsc": "jsc",
    "pao": "jsc",
    "pjsc": "jsc",
    "zao": "jsc",
    "ooo": "llc",
}
_SHORT_FORMS = """
ab ag as bv bvba cia co corp gmbh inc jsc kg llc llp lp ltd ltda nv oy plc pte pty pvt sa sarl sas se spa srl
"""
FORMS = frozenset(_SHORT_FORMS.split())
_FILLERS = frozenset(("the", "of", "and"))
_NUMBERS = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
_DIGITS = {word: str(number) for number, word in enumerate(_NUMBERS)}
_SLIP_MIN_LENGTH = 5  # letters: in a shorter word of a legal form a slip makes another word
_LONGEST = max(len(phrase) for phrase in _PHRASES)


def canonical(words: Iterable[str]) -> tuple[str, ...]:
    """The words of a company's name without fillers: legal forms in short, numbers in digits."""
    rest = list(words)
    parts: list[str] = []
    while rest:
        taken, form = _leading_phrase(rest)
        if form:
            parts.append(form)
        elif rest[0] not in _FILLERS:
            parts.append(_WORDS.get(rest[0]) or _DIGITS.get(rest[0], rest[0]))
        rest = rest[taken:]
    return tuple(parts)


def _leading_phrase(words: list[str]) -> tuple[int, str]:
    """How many words the phrase at the beginning takes, and its form; (1, "") if there is none."""
    for length in range(min(_LONGEST, len(words)), 1, -1):
        head = words[:length]
        for phrase, form in _PHRASES.items():
            if _is_phrase(head, phrase):
                return length, form
    return 1, ""


def _is_phrase(words: Sequence[str], phrase: Sequence[str]) -> bool:
    """The words of a phrase, each with one slip of the pen at most."""
    return len(words) == len(phrase) and all(map(_is_word, words, phrase))


def _is_word(word: str, wanted: str) -> bool:
    return word == wanted or (
        len(wanted) >= _SLIP_MIN_LENGTH and OSA.distance(word, wanted, score_cutoff=1) <= 1
    )
