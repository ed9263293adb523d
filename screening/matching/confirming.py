"""What everything but the name says: birth date, nationality, sex, birth place, papers."""

from __future__ import annotations

import re
from collections.abc import Iterable

from screening.matching import birth
from screening.matching.countries import code_of
from screening.matching.evidence import Agreement, Evidence
from screening.matching.names import romanised
from screening.matching.spelling import closeness
from screening.matching.subject import Subject
from screening.watchlists.entity import ListedEntity

# Gains (and, below, losses) of priority. They order a queue and decide nothing; their own order follows how
# seldom two strangers share the field: a paper's number never, a day of birth one in about 20,000, a country
# one in a hundred, sex one in two.
DOCUMENT_AGREES = 0.40
BIRTH_AGREES = 0.30
NATIONALITY_AGREES = 0.10
PLACE_AGREES = 0.10
PLACE_COUNTRY_AGREES = 0.03
SEX_AGREES = 0.05
BIRTH_DIFFERS = -0.25
SEX_DIFFERS = -0.15
NATIONALITY_DIFFERS = -0.08
PLACE_DIFFERS = -0.03

# Shorter numbers are shared by chance.
DOCUMENT_MIN_LENGTH = 5
# Words of places that name no place.
_GENERIC_WORDS = """
area bazaar city county department district governorate in municipality near of oblast province region state
the town variant village
"""
_GENERIC = frozenset(_GENERIC_WORDS.split())
_PLACE_CLOSE = 0.8
_NOT_A_WORD = re.compile(r"[^a-z0-9]+")


def evidence(subject: Subject, entity: ListedEntity) -> tuple[Evidence, ...]:
    """One line for each field, also where nothing is known."""
    return (
        birth_date(subject, entity),
        nationality(subject, entity),
        sex(subject, entity),
        birth_place(subject, entity),
        document(subject, entity),
    )


def birth_date(subject: Subject, entity: ListedEntity) -> Evidence:
    found = birth.compare(subject.birth, entity.births)
    gain = BIRTH_DIFFERS if found.verdict is Agreement.DIFFER else BIRTH_AGREES * found.strength
    return Evidence("birth_date", found.verdict, round(gain, 4), found.sentence)


def nationality(subject: Subject, entity: ListedEntity) -> Evidence:
    mine, theirs = _codes(subject.nationalities), _codes(entity.nationalities)
    if not theirs:
        return _unknown("nationality", "The list gives no nationality.")
    if not mine:
        return _unknown("nationality", "The person's nationality is not known here.")
    if mine & theirs:
        shared = ", ".join(text for text in entity.nationalities if code_of(text) in mine)
        return Evidence("nationality", Agreement.AGREE, NATIONALITY_AGREES, f"Both hold {shared}.")
    said = f"Holds {', '.join(subject.nationalities)}; the list says {', '.join(entity.nationalities)}."
    return Evidence("nationality", Agreement.DIFFER, NATIONALITY_DIFFERS, said)


def sex(subject: Subject, entity: ListedEntity) -> Evidence:
    if not entity.sex:
        return _unknown("sex", "The list gives no sex.")
    if not subject.sex:
        return _unknown("sex", "The person's sex is not known here.")
    if subject.sex == entity.sex:
        return Evidence("sex", Agreement.AGREE, SEX_AGREES, f"Both are {entity.sex}.")
    said = f"The person is {subject.sex}; the list says {entity.sex}."
    return Evidence("sex", Agreement.DIFFER, SEX_DIFFERS, said)


def birth_place(subject: Subject, entity: ListedEntity) -> Evidence:
    if not entity.birth_places:
        return _unknown("birth_place", "The list gives no birth place.")
    if not subject.birth_place:
        return _unknown("birth_place", "The person's birth place is not known here.")
    said = f"Born in {subject.birth_place}; the list says {'; '.join(entity.birth_places)}."
    mine, country = _place(subject.birth_place)
    listed = [_place(place) for place in entity.birth_places]
    if any(_shares_word(mine, words) for words, _ in listed):
        return Evidence("birth_place", Agreement.AGREE, PLACE_AGREES, said)
    countries = {code for _, code in listed if code}
    if country and country in countries:
        return Evidence("birth_place", Agreement.PARTIAL, PLACE_COUNTRY_AGREES, said)
    if country and countries:
        return Evidence("birth_place", Agreement.DIFFER, PLACE_DIFFERS, said)
    return Evidence("birth_place", Agreement.DIFFER, 0.0, said)


def document(subject: Subject, entity: ListedEntity) -> Evidence:
    """A person holds several papers, so that other numbers never speak against a match."""
    if not entity.documents:
        return _unknown("document", "The list gives no document.")
    if not subject.documents:
        return _unknown("document", "No document of the person is known here.")
    mine = set(document_keys(subject.documents))
    for listed in entity.documents:
        if mine & set(document_keys((listed.number,))):
            said = f"{listed.kind} {listed.number} is on the list."
            return Evidence("document", Agreement.AGREE, DOCUMENT_AGREES, said)
    return Evidence("document", Agreement.DIFFER, 0.0, "None of the person's documents is on the list.")


def document_keys(numbers: Iterable[str]) -> tuple[str, ...]:
    """Numbers as they are compared: letters and digits only, in capitals; too short ones are left out."""
    keys = (re.sub(r"[^A-Z0-9]", "", romanised(number).upper()) for number in numbers)
    return tuple(sorted({key for key in keys if len(key) >= DOCUMENT_MIN_LENGTH}))


def _unknown(field: str, sentence: str) -> Evidence:
    return Evidence(field, Agreement.MISSING, 0.0, sentence)


def _codes(texts: Iterable[str]) -> set[str]:
    return {code for text in texts if (code := code_of(text)) is not None}


def _place(text: str) -> tuple[frozenset[str], str | None]:
    """The words that name the place, and its country if the last part is one."""
    *towns, last = text.split(",")
    country = code_of(last)
    if country is None:
        towns.append(last)
    words = _NOT_A_WORD.sub(" ", romanised(" ".join(towns))).split()
    return frozenset(word for word in words if len(word) > 2 and word not in _GENERIC), country


def _shares_word(mine: frozenset[str], theirs: frozenset[str]) -> bool:
    return any(closeness(one, other) >= _PLACE_CLOSE for one in mine for other in theirs)
