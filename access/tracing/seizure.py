"""Who stands out among those who looked up the boxes of a seizure. The same reckoning as rule D02."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from access.detection.over_represented import chance_of_at_least, chance_to_have_read
from access.tracing.lookers import Look

LIKELY = 0.001
"""Below this a chance finding is unlikely. The limit of rule D02."""

FEWEST_SHIPS = 2
"""Boxes of one ship count once: whoever works on the ship sees them all. One ship may be chance (D02)."""


@dataclass(frozen=True, slots=True)
class SeizedBox:
    """A box of the seizure with the answered look-ups before it. `call` is its ship's call, or itself."""

    container: str
    call: str
    looks: tuple[Look, ...]

    @property
    def lookers(self) -> frozenset[str]:
        return frozenset(look.person for look in self.looks)

    @property
    def without_reason(self) -> frozenset[str]:
        """Who looked at it with nothing on record that explains it."""
        return frozenset(look.person for look in self.looks if not look.explained)


@dataclass(frozen=True, slots=True)
class Suspect:
    """How far one person stands out. `boxes` are those looked up without a reason, `explained` the others.

    `chance` is the p-value; `by_chance` how many people of all would stand out as much by chance alone.
    """

    person: str
    boxes: tuple[str, ...]
    explained: tuple[str, ...]
    ships: int
    share: float
    chance: float
    by_chance: float

    @property
    def stands_out(self) -> bool:
        return self.ships >= FEWEST_SHIPS and self.chance < LIKELY


def over_represented(
    boxes: Sequence[SeizedBox], own: Mapping[str, int], everybody: int, people: int
) -> list[Suspect]:
    """Everybody who looked up a box of the seizure, the least likely first.

    `own` counts each one's look-ups in the same time, `everybody` those of all `people`. For each ship the
    chance of being among its lookers is reckoned from the share of all look-ups that somebody makes; together
    they give the chance of being among the lookers of at least so many ships (Poisson binomial, exact).
    """
    crowd = _largest_crowd(boxes)
    found = []
    for person in sorted({person for box in boxes for person in box.lookers}):
        without = [box for box in boxes if person in box.without_reason]
        share = min(own.get(person, 0) / everybody, 1.0) if everybody else 0.0
        ships = len({box.call for box in without})
        chances = [chance_to_have_read(share, lookers) for lookers in crowd.values()]
        chance = chance_of_at_least(ships, chances)
        explained = [box.container for box in boxes if person in box.lookers - box.without_reason]
        found.append(
            Suspect(
                person=person,
                boxes=tuple(box.container for box in without),
                explained=tuple(explained),
                ships=ships,
                share=share,
                chance=chance,
                by_chance=chance * people,
            )
        )
    return sorted(found, key=lambda one: (one.chance, -len(one.boxes), one.person))


def _largest_crowd(boxes: Sequence[SeizedBox]) -> dict[str, int]:
    """By ship the number of lookers of its most looked-up box."""
    crowd: dict[str, int] = {}
    for box in boxes:
        crowd[box.call] = max(crowd.get(box.call, 0), len(box.lookers))
    return crowd
