"""Legal forms of companies: they say little about which company it is, and each has many spellings."""

from __future__ import annotations

from collections.abc import Iterable

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
_LONGEST = max(len(phrase) for phrase in _PHRASES)


def canonical(words: Iterable[str]) -> tuple[str, ...]:
    """The words of a company's name with legal forms in their short spelling and without fillers."""
    rest = list(words)
    parts: list[str] = []
    while rest:
        taken, form = _leading_phrase(rest)
        if form:
            parts.append(form)
        elif rest[0] not in _FILLERS:
            parts.append(_WORDS.get(rest[0], rest[0]))
        rest = rest[taken:]
    return tuple(parts)


def _leading_phrase(words: list[str]) -> tuple[int, str]:
    """How many words the phrase at the beginning takes, and its form; (1, "") if there is none."""
    for length in range(min(_LONGEST, len(words)), 1, -1):
        if form := _PHRASES.get(tuple(words[:length])):
            return length, form
    return 1, ""
