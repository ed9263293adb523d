"""Finds likely entries before each is compared closely, over all lists in force at once.

Comparing everybody with tens of thousands of names would be wasted work: nearly all pairs share nothing.
The index knows which list names hold a part that is close to a part of the subject's name, by the matcher's
own measure of closeness, and works out the best score that so many common parts could still reach. Only
names that could raise an alert are aligned. It finds what comparing with everybody would find.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Iterator
from dataclasses import dataclass
from typing import Generic, TypeVar

from rapidfuzz import process
from rapidfuzz.distance import OSA

from screening.enums import EntityKind
from screening.matching import mandarin
from screening.matching.alignment import EXTRA_ON_LIST, EXTRA_ON_SUBJECT, align
from screening.matching.candidates import entity_documents, subject_documents
from screening.matching.compare import ALERT_THRESHOLD, Match, is_alert, score
from screening.matching.names import Name, normalise
from screening.matching.spelling import EDITS_ALLOWED, EDITS_ALLOWED_BEYOND, closeness, sound
from screening.matching.subject import Subject
from screening.watchlists.entity import ListedEntity

# By `spelling.edits_allowed` two parts of eight letters may be three slips apart, shorter ones two or one.
MOST_EDITS = EDITS_ALLOWED_BEYOND
SHORT_PART, LONG_PART = EDITS_ALLOWED[1][0], EDITS_ALLOWED[-1][0] + 1
# Parts cached with what is close to them. People share names: 100,000 hold about 30,000 different parts.
MOST_CACHED = 50_000
# A name part can lose this much weight by being short or a particle, so that the bound stays a bound.
LEAST_PART_WEIGHT = 0.7
ROUNDING = 1e-9

K = TypeVar("K", bound=Hashable)


@dataclass(frozen=True, slots=True)
class _Listed(Generic[K]):
    """One name of one entry."""

    key: K
    name: Name
    full: int


class Index(Generic[K]):
    """Entries under keys of the caller's choice. Not safe to change while another thread searches."""

    def __init__(self, entries: Iterable[tuple[K, ListedEntity]] = ()) -> None:
        self._entities: dict[K, ListedEntity] = {}
        self._names: dict[int, _Listed[K]] = {}
        self._names_of: dict[K, list[int]] = defaultdict(list)
        self._holding: dict[str, set[int]] = defaultdict(set)  # part -> names with it
        self._by_length: dict[int, dict[str, None]] = defaultdict(dict)
        self._by_sound: dict[str, set[str]] = defaultdict(set)
        self._by_shortened: dict[str, str] = {}  # parts parted by spaces: far smaller than sets
        self._run_together: dict[str, set[int]] = defaultdict(set)
        self._by_document: dict[str, set[K]] = defaultdict(set)
        self._with_initial: set[int] = set()
        self._near: dict[str, tuple[str, ...]] = {}
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
        for number in entity_documents(entity):
            self._by_document[number].add(key)

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
        for document in entity_documents(entity):
            self._by_document[document].discard(key)

    def _add_name(self, key: K, name: Name) -> None:
        number, self._next = self._next, self._next + 1
        self._names[number] = _Listed(key, name, len(name.full_parts))
        if any(len(part) == 1 for part in name.parts):
            self._with_initial.add(number)
        self._names_of[key].append(number)
        for part in set(name.parts):
            if part not in self._holding:
                self._add_part(part)
            self._holding[part].add(number)
        for run in _runs(name):
            self._run_together[run].add(number)

    def _add_part(self, part: str) -> None:
        self._near.clear()
        self._by_sound[sound(part)].add(part)
        if len(part) >= LONG_PART:
            self._by_length[len(part)][part] = None
        for shortened in _shortened(part):
            known = self._by_shortened.get(shortened)
            self._by_shortened[shortened] = f"{known} {part}" if known else part

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
        keys = {key for number in subject_documents(subject) for key in self._by_document.get(number, ())}
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
        full = len(name.full_parts)
        has_initial = any(len(part) == 1 for part in name.parts)
        for number, common in self._shared_parts(name, has_initial).items():
            if has_initial or number in self._with_initial:
                common += 1  # an initial may stand for one part more
            if _most(common, full, self._names[number].full, name.kind) >= threshold:
                yield number

    def _shared_parts(self, name: Name, has_initial: bool) -> Counter[int]:
        """How many parts of the subject each list name has something close to.

        The commonest part is looked at last and only in names that share another, or have an initial: one
        common part out of several never raises an alert.
        """
        holders = [[self._holding[near] for near in self._close_to(part)] for part in name.full_parts]
        holders.sort(key=lambda sets: sum(map(len, sets)))
        shared: Counter[int] = Counter()
        for place, sets in enumerate(holders):
            numbers = set().union(*sets)
            is_last = 0 < place == len(holders) - 1
            if is_last and name.kind is EntityKind.PERSON and not has_initial:
                numbers = (numbers & shared.keys()) | (numbers & self._with_initial)
            shared.update(numbers)
        return shared

    def _close_to(self, part: str) -> tuple[str, ...]:
        """The parts on the lists that stand for this one, by the matcher's own measure."""
        known = self._near.get(part)
        if known is None:
            if len(self._near) >= MOST_CACHED:
                self._near.clear()
            known = self._near[part] = tuple(self._searched(part))
        return known

    def _searched(self, part: str) -> Iterator[str]:
        near = {part} if part in self._holding else set()
        near.update(self._by_sound.get(sound(part), ()))
        for shortened in _shortened(part):
            near.update(self._by_shortened.get(shortened, "").split())
        if len(part) >= LONG_PART:
            for length in range(LONG_PART, len(part) + MOST_EDITS + 1):
                if choices := self._by_length.get(length):
                    hits = process.extract(
                        part, choices.keys(), scorer=OSA.distance, score_cutoff=MOST_EDITS, limit=None
                    )
                    near.update(text for text, _, _ in hits)
        return (other for other in near if closeness(part, other) > 0)


def _shortened(part: str) -> set[str]:
    """The part with up to two letters left out: two parts that are two slips apart share one of these."""
    once = {part[:at] + part[at + 1 :] for at in range(len(part))}
    if len(part) <= SHORT_PART:
        return {part, *once}
    return {part, *once, *(each[:at] + each[at + 1 :] for each in once for at in range(len(each)))}


def _runs(name: Name) -> set[str]:
    """By what names that are divided differently find each other: run together, with one letter left out."""
    wholes = {name.compact}
    if name.kind is EntityKind.PERSON:
        wholes.update(mandarin.pinyin_readings(name.parts))
    return {
        run
        for whole in wholes
        for run in (whole, *(whole[:at] + whole[at + 1 :] for at in range(len(whole))))
    }


def _most(common: int, mine: int, theirs: int, kind: EntityKind) -> float:
    """The best score that so many common parts may still reach."""
    if kind is EntityKind.PERSON and common < 2 and max(mine, theirs) > 1:
        return 0.0
    extra = EXTRA_ON_SUBJECT * max(mine - common, 0) + EXTRA_ON_LIST * max(theirs - common, 0)
    return common / (common + LEAST_PART_WEIGHT * extra) if common else 0.0
