"""Who is inside, by what the readers saw last, and how sure that is."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from access.enums import Direction

UNSURE_AFTER = timedelta(hours=16)
"""A reading that is older may mean a way out that nobody read: longer than a double shift. The same sixteen
hours after which an area forgets an entry unless it says otherwise (`Area.passback_forgets_hours`)."""


@dataclass(frozen=True, slots=True)
class Passage:
    """The last granted passage of a person into or out of one area; `around` are the areas it lies in.

    `is_void`: a guard set the record right since, or the person was signed out at the reception.
    """

    person: int
    area: int
    direction: Direction
    at: datetime
    around: frozenset[int] = frozenset()
    is_void: bool = False


@dataclass(frozen=True, slots=True)
class Whereabouts:
    """Somebody inside: the innermost area that the readers know of, and when they were last read anywhere."""

    person: int
    area: int
    read_at: datetime


def inside(passages: Iterable[Passage]) -> list[Whereabouts]:
    """Everybody who went in and not out again, each once.

    Of several areas the one entered last is where they are; of areas entered at one gate, the innermost. Who
    left an area has also left those inside it, though no reader there has seen them go.
    """
    by_person: defaultdict[int, list[Passage]] = defaultdict(list)
    for passage in passages:
        by_person[passage.person].append(passage)
    found = []
    for person, theirs in by_person.items():
        left = {passage.area: passage.at for passage in theirs if passage.direction is Direction.OUT}
        entered = [passage for passage in theirs if _counts(passage, left)]
        if entered:
            last = max(entered, key=lambda passage: (passage.at, len(passage.around)))
            found.append(Whereabouts(person, last.area, max(passage.at for passage in theirs)))
    return found


def _counts(passage: Passage, left: Mapping[int, datetime]) -> bool:
    """Whether this says that the person is inside."""
    if passage.direction is not Direction.IN or passage.is_void:
        return False
    return not any(left[area] > passage.at for area in passage.around & left.keys())


def is_unsure(read_at: datetime, at: datetime) -> bool:
    """Whether the last reading is too old to say that the person is still there."""
    return at - read_at > UNSURE_AFTER
