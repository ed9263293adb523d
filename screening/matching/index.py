"""Finds likely entries before each is compared closely, over all lists in force at once.

Comparing everybody with tens of thousands of names would be wasted work: nearly all pairs share nothing.
The index knows which list names hold a part that is close to a part of the subject's name, by the matcher's
own measure of closeness, and works out the best score that so many common parts could still reach. Only
names that could raise an alert are aligned. It finds every person whom comparing with everybody would find.
Of organisations it leaves out those that agree in nothing but single letters: too many share their initials.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Generic, NamedTuple, TypeVar

from screening.enums import EntityKind
from screening.matching import mandarin
from screening.matching.alignment import (
    CONTRADICTION,
    DECIMALS,
    EXTRA_ON_LIST,
    EXTRA_ON_SUBJECT,
    PARTICLE_WEIGHT,
    align,
)
from screening.matching.compare import ALERT_THRESHOLD, Match, is_alert, score
from screening.matching.confirming import document_keys
from screening.matching.names import Name, is_full, normalise
from screening.matching.part_index import PartIndex, less_a_letter
from screening.matching.subject import Subject
from screening.watchlists.entity import ListedEntity

# A part that names somebody weighs at least this much, being short, so that the bound stays a bound.
LEAST_PART_WEIGHT = 0.7
ROUNDING = 1e-9

K = TypeVar("K", bound=Hashable)


class _Shape(NamedTuple):
    """How many parts of a name name somebody, are a single letter, and are particles or legal forms."""

    full: int
    initials: int
    others: int
    is_person: bool

    @property
    def needs_two(self) -> bool:
        """Whether one common part alone can never raise an alert."""
        return self.is_person and self.full > 1 and not self.initials


@dataclass(frozen=True, slots=True)
class _Listed(Generic[K]):
    """One name of one entry."""

    key: K
    name: Name
    shape: _Shape


class Index(Generic[K]):
    """Entries under keys of the caller's choice. Not safe to change while another thread searches."""

    def __init__(self, entries: Iterable[tuple[K, ListedEntity]] = ()) -> None:
        self._entities: dict[K, ListedEntity] = {}
        self._names: dict[int, _Listed[K]] = {}
        self._names_of: dict[K, list[int]] = defaultdict(list)
        self._holding: dict[str, set[int]] = defaultdict(set)  # part -> names with it
        self._parts = PartIndex()
        self._run_together: dict[str, set[int]] = defaultdict(set)
        self._by_document: dict[str, set[K]] = defaultdict(set)
        self._with_initial: set[int] = set()
        self._next = 0
        for key, entity in entries:
            self.add(key, entity)

    def __len__(self) -> int:
        return len(self._entities)

    def __contains__(self, key: K) -> bool:
        return key in self._entities

    def __iter__(self) -> Iterator[K]:
        return iter(self._entities)

    # --- keeping it up to date -----------------------------------------------------------------------

    def add(self, key: K, entity: ListedEntity) -> None:
        """Put an entry in; one that stands under the key already is replaced."""
        self.remove(key)
        self._entities[key] = entity
        for listed in entity.names:
            name = normalise(listed.text, entity.kind)
            if name.parts:
                self._add_name(key, name)
        for paper in _papers(entity):
            self._by_document[paper].add(key)

    def remove(self, key: K) -> None:
        """Take an entry out; nothing happens where there is none."""
        entity = self._entities.pop(key, None)
        if entity is None:
            return
        for number in self._names_of.pop(key, ()):
            listed = self._names.pop(number)
            self._with_initial.discard(number)
            for part in set(listed.name.parts):
                self._holding[part].discard(number)
            for run in _runs(listed.name):
                self._run_together[run].discard(number)
        for paper in _papers(entity):
            self._by_document[paper].discard(key)

    def _add_name(self, key: K, name: Name) -> None:
        number, self._next = self._next, self._next + 1
        self._names[number] = _Listed(key, name, _shape(name))
        if any(len(part) == 1 for part in name.parts):
            self._with_initial.add(number)
        self._names_of[key].append(number)
        for part in set(name.parts):
            if part not in self._holding:
                self._parts.add(part)
            self._holding[part].add(number)
        for run in _runs(name):
            self._run_together[run].add(number)

    # --- searching ---------------------------------------------------------------------------------------

    def screen(self, subject: Subject, threshold: float = ALERT_THRESHOLD) -> list[tuple[K, Match]]:
        """Every entry that raises an alert for the subject, the most complete evidence first."""
        found = []
        for key in self.candidates(subject, threshold):
            match = score(subject, self._entities[key])
            if is_alert(match, threshold):
                found.append((key, match))
        return sorted(found, key=lambda each: (-each[1].priority, -each[1].score, str(each[0])))

    def candidates(self, subject: Subject, threshold: float = ALERT_THRESHOLD) -> set[K]:
        """Keys of the entries of the subject's kind that share a document, or a name up to the threshold."""
        papers = document_keys(subject.documents)
        keys = {key for paper in papers for key in self._by_document.get(paper, ())}
        for text in subject.names:
            name = normalise(text, subject.kind)
            for number in self._alike(name, threshold) if name.parts else ():
                listed = self._names[number]
                if listed.key in keys or listed.name.kind is not name.kind:
                    continue
                if align(name, listed.name).score >= threshold - ROUNDING:
                    keys.add(listed.key)
        return {key for key in keys if self._entities[key].kind is subject.kind}

    def _alike(self, name: Name, threshold: float) -> Iterator[int]:
        for run in _runs(name):
            yield from self._run_together.get(run, ())
        mine = _shape(name)
        needs_two = mine.needs_two
        for number, common in self._shared_parts(name, needs_two=needs_two).items():
            if common == 1 and needs_two and number not in self._with_initial:
                continue
            if _most(common, mine, self._names[number].shape) >= threshold:
                yield number

    def _shared_parts(self, name: Name, *, needs_two: bool) -> Counter[int]:
        """How many parts of the subject each list name has something close to.

        The commonest part is looked at last and only in names that share another, or have an initial: one
        common part out of several never raises an alert. A particle stands for a particle, but for a part
        that names somebody as well where it is close to one (van, Ivan).
        """
        holders = [[self._holding[near] for near in self._parts.close_to(part)] for part in name.full_parts]
        holders.sort(key=lambda sets: sum(map(len, sets)))
        shared: Counter[int] = Counter()
        for place, sets in enumerate(holders):
            numbers = set().union(*sets)
            if needs_two and place == len(holders) - 1:
                numbers = (numbers & shared.keys()) | (numbers & self._with_initial)
            shared.update(numbers)
        for part in name.parts:
            if len(part) > 1 and not is_full(part, name.kind):
                for near in self._parts.close_to(part):
                    if is_full(near, name.kind):
                        shared.update(self._holding[near] & shared.keys())
        return shared


