"""Which part of one name stands for which part of the other, and what that is worth."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, lru_cache

from rapidfuzz.distance import OSA

from screening.enums import EntityKind
from screening.matching import ideographs, mandarin, nicknames
from screening.matching.assignment import best_pairs
from screening.matching.names import Name, is_full, is_particle
from screening.matching.spelling import closeness

# Weights of parts. 0.7 for particles and 0.5 for initials stand in screening practice (nomenklatura logic-v2,
# read August 2026). Parts of two or three letters are shared by many people (Li, Kim, Ali); a legal form is
# shared by most companies.
PARTICLE_WEIGHT = 0.7
LEGAL_FORM_WEIGHT = 0.3
SHORT_PART_WEIGHTS = {1: 0.5, 2: 0.7, 3: 0.9}
# A part that stands alone. Lists carry whole chains of fathers' names that passports leave out, so an extra
# part there costs little; an extra part of the person costs more; a missing particle costs half its weight.
EXTRA_ON_LIST = 0.2
EXTRA_ON_SUBJECT = 0.5
EXTRA_PARTICLE = 0.5
# Where both sides keep parts that fit nothing, the names contradict each other (Ali al-Houthi, Ali al-Rimi).
# This cost comes on top and counts for each side.
CONTRADICTION = 0.8
# OFAC's third step of due diligence: one part out of several is not a match. Below every alert threshold.
ONE_PART_CAP = 0.6
NO_FULL_PART_CAP = 0.3
# Father and son change places: Abdullah bin Omar is not Omar bin Abdullah. Below every alert threshold.
REVERSED_CAP = 0.6
# The syllables agree in two romanisations, one of which stands for several sounds.
ROMANISED_OTHERWISE = 0.9
# Bob for Robert: less than any sound that agrees. With one other part equal it alerts, but not where the year
# of birth differs; alone it never does. Logic-v2 takes 0.6 (read August 2026).
NICKNAME = 0.65
# PLA for People's Liberation Army. Shorter initialisms stand for too many.
INITIALISM = 0.75
INITIALISM_MIN_LENGTH = 3
# Names glued or split elsewhere (SergeiLavrov) are compared as one run of letters, with this many slips.
GLUED_MIN_LENGTH = 6
GLUED_EDITS = 1
DECIMALS = 4  # of a score


@dataclass(frozen=True, slots=True)
class Pair:
    """One part of the subject's name with the listed part it stands for; `closeness` from 0 to 1."""

    subject: str
    listed: str
    closeness: float


@dataclass(frozen=True, slots=True)
class Alignment:
    """`score` from 0 to 1. `whole` says how the names agree where no pairing of their parts tells it."""

    score: float
    pairs: tuple[Pair, ...] = ()
    extra_subject: tuple[str, ...] = ()
    extra_listed: tuple[str, ...] = ()
    whole: str = ""


def align(subject: Name, listed: Name) -> Alignment:
    """Pairs the parts so that the sum of their closeness is largest; their order does not count."""
    if not subject.parts or not listed.parts:
        return Alignment(0.0, (), subject.parts, listed.parts)
    if subject.ideographs and listed.ideographs:
        return _by_character(subject.ideographs, listed.ideographs)
    pairs, extra_subject, extra_listed = _paired(subject, listed)
    score = _score(subject, listed, pairs, extra_subject, extra_listed)
    if subject.kind is EntityKind.PERSON:
        score = min(score, _cap(subject, listed, pairs, extra_subject, extra_listed))
    as_a_whole, said = _whole_score(subject, listed)
    return Alignment(
        round(max(score, as_a_whole), DECIMALS),
        tuple(pairs),
        tuple(extra_subject),
        tuple(extra_listed),
        said if as_a_whole > score else "",
    )


def _by_character(mine: str, theirs: str) -> Alignment:
    close = round(ideographs.closeness(mine, theirs), DECIMALS)
    return Alignment(close, (Pair(mine, theirs, close),) if close else ())


@cache
def weight(part: str, kind: EntityKind) -> float:
    """What a part is worth in comparison with a full one."""
    if kind is not EntityKind.PERSON:
        return 1.0 if is_full(part, kind) else LEGAL_FORM_WEIGHT
    if is_particle(part, kind):
        return PARTICLE_WEIGHT
    return SHORT_PART_WEIGHTS.get(len(part), 1.0)


@lru_cache(maxsize=65_536)
def likeness(one: str, other: str) -> float:
    """How far two parts of persons' names stand for each other: by spelling and sound, or as a nickname."""
    return max(closeness(one, other), NICKNAME if nicknames.are_linked(one, other) else 0.0)


