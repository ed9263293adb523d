"""Which part of one name stands for which part of the other, and what that is worth."""

from __future__ import annotations

from dataclasses import dataclass

from rapidfuzz.distance import OSA

from screening.enums import EntityKind
from screening.matching.assignment import best_pairs
from screening.matching.names import Name
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
# Names glued or split elsewhere (SergeiLavrov) are compared as one run of letters, with this many slips.
GLUED_MIN_LENGTH = 6
GLUED_EDITS = 2


@dataclass(frozen=True, slots=True)
class Pair:
    """One part of the subject's name with the listed part it stands for; `closeness` from 0 to 1."""

    subject: str
    listed: str
    closeness: float


@dataclass(frozen=True, slots=True)
class Alignment:
    """`score` from 0 to 1. `glued` tells that the names agree only when written without spaces."""

    score: float
    pairs: tuple[Pair, ...] = ()
    extra_subject: tuple[str, ...] = ()
    extra_listed: tuple[str, ...] = ()
    glued: bool = False


def align(subject: Name, listed: Name) -> Alignment:
    """Pairs the parts so that the sum of their closeness is largest; their order does not count."""
    if not subject.parts or not listed.parts:
        return Alignment(0.0, (), subject.parts, listed.parts)
    pairs, extra_subject, extra_listed = _paired(subject, listed)
    score = _score(subject, listed, pairs, extra_subject, extra_listed)
    if subject.kind is EntityKind.PERSON:
        score = min(score, _cap(subject, listed, pairs, extra_subject, extra_listed))
    glued = _glued_score(subject, listed)
    return Alignment(
        round(max(score, glued), 4), tuple(pairs), tuple(extra_subject), tuple(extra_listed), glued > score
    )


def weight(name: Name, part: str) -> float:
    """What a part is worth in comparison with a full one."""
    if name.kind is not EntityKind.PERSON:
        return 1.0 if name.is_full(part) else LEGAL_FORM_WEIGHT
    if name.is_particle(part):
        return PARTICLE_WEIGHT
    return SHORT_PART_WEIGHTS.get(len(part), 1.0)


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
        gains = [[closeness(mine, theirs) for theirs in right] for mine in left]
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
        worth = _pair_weight(subject, listed, pair)
        agreed += worth * pair.closeness
        possible += worth
    mine, theirs = _extra(subject, extra_subject), _extra(listed, extra_listed)
    possible += EXTRA_ON_SUBJECT * mine + EXTRA_ON_LIST * theirs + 2 * CONTRADICTION * min(mine, theirs)
    return agreed / possible if possible else 0.0


def _pair_weight(subject: Name, listed: Name, pair: Pair) -> float:
    mine, theirs = weight(subject, pair.subject), weight(listed, pair.listed)
    if 1 in (len(pair.subject), len(pair.listed)):
        return min(mine, theirs)
    return (mine + theirs) / 2


def _extra(name: Name, parts: list[str]) -> float:
    return sum(weight(name, part) * (EXTRA_PARTICLE if name.is_particle(part) else 1.0) for part in parts)


def _cap(
    subject: Name, listed: Name, pairs: list[Pair], extra_subject: list[str], extra_listed: list[str]
) -> float:
    """The most that these pairs may be worth: one common part out of several proves nothing."""
    full = sum(subject.is_full(pair.subject) and listed.is_full(pair.listed) for pair in pairs)
    if full == 0:
        return NO_FULL_PART_CAP
    several = max(
        sum(subject.is_full(part) for part in subject.parts),
        sum(listed.is_full(part) for part in listed.parts),
    )
    unexplained = any(subject.is_full(part) for part in extra_subject) or any(
        listed.is_full(part) for part in extra_listed
    )
    if full == 1 and several > 1 and (unexplained or len(pairs) == 1):
        return ONE_PART_CAP
    return 1.0


def _glued_score(subject: Name, listed: Name) -> float:
    """Closeness of the names without spaces, if they are divided differently; else 0."""
    one, other = subject.compact, listed.compact
    if len(subject.parts) == len(listed.parts) and one != other:
        return 0.0
    if min(len(one), len(other)) < GLUED_MIN_LENGTH:
        return 0.0
    edits = OSA.distance(one, other, score_cutoff=GLUED_EDITS)
    return 1.0 - edits / max(len(one), len(other)) if edits <= GLUED_EDITS else 0.0
