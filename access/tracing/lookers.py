"""Who looked up a container, the rarest lookers first."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from access.detection.over_represented import chance_to_have_read


@dataclass(frozen=True, slots=True)
class Look:
    """One look-up that was answered. `explained`: some work or leave is on record for it."""

    person: str
    at: datetime
    explained: bool


@dataclass(frozen=True, slots=True)
class Looker:
    """One person who looked at it. `chance`: how likely who looks up so much is among the lookers."""

    person: str
    looks: int
    unexplained: int
    first_at: datetime
    last_at: datetime
    chance: float


def ranked(looks: Iterable[Look], own: Mapping[str, int], everybody: int) -> list[Looker]:
    """The lookers of one container: those without a reason first, then those who look up little else.

    `own` counts all look-ups of each person in the same time, `everybody` those of all people. Whoever makes
    a third of all look-ups is found at every box; whoever makes three a month is not.
    """
    by_person: dict[str, list[Look]] = {}
    for look in looks:
        by_person.setdefault(look.person, []).append(look)
    found = []
    for person, made in by_person.items():
        share = own.get(person, len(made)) / everybody if everybody else 0.0
        found.append(
            Looker(
                person=person,
                looks=len(made),
                unexplained=sum(not look.explained for look in made),
                first_at=min(look.at for look in made),
                last_at=max(look.at for look in made),
                chance=chance_to_have_read(min(share, 1.0), len(by_person)),
            )
        )
    return sorted(found, key=lambda one: (one.unexplained == 0, one.chance, one.person))