def _papers(entity: ListedEntity) -> tuple[str, ...]:
    return document_keys(document.number for document in entity.documents)


def _runs(name: Name) -> set[str]:
    """By what names that are divided differently find each other: run together, with one letter left out."""
    wholes = {name.compact}
    if name.kind is EntityKind.PERSON:
        wholes.update(mandarin.pinyin_readings(name.parts))
    return {run for whole in wholes for run in (whole, *less_a_letter(whole))}


def _shape(name: Name) -> _Shape:
    """What kinds of parts a name has."""
    full = len(name.full_parts)
    initials = sum(len(part) == 1 for part in name.parts)
    others = sum(len(part) > 1 and not is_full(part, name.kind) for part in name.parts)
    return _Shape(full, initials, others, name.kind is EntityKind.PERSON)


@lru_cache(maxsize=65_536)
def _most(common: int, mine: _Shape, theirs: _Shape) -> float:
    """The best score that a name may reach that has something close to so many parts of the subject.

    Initials may stand for anything, particles for each other; what then remains costs at least this much.
    """
    common += mine.initials + theirs.initials
    if mine.is_person and common < 2 and max(mine.full, theirs.full) > 1:
        return 0.0
    agreed = common + PARTICLE_WEIGHT * min(mine.others, theirs.others)
    here, there = max(mine.full - common, 0), max(theirs.full - common, 0)
    alone = EXTRA_ON_SUBJECT * here + EXTRA_ON_LIST * there + 2 * CONTRADICTION * min(here, there)
    return round(agreed / (agreed + LEAST_PART_WEIGHT * alone), DECIMALS) if agreed else 0.0
