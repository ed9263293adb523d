"""What a finding says, in a form that every language can be made from: names of sentences and their blanks.

The English is made at once, for officers; a letter makes its own from what `neutral` keeps.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from string import Formatter
from typing import Any

from portsec.kernel.words import Word
from screening.matching.countries import country_names
from screening.offences import Offence
from screening.suitability.phrases import Phrase

# The names of the months are those of these sentences, whatever the locale of the process.
MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)


@dataclass(frozen=True, slots=True)
class State:
    """A State by its ISO 3166-1 alpha-2 code; whatever else stands there is said as it is."""

    code: str


@dataclass(frozen=True, slots=True)
class Within:
    """A word of a vocabulary as it stands within a sentence: in small letters."""

    word: Word


@dataclass(frozen=True, slots=True)
class Quoted:
    """A text that somebody wrote in English, a policy or an officer: no catalogue has it."""

    english: str


@dataclass(frozen=True, slots=True)
class Said:
    """A sentence or a clause by its name, with the values of its blanks."""

    name: str
    english: str
    blanks: tuple[tuple[str, Blank], ...]


# A plain text is a name, a reference or a code: the same in every language.
Blank = str | int | date | Offence | State | Within | Quoted | Said


def fill(name: str, text: str, blanks: Mapping[str, Blank]) -> Said:
    """Fills a text; a value that it has no blank for is not kept, so that what is not said is not stored.

    Raises KeyError where the text has a blank for which there is no value.
    """
    used = tuple((blank, blanks[blank]) for blank in blanks_of(text))
    return Said(name, text.format_map({blank: in_english(value) for blank, value in used}), used)


@cache
def blanks_of(text: str) -> tuple[str, ...]:
    """The names of the blanks of a text."""
    return tuple(dict.fromkeys(name for _, name, _, _ in Formatter().parse(text) if name))


def phrase(known: Phrase, /, **blanks: Blank) -> Said:
    """Raises as `fill` does."""
    return fill(known.value, known.label, blanks)


def remark(text: str) -> Said | Quoted:
    """One of the known phrases without blanks, or the policy's own words."""
    known = _PHRASES.get(text)
    return Quoted(text) if known is None else phrase(known)


_PHRASES = {known.label: known for known in Phrase}


def in_english(blank: Blank) -> str:
    """A blank as officers read it."""
    match blank:
        case Said() | Quoted():
            return blank.english
        case Within(word):
            return word.label.lower()
        case Word() | Offence():
            return blank.label
        case State(code):
            return country_names().get(code, code)
        case date():
            return spoken(blank)
        case _:
            return str(blank)


def neutral(blank: Blank) -> Any:
    """A blank in JSON: texts and numbers as they are, all else an object named after what it is.

    `{"day": "2028-03-14"}`, `{"word": "CheckKind", "value": "ecris"}`, `{"state": "FR"}`,
    `{"offence": "0701 00"}`, `{"quoted": "…"}`, `{"says": "final_on", "blanks": {…}}`.
    """
    match blank:
        case Said(name, _, blanks):
            return {"says": name, "blanks": {key: neutral(value) for key, value in blanks}}
        case Quoted(text):
            return {"quoted": text}
        case Within(word):
            return neutral(word)
        case Word():
            return {"word": type(blank).__name__, "value": blank.value}
        case Offence():
            return {"offence": blank.code}
        case State(code):
            return {"state": code}
        case date():
            return {"day": blank.isoformat()}
        case _:
            return blank


def spoken(day: date) -> str:
    """A date as officers read it: 14 March 2028."""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"