def _paired(subject: Name, listed: Name) -> tuple[list[Pair], list[str], list[str]]:
    """Equal parts first, which is nearly always all there is to do; the rest by best assignment."""
    left, right = list(subject.parts), list(listed.parts)
    pairs = []
    for part in subject.parts:
        if part in right:
            left.remove(part)
            right.remove(part)
            pairs.append(Pair(part, part, 1.0))
    if left and right:
        measure = likeness if subject.kind is EntityKind.PERSON else closeness
        gains = [[measure(mine, theirs) for theirs in right] for mine in left]
        found = best_pairs(gains)
        pairs.extend(Pair(left[row], right[column], gains[row][column]) for row, column in found)
        rows, columns = {row for row, _ in found}, {column for _, column in found}
        left = [part for index, part in enumerate(left) if index not in rows]
        right = [part for index, part in enumerate(right) if index not in columns]
    return pairs, left, right


def _score(
    subject: Name, listed: Name, pairs: list[Pair], extra_subject: list[str], extra_listed: list[str]
) -> float:
    agreed = possible = 0.0
    for pair in pairs:
        worth = _pair_weight(pair, subject.kind, listed.kind)
        agreed += worth * pair.closeness
        possible += worth
    mine = sum(_missing(part, subject.kind) for part in extra_subject)
    theirs = sum(_missing(part, listed.kind) for part in extra_listed)
    possible += EXTRA_ON_SUBJECT * mine + EXTRA_ON_LIST * theirs + 2 * CONTRADICTION * min(mine, theirs)
    return agreed / possible if possible else 0.0


def _pair_weight(pair: Pair, mine: EntityKind, theirs: EntityKind) -> float:
    one, other = weight(pair.subject, mine), weight(pair.listed, theirs)
    return min(one, other) if 1 in (len(pair.subject), len(pair.listed)) else (one + other) / 2


def _missing(part: str, kind: EntityKind) -> float:
    """What a part is worth that the other name lacks."""
    return weight(part, kind) * (EXTRA_PARTICLE if is_particle(part, kind) else 1.0)


def _cap(
    subject: Name, listed: Name, pairs: list[Pair], extra_subject: list[str], extra_listed: list[str]
) -> float:
    """The most that these pairs may be worth: one common part out of several proves nothing."""
    mine, theirs = subject.full_parts, listed.full_parts
    full = sum(pair.subject in mine and pair.listed in theirs for pair in pairs)
    if full == 0:
        return NO_FULL_PART_CAP
    if _is_reversed(subject.forename, listed.forename, pairs):
        return REVERSED_CAP
    if full == 1 and max(len(mine), len(theirs)) > 1:
        unexplained = not (set(mine).isdisjoint(extra_subject) and set(theirs).isdisjoint(extra_listed))
        if unexplained or len(pairs) == 1:
            return ONE_PART_CAP
    return 1.0


def _is_reversed(mine: tuple[str, ...], theirs: tuple[str, ...], pairs: list[Pair]) -> bool:
    """Whether both say whose child somebody is, and no part before "son of" stands for one."""
    if not mine or not theirs:
        return False
    return not any(pair.subject in mine and pair.listed in theirs for pair in pairs)


def _whole_score(subject: Name, listed: Name) -> tuple[float, str]:
    """What the names are worth as wholes, and how they agree; 0 where they are written the same way."""
    if subject.kind is EntityKind.PERSON and mandarin.are_the_same(subject.parts, listed.parts):
        return ROMANISED_OTHERWISE, "are one Mandarin name in two romanisations"
    if subject.kind is EntityKind.ORGANISATION and _is_initialism(subject, listed):
        return INITIALISM, "agree if the short one is made of the long one's initials"
    return _glued_score(subject, listed), "are the same when written without spaces, or nearly so"


def _is_initialism(one: Name, other: Name) -> bool:
    """Whether all that one name says is the initials of the other."""
    mine, theirs = one.full_parts, other.full_parts
    if len(mine) > len(theirs):
        mine, theirs = theirs, mine
    if len(mine) != 1 or len(theirs) < INITIALISM_MIN_LENGTH:
        return False
    return mine[0] == "".join(part[0] for part in theirs)


def _glued_score(subject: Name, listed: Name) -> float:
    """Closeness of the names without spaces, if they are divided differently; else 0."""
    one, other = subject.compact, listed.compact
    if len(subject.parts) == len(listed.parts) and one != other:
        return 0.0
    if min(len(one), len(other)) < GLUED_MIN_LENGTH:
        return 0.0
    edits = OSA.distance(one, other, score_cutoff=GLUED_EDITS)
    return 1.0 - edits / max(len(one), len(other)) if edits <= GLUED_EDITS else 0.0
