"""The two forms of a code: sixteen digits with a check digit, or nine words of a checked list."""

from __future__ import annotations

import re
import secrets
import unicodedata
from functools import cache
from importlib.resources import files
from typing import Final

from hotline.enums import CodeForm
from portsec.kernel.errors import InvalidInput

DIGITS: Final = 16  # 10^16 codes: 31,700 years to one hit among 10,000 live reports at a guess a second
WORDS: Final = 9  # 116 bits, above the 112 bits of OWASP ASVS 5.0, 6.5.2
GROUP: Final = 4
LONGEST: Final = 200  # characters that are looked at: what is longer is no code, and costs nothing

# Damm, "Total anti-symmetrische Quasigruppen" (Marburg 2004): finds every wrong digit and every swap of two
# neighbours, by far the most common slips of the finger.
DAMM: Final = (
    (0, 3, 1, 7, 5, 9, 8, 6, 4, 2),
    (7, 0, 9, 2, 1, 5, 4, 8, 6, 3),
    (4, 2, 0, 6, 8, 7, 1, 3, 5, 9),
    (1, 7, 5, 0, 9, 8, 3, 4, 2, 6),
    (6, 1, 2, 3, 0, 4, 5, 9, 7, 8),
    (3, 6, 7, 4, 2, 0, 9, 5, 8, 1),
    (5, 8, 6, 9, 7, 2, 0, 1, 3, 4),
    (8, 9, 4, 5, 3, 6, 2, 0, 1, 7),
    (9, 4, 3, 8, 6, 1, 7, 2, 0, 5),
    (2, 5, 8, 1, 4, 3, 6, 7, 9, 0),
)
MISTYPED = "This code is not complete or has a typing error. Check it and try again."
_NO_LETTER = re.compile(r"[^a-z]+")


def generate(form: CodeForm) -> str:
    """A new code at random, in the form that is stretched: digits alone, or words with single spaces."""
    if form is CodeForm.WORDS:
        return " ".join(secrets.choice(word_list()) for _ in range(WORDS))
    body = f"{secrets.randbelow(10**DIGITS):0{DIGITS}d}"
    return body + check_digit(body)


def check_digit(digits: str) -> str:
    """The digit that makes the whole number pass `is_sound`."""
    state = 0
    for digit in digits:
        state = DAMM[state][int(digit)]
    return str(state)


def is_sound(digits: str) -> bool:
    """Whether a number ends with its own check digit."""
    return check_digit(digits[:-1]) == digits[-1:]


def read(typed: str) -> tuple[str, CodeForm]:
    """The plain code that somebody typed, whatever the spaces, dashes, case, accents or script of the digits.

    Raises InvalidInput for a typing error. That says nothing about reports: everybody can reckon the check
    digit, and looking up what cannot be a code would only cost time.
    """
    plain = unicodedata.normalize("NFKD", typed[:LONGEST]).casefold()
    digits = "".join(
        str(unicodedata.digit(each)) for each in plain if unicodedata.digit(each, None) is not None
    )
    words = tuple(filter(None, _NO_LETTER.split(_without_accents(plain))))
    if len(typed) <= LONGEST:
        if not words and len(digits) == DIGITS + 1 and is_sound(digits):
            return digits, CodeForm.DIGITS
        if not digits and len(words) == WORDS and all(word in _known_words() for word in words):
            return " ".join(words), CodeForm.WORDS
    raise InvalidInput(MISTYPED, code="code_mistyped", fields={"code": MISTYPED})


def shown(code: str, form: CodeForm) -> str:
    """The code as it is written down: groups of four digits and the check digit, or the words."""
    if form is CodeForm.WORDS:
        return code
    groups = [code[start : start + GROUP] for start in range(0, DIGITS, GROUP)]
    return f"{' '.join(groups)}-{code[DIGITS:]}"


@cache
def word_list() -> tuple[str, ...]:
    """The words that a code may have. None is the beginning of another, so they also read without gaps."""
    text = files("hotline.receipt").joinpath("data/words.txt").read_text(encoding="ascii")
    return tuple(text.split())


@cache
def _known_words() -> frozenset[str]:
    return frozenset(word_list())


def _without_accents(text: str) -> str:
    return "".join(each for each in text if not unicodedata.combining(each))
