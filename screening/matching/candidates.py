"""By which keys likely entries are found before each is compared closely.

A list holds tens of thousands of names; comparing all of them with everybody would be wasted work. Each name
has a search key. The store finds the keys most like the subject's by shared trigrams (PostgreSQL `pg_trgm`),
whatever the order of the parts; only the entries behind them are scored.
"""

from __future__ import annotations

from dataclasses import dataclass

from screening.enums import EntityKind
from screening.matching.confirming import document_keys
from screening.matching.names import is_full, normalise
from screening.matching.spelling import sound
from screening.matching.subject import Subject
from screening.watchlists.entity import ListedEntity, NameQuality

# Keys taken from the store for each name of the subject, most similar first. When the names of all persons on
# the UN and OFAC lists are scored against 250 altered names, 486 entries reach the alert threshold; the first
# 100 keys miss 24 of them, the first 200 miss 11, the first 400 miss 1 (November 2026).
CANDIDATES_PER_NAME = 400


@dataclass(frozen=True, slots=True)
class NameKey:
    """What the store keeps for one name of an entry."""

    name: str
    quality: NameQuality
    key: str


def search_key(text: str, kind: EntityKind = EntityKind.PERSON) -> str:
    """The sound of each full part, in alphabetical order, parted by spaces; "" for a name without letters.

    Particles, titles and legal forms are left out unless nothing else remains.
    """
    name = normalise(text, kind)
    full = [part for part in name.parts if is_full(part, kind) or len(part) == 1]
    return " ".join(sorted(sound(part) for part in full or name.parts))


def entity_keys(entity: ListedEntity) -> tuple[NameKey, ...]:
    """One key for each name, without repeats of a key; the first spelling stands for all."""
    keys: dict[str, NameKey] = {}
    for name in entity.names:
        key = search_key(name.text, entity.kind)
        if key:
            keys.setdefault(key, NameKey(name.text, name.quality, key))
    return tuple(keys.values())


def subject_keys(subject: Subject) -> tuple[str, ...]:
    """The keys to ask the store for, each once."""
    keys = (search_key(name, subject.kind) for name in subject.names)
    return tuple(dict.fromkeys(key for key in keys if key))


def entity_documents(entity: ListedEntity) -> tuple[str, ...]:
    """Paper numbers of an entry by which it is found whatever the name; compare with `subject_documents`."""
    return document_keys(document.number for document in entity.documents)


def subject_documents(subject: Subject) -> tuple[str, ...]:
    return document_keys(subject.documents)


def trigrams(key: str) -> frozenset[str]:
    """The trigrams that pg_trgm cuts from a key: each word with two blanks before and one behind."""
    return frozenset(
        padded[start : start + 3]
        for padded in (f"  {word} " for word in key.split())
        for start in range(len(padded) - 2)
    )


def similarity(one: str, other: str) -> float:
    """pg_trgm's `similarity(one, other)`: shared trigrams out of all."""
    mine, theirs = trigrams(one), trigrams(other)
    every = len(mine | theirs)
    return len(mine & theirs) / every if every else 0.0
